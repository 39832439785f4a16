package dev.footfall.journey.tracker;

import dev.footfall.event.Declaration;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Progress;
import dev.footfall.journey.VersionNote;
import dev.footfall.journey.tracker.TrackJourneys.Units;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The fast engine: every funnel as a compact state machine, all funnels of users in one operator,
 * and all of other units in one more.
 *
 * <p>Of a unit's runs it keeps those that can still win, one at each step of each cohort, and takes
 * each event once, in the order of event time.
 *
 * @param changes the progress of every unit of every funnel, at each change
 * @param notes what becomes of versions of funnels while the job runs
 */
public record TrackerEngine(DataStream<Progress.Change> changes, DataStream<VersionNote> notes) {

  /**
   * Follows funnels that stay as they are.
   *
   * @param events admitted events: none late, none twice; partitioned by user, those of one user in
   *     the order of event time, and those up to a watermark all before it
   * @param funnels at least one
   */
  public static TrackerEngine follow(DataStream<Intake> events, List<Funnel> funnels) {
    if (funnels.isEmpty()) {
      throw new IllegalArgumentException("no funnels to follow");
    }
    List<SingleOutputStreamOperator<Progress.Change>> engines = new ArrayList<>();
    if (funnels.stream().anyMatch(Funnel::countsUsers)) {
      engines.add(followUsers(events, new TrackJourneys(funnels, Units.USERS)));
    }
    if (!funnels.stream().allMatch(Funnel::countsUsers)) {
      SingleOutputStreamOperator<Intake> addressed = addressed(events, new AddressUnits(funnels));
      engines.add(followOthers(inOrder(addressed), new TrackJourneys(funnels, Units.OTHERS)));
    }
    return of(engines);
  }

  /**
   * Follows funnels that change while the job runs.
   *
   * @param intake admitted events, as for {@link #follow}, and declarations between them
   * @param initial the funnels in the beginning
   */
  public static TrackerEngine followChanging(DataStream<Intake> intake, Declaration initial) {
    SingleOutputStreamOperator<Intake> addressed = addressed(intake, new AddressUnits(initial));
    return of(
        List.of(
            followUsers(intake, new TrackJourneys(initial, Units.USERS)),
            followOthers(inOrderAndTold(addressed), new TrackJourneys(initial, Units.OTHERS))));
  }

  private static TrackerEngine of(List<SingleOutputStreamOperator<Progress.Change>> engines) {
    DataStream<Progress.Change> changes = engines.get(0);
    DataStream<VersionNote> notes = engines.get(0).getSideOutput(TrackJourneys.NOTES);
    for (SingleOutputStreamOperator<Progress.Change> engine : engines.subList(1, engines.size())) {
      changes = changes.union(engine);
      notes = notes.union(engine.getSideOutput(TrackJourneys.NOTES));
    }
    return new TrackerEngine(changes, notes);
  }

  private static SingleOutputStreamOperator<Progress.Change> followUsers(
      DataStream<Intake> intake, TrackJourneys tracker) {
    return track(intake, tracker).uid("journeys-user").name("Track journeys of each user");
  }

  private static SingleOutputStreamOperator<Progress.Change> followOthers(
      DataStream<Intake> inOrder, TrackJourneys tracker) {
    return track(inOrder, tracker).uid("journeys-other").name("Track journeys of other units");
  }

  private static SingleOutputStreamOperator<Progress.Change> track(
      DataStream<Intake> inOrder, TrackJourneys tracker) {
    return DataStreamUtils.reinterpretAsKeyedStream(inOrder, UnitOf.INTAKE, Types.STRING)
        .transform("Track journeys", TypeInformation.of(Progress.Change.class), tracker);
  }

  private static SingleOutputStreamOperator<Intake> addressed(
      DataStream<Intake> intake, AddressUnits address) {
    return intake
        .process(address, intake.getType())
        .uid("other-units")
        .name("Events of other units");
  }

  private static DataStream<Intake> inOrder(SingleOutputStreamOperator<Intake> addressed) {
    return byUnit(addressed)
        .transform("In order", addressed.getType(), new TakeInOrder(addressed.getType()))
        .uid("in-order-other")
        .name("Events of each other unit in order");
  }

  private static DataStream<Intake> inOrderAndTold(SingleOutputStreamOperator<Intake> addressed) {
    DataStream<Declaration> declarations = addressed.getSideOutput(AddressUnits.DECLARATIONS);
    return byUnit(addressed)
        .connect(declarations.broadcast())
        .transform("In order", addressed.getType(), new TakeInOrder(addressed.getType()))
        .uid("in-order-other")
        .name("Events of each other unit in order");
  }

  private static KeyedStream<Intake, String> byUnit(DataStream<Intake> addressed) {
    return addressed.keyBy(UnitOf.INTAKE, Types.STRING);
  }
}
