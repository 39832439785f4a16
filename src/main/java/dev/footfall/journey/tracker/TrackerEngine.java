package dev.footfall.journey.tracker;

import dev.footfall.event.Declaration;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.DeclaredFunnel;
import dev.footfall.journey.Progress;
import dev.footfall.journey.VersionNote;
import dev.footfall.journey.tracker.TrackJourneys.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;

/**
 * The fast engine: every funnel as a compact state machine, all funnels of users in one operator,
 * and all of other units in one more.
 *
 * <p>Of a unit's runs it keeps those that can still win, one at each step of each cohort, and takes
 * each event once, in the order of event time.
 *
 * @param parts the progress of users, and that of other units, where there are such funnels; at
 *     each change
 * @param notes what becomes of versions of funnels while the job runs
 */
public record TrackerEngine(
    List<DataStream<Progress.Change>> parts, DataStream<VersionNote> notes) {

  private static final OtherUnits OTHER_UNITS = new OtherUnits("", "");

  /** The progress of every unit of every funnel, at each change. */
  public DataStream<Progress.Change> changes() {
    return parts.stream().reduce(DataStream::union).orElseThrow();
  }

  /**
   * Follows funnels that stay as they are.
   *
   * @param events admitted events: none late, none twice; partitioned by user, those of one user in
   *     the order of event time, and those up to a watermark all before it. In batch mode, one
   *     user's after the other's.
   * @param funnels at least one
   */
  public static TrackerEngine follow(DataStream<Intake> events, List<Funnel> funnels) {
    if (funnels.isEmpty()) {
      throw new IllegalArgumentException("no funnels to follow");
    }
    List<SingleOutputStreamOperator<Progress.Change>> engines = new ArrayList<>();
    if (funnels.stream().anyMatch(Funnel::countsUsers)) {
      engines.add(followUsers(events, trackerOf(funnels, Units.USERS, events)));
    }
    if (!funnels.stream().allMatch(Funnel::countsUsers)) {
      DataStream<Intake> inOrder = OTHER_UNITS.of(events, unitsOf(funnels.stream()));
      engines.add(followOthers(inOrder, trackerOf(funnels, Units.OTHERS, events)));
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
    DataStream<Intake> inOrder = OTHER_UNITS.ofChanging(intake, initial, TrackerEngine::unitsOf);
    return of(
        List.of(
            followUsers(intake, new TrackJourneys(initial, Units.USERS)),
            followOthers(inOrder, new TrackJourneys(initial, Units.OTHERS))));
  }

  /** The properties that name units of its funnels. */
  static Set<String> unitsOf(Declaration declaration) {
    return unitsOf(DeclaredFunnel.allIn(declaration).stream().map(DeclaredFunnel::funnel));
  }

  private static Set<String> unitsOf(Stream<Funnel> funnels) {
    return funnels
        .filter(funnel -> !funnel.countsUsers())
        .map(Funnel::unit)
        .collect(Collectors.toSet());
  }

  private static TrackerEngine of(List<SingleOutputStreamOperator<Progress.Change>> engines) {
    DataStream<VersionNote> notes =
        engines.stream()
            .<DataStream<VersionNote>>map(engine -> engine.getSideOutput(TrackJourneys.NOTES))
            .reduce(DataStream::union)
            .orElseThrow();
    return new TrackerEngine(List.copyOf(engines), notes);
  }

  private static SingleOutputStreamOperator<Progress.Change> followUsers(
      DataStream<Intake> intake, OneInputStreamOperator<Intake, Progress.Change> tracker) {
    return track(intake, tracker).uid("journeys-user").name("Track journeys of each user");
  }

  private static SingleOutputStreamOperator<Progress.Change> followOthers(
      DataStream<Intake> inOrder, OneInputStreamOperator<Intake, Progress.Change> tracker) {
    return track(inOrder, tracker).uid("journeys-other").name("Track journeys of other units");
  }

  /** In batch mode events come unit by unit: no state must be kept for the others. */
  private static OneInputStreamOperator<Intake, Progress.Change> trackerOf(
      List<Funnel> funnels, Units units, DataStream<Intake> events) {
    boolean batch =
        events.getExecutionEnvironment().getConfiguration().get(ExecutionOptions.RUNTIME_MODE)
            == RuntimeExecutionMode.BATCH;
    return batch ? new TrackWhole(funnels, units) : new TrackJourneys(funnels, units);
  }

  private static SingleOutputStreamOperator<Progress.Change> track(
      DataStream<Intake> inOrder, OneInputStreamOperator<Intake, Progress.Change> tracker) {
    // Flink would sort once more what goes into an operator on a keyed stream in batch mode.
    DataStream<Intake> events =
        tracker instanceof TrackWhole
            ? inOrder
            : DataStreamUtils.reinterpretAsKeyedStream(inOrder, UnitOf.INTAKE, Types.STRING);
    return events.transform("Track journeys", TypeInformation.of(Progress.Change.class), tracker);
  }
}
