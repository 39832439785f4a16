package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.RejectedEvent;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * What a source brings, parted once for all funnels.
 *
 * @param admitted events to be counted, of each user in the order of event time and once, each with
 *     its own time; partitioned by {@link Event#user}, so that {@code
 *     DataStreamUtils.reinterpretAsKeyedStream} needs no further shuffle
 * @param rejected what arrived and is no event
 * @param late events that came behind the watermark
 * @param progress how it goes at each part of the way in, told again and again
 */
public record Ingest(
    DataStream<Intake> admitted,
    DataStream<RejectedEvent> rejected,
    DataStream<LateEvent> late,
    DataStream<PartProgress> progress) {

  /**
   * How time is taken.
   *
   * @param maxDisorder how far behind the newest event of its file or partition an event may come;
   *     empty for a bounded input in which nothing is late, whatever its order
   * @param idleAfter after how long without an event a partition is waited for no more; empty for
   *     never. A bounded source is always waited for: it ends by itself.
   * @param dedupe for how long before an event its id is remembered
   * @param maxDrift how far a partition may be read ahead of the others, in event time; empty for
   *     as far as it goes
   */
  public record Timing(
      Optional<Duration> maxDisorder,
      Optional<Duration> idleAfter,
      Duration dedupe,
      Optional<Duration> maxDrift) {

    /** Each file or partition is read as fast as it goes. */
    public Timing(Optional<Duration> maxDisorder, Optional<Duration> idleAfter, Duration dedupe) {
      this(maxDisorder, idleAfter, dedupe, Optional.empty());
    }
  }

  /** Reads the source into the three streams. */
  public static Ingest from(
      StreamExecutionEnvironment environment, Source<Arrival, ?, ?> source, Timing timing) {
    SingleOutputStreamOperator<Event> events = events(environment, source, timing);

    // event -> event, in order and once
    SingleOutputStreamOperator<Intake> admitted =
        admit(events.keyBy(Event::user, Types.STRING), timing.dedupe());
    return of(events, admitted);
  }

  /**
   * Reads the source into the three streams.
   *
   * @param declarations what the funnels are, at each change: goes in between the admitted events
   */
  public static Ingest from(
      StreamExecutionEnvironment environment,
      Source<Arrival, ?, ?> source,
      Timing timing,
      DataStream<Declaration> declarations) {
    SingleOutputStreamOperator<Event> events = events(environment, source, timing);

    // event -> event, in order and once
    SingleOutputStreamOperator<Intake> admitted =
        events
            .keyBy(Event::user, Types.STRING)
            .connect(declarations.broadcast())
            .transform("Admit", EventTypes.INTAKE, new Admit(timing.dedupe()));
    return of(events, admitted);
  }

  private static Ingest of(
      SingleOutputStreamOperator<Event> events, SingleOutputStreamOperator<Intake> admitted) {
    return new Ingest(
        admitted.uid("admitted").name("Events in order, once"),
        events.getSideOutput(SplitArrivals.REJECTED),
        admitted.getSideOutput(Admit.LATE),
        events.getSideOutput(PartProgress.TOLD).union(admitted.getSideOutput(PartProgress.TOLD)));
  }

  private static SingleOutputStreamOperator<Event> events(
      StreamExecutionEnvironment environment, Source<Arrival, ?, ?> source, Timing timing) {

    Optional<Duration> idleAfter =
        source.getBoundedness() == Boundedness.BOUNDED ? Optional.empty() : timing.idleAfter();

    // source -> arrival, with event time
    SingleOutputStreamOperator<Arrival> arrivals =
        environment
            .fromSource(
                source,
                new ArrivalTime(timing.maxDisorder(), idleAfter, timing.maxDrift()),
                "Arrivals",
                EventTypes.ARRIVAL)
            .uid("arrivals")
            .name("Arrivals");

    // arrival -> event
    return arrivals
        .transform("Split", EventTypes.EVENT, new SplitOperator())
        .uid("events")
        .name("Events and what is none");
  }

  private static SingleOutputStreamOperator<Intake> admit(
      KeyedStream<Event, String> events, Duration dedupe) {
    StreamExecutionEnvironment environment = events.getExecutionEnvironment();
    if (environment.getConfiguration().get(ExecutionOptions.RUNTIME_MODE)
        != RuntimeExecutionMode.BATCH) {
      return events.transform("Admit", EventTypes.INTAKE, new Admit(dedupe));
    }
    // Flink sorts what goes into an operator on a keyed stream. This one sorts by itself.
    return new DataStream<>(environment, events.getTransformation())
        .transform("Admit all", EventTypes.INTAKE, new AdmitAll(dedupe));
  }
}
