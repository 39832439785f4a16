package dev.footfall.benchmark;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.ingest.EventTypes;
import dev.footfall.ingest.Ingest;
import dev.footfall.job.LocalFlink;
import dev.footfall.job.Topology;
import dev.footfall.metric.Emit;
import dev.footfall.metric.StepRow;
import java.io.Serializable;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.apache.flink.api.connector.sink2.Sink;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.api.connector.sink2.WriterInitContext;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/**
 * How long it takes from an event to the row that counts it, at a steady rate: each event bears the
 * time of the clock at which it is made, and is in the first row that says so by its watermark.
 * {@code max_disorder} is taken off: so long an event must wait for others.
 */
final class LatencyRun {

  private static final long MAX_DISORDER = 1000;
  private static final int EVENTS_PER_SECOND = 5000;

  /** When a row came out whose watermark was this, or a later one. */
  private static final NavigableMap<Long, Long> SEEN_BY_WATERMARK = new ConcurrentSkipListMap<>();

  private LatencyRun() {}

  /**
   * Measures, and prints the answer.
   *
   * @param arguments {@code emit_every} in milliseconds, for how many seconds, parallelism
   */
  public static void main(String[] arguments) throws Exception {
    long emitEvery = Long.parseLong(arguments[0]);
    long seconds = Long.parseLong(arguments[1]);
    int parallelism = Integer.parseInt(arguments[2]);
    long start = System.currentTimeMillis();
    run(emitEvery, seconds, parallelism);
    // The first rows wait for Flink to start and the compiler to warm up; the last are hurried by
    // the end of the input.
    long from = start + (seconds * 1000) / 3;
    long until = start + seconds * 1000 - 2 * emitEvery - 2 * MAX_DISORDER;
    Map<String, Object> result = new LinkedHashMap<>();
    result.put("emit_every_ms", emitEvery);
    result.put("events_per_second", EVENTS_PER_SECOND);
    result.putAll(percentiles(from, until));
    Child.tell(result);
    System.exit(0);
  }

  /** Of an event at every millisecond. */
  private static Map<String, Object> percentiles(long from, long until) {
    long[] waits = new long[(int) (until - from)];
    for (long event = from; event < until; event++) {
      Map.Entry<Long, Long> row = SEEN_BY_WATERMARK.ceilingEntry(event);
      waits[(int) (event - from)] =
          row == null ? Long.MAX_VALUE : row.getValue() - event - MAX_DISORDER;
    }
    Arrays.sort(waits);
    Map<String, Object> percentiles = new LinkedHashMap<>();
    percentiles.put("p50_ms", waits[waits.length / 2]);
    percentiles.put("p99_ms", waits[waits.length * 99 / 100]);
    percentiles.put("max_ms", waits[waits.length - 1]);
    return percentiles;
  }

  private static void run(long emitEvery, long seconds, int parallelism) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(parallelism, LocalFlink.strict());
    Workload workload = new Workload(EVENTS_PER_SECOND * seconds, Duration.ofHours(1), 1, false);
    DataGeneratorSource<Arrival> source =
        new DataGeneratorSource<>(
            new EventsOfNow(workload)::at,
            workload.events(),
            RateLimiterStrategy.perSecond(EVENTS_PER_SECOND),
            EventTypes.ARRIVAL);
    Ingest ingest =
        Ingest.from(
            environment,
            source,
            new Ingest.Timing(
                Optional.of(Duration.ofMillis(MAX_DISORDER)),
                Optional.empty(),
                Duration.ofHours(1)));
    Topology topology =
        Topology.of(ingest.admitted(), workload.funnels(Engine.TRACKER), Emit.live(emitEvery));
    topology.steps().sinkTo(new LookAtClock()).uid("steps");
    topology.times().sinkTo(new DiscardingSink<>()).uid("times");
    environment.execute("latency");
  }

  /** The events of a workload, but now. */
  private record EventsOfNow(Workload.Events events) implements Serializable {

    EventsOfNow(Workload workload) {
      this(new Workload.Events(workload, 1));
    }

    Arrival at(long number) {
      Event event = events.event(number);
      return Arrival.of(
          new Event(null, event.name(), event.user(), System.currentTimeMillis(), Map.of()));
    }
  }

  /** Takes note of when a row came. */
  private static final class LookAtClock implements Sink<StepRow> {
    private static final long serialVersionUID = 1L;

    @Override
    public SinkWriter<StepRow> createWriter(WriterInitContext context) {
      return new SinkWriter<>() {
        @Override
        public void write(StepRow row, Context ignored) {
          SEEN_BY_WATERMARK.putIfAbsent(row.watermark(), System.currentTimeMillis());
        }

        @Override
        public void flush(boolean endOfInput) {}

        @Override
        public void close() {}
      };
    }
  }
}
