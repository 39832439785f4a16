package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Progress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The fast engine: every funnel as a compact state machine, all funnels that count the same unit in
 * one operator.
 *
 * <p>Of a unit's runs it keeps those that can still win, one at each step of each cohort, and takes
 * each event once, in the order of event time.
 */
public final class TrackerEngine {

  private TrackerEngine() {}

  /**
   * The progress of every unit of every funnel.
   *
   * @param events admitted events: none late, none twice; partitioned by user, those of one user in
   *     the order of event time, and those up to a watermark all before it. In batch mode, one
   *     user's after the other's.
   * @param funnels at least one
   */
  public static DataStream<Progress.Change> follow(DataStream<Event> events, List<Funnel> funnels) {
    if (funnels.isEmpty()) {
      throw new IllegalArgumentException("no funnels to follow");
    }
    List<DataStream<Progress.Change>> changes = new ArrayList<>();
    byUnit(funnels).forEach((unit, its) -> changes.add(followUnit(events, new UnitOf(unit), its)));
    DataStream<Progress.Change> all = changes.get(0);
    for (DataStream<Progress.Change> one : changes.subList(1, changes.size())) {
      all = all.union(one);
    }
    return all;
  }

  private static Map<String, List<Funnel>> byUnit(List<Funnel> funnels) {
    Map<String, List<Funnel>> byUnit = new LinkedHashMap<>();
    for (Funnel funnel : funnels) {
      byUnit.computeIfAbsent(funnel.unit(), unit -> new ArrayList<>()).add(funnel);
    }
    return byUnit;
  }

  private static DataStream<Progress.Change> followUnit(
      DataStream<Event> events, UnitOf unitOf, List<Funnel> funnels) {
    KeyedStream<Event, String> eventsInOrder =
        unitOf.isUser()
            ? DataStreamUtils.reinterpretAsKeyedStream(events, unitOf, Types.STRING)
            : inOrderOf(unitOf, events);
    return track(eventsInOrder, funnels, unitOf)
        .uid("journeys-" + unitOf.unit())
        .name("Track journeys of each " + unitOf.unit());
  }

  private static SingleOutputStreamOperator<Progress.Change> track(
      KeyedStream<Event, String> events, List<Funnel> funnels, UnitOf unitOf) {
    TypeInformation<Progress.Change> changes = TypeInformation.of(Progress.Change.class);
    StreamExecutionEnvironment environment = events.getExecutionEnvironment();
    if (environment.getConfiguration().get(ExecutionOptions.RUNTIME_MODE)
        != RuntimeExecutionMode.BATCH) {
      return events.transform("Track", changes, new TrackJourneys(funnels, unitOf));
    }
    // Flink would sort what goes into an operator on a keyed stream; here it is in order already.
    return new DataStream<>(environment, events.getTransformation())
        .transform("Track whole", changes, new TrackWhole(funnels, unitOf));
  }

  private static KeyedStream<Event, String> inOrderOf(UnitOf unitOf, DataStream<Event> events) {
    SingleOutputStreamOperator<Event> withUnit =
        events.filter(unitOf).uid("with-" + unitOf.unit()).name("Events with " + unitOf.unit());
    SingleOutputStreamOperator<Event> inOrder =
        withUnit
            .keyBy(unitOf, Types.STRING)
            .transform(
                "Events of each " + unitOf.unit() + " in order",
                events.getType(),
                new TakeInOrder(events.getType()))
            .uid("in-order-" + unitOf.unit());
    return DataStreamUtils.reinterpretAsKeyedStream(inOrder, unitOf, Types.STRING);
  }
}
