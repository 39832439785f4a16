package dev.footfall.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.event.EventMapping;
import dev.footfall.event.Intake;
import dev.footfall.event.RejectedEvent;
import dev.footfall.event.RejectionReason;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPOutputStream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.connector.source.util.ratelimit.RateLimiterStrategy;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class IngestTest {

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void eachUsersEventsLeaveInOrderAndOnceWhateverFileTheyCameFrom(
      RuntimeExecutionMode mode, @TempDir Path folder) throws Exception {
    Path first = folder.resolve("first.jsonl");
    Files.writeString(
        first,
        """
        {"id":"e3","event":"pay","user":"ann","time":3000}
        {"id":"e1","event":"browse","user":"ann","time":1000,"properties":{"channel":"web"}}
        no event
        {"event":"browse","user":"bob","time":5}
        """);
    Path second = folder.resolve("_second.csv");
    Files.writeString(
        second,
        """
        id,user,time,event,plan
        e2,ann,2000,cart,pro
        e1,ann,1000,browse,
        ,bob,4,browse,
        """);

    StreamExecutionEnvironment environment = strict();
    environment.setRuntimeMode(mode);
    environment.setParallelism(2);
    Ingest ingest =
        Ingest.from(
            environment,
            EventFiles.source(
                List.of(first.toString(), second.toString()), Optional.empty(), EventMapping.OWN),
            new Ingest.Timing(Optional.empty(), Optional.empty(), Duration.ofHours(1)));
    KeyedStream<Intake, String> byUser =
        DataStreamUtils.reinterpretAsKeyedStream(
            ingest.admitted(), intake -> ((Event) intake).user(), Types.STRING);
    CloseableIterator<String> journeys =
        byUser.process(new Journal(), Types.STRING).uid("journal").name("Journal").collectAsync();
    CloseableIterator<RejectedEvent> rejected = ingest.rejected().collectAsync();
    CloseableIterator<LateEvent> late = ingest.late().collectAsync();
    environment.execute();

    assertThat(all(journeys))
        .containsExactlyInAnyOrder("ann browse@1000 cart@2000 pay@3000", "bob browse@4 browse@5");
    assertThat(all(rejected)).extracting(RejectedEvent::place).containsExactly(first + ":3");
    assertThat(all(late)).isEmpty();
  }

  private static String countsOf(PartProgress told) {
    return told.stage() == PartProgress.Stage.ADMISSION
        ? "%d events, %d late, %d duplicates"
            .formatted(told.events(), told.late(), told.duplicates())
        : "%d events, %d rejected, latest %d, read to %d"
            .formatted(told.events(), told.rejected(), told.latest(), told.position());
  }

  private static final Event ON_TIME = new Event("e1", "browse", "ann", 100_000, Map.of());
  private static final Event TOO_LATE = new Event("e2", "pay", "ann", 50_000, Map.of());
  private static final RejectedEvent NO_USER =
      new RejectedEvent(RejectionReason.NO_USER, "no user", "x:3", new byte[0], 0);
  private static final List<Arrival> FOUR =
      List.of(
          Arrival.of(ON_TIME),
          Arrival.of(ON_TIME),
          Arrival.of(TOO_LATE, "clicks.jsonl:", 4),
          Arrival.of(NO_USER));

  @Test
  void eachArrivalGoesOneWayAndIsCountedThere() throws Exception {
    StreamExecutionEnvironment environment = strict();
    environment.setParallelism(1);
    environment.getConfig().setAutoWatermarkInterval(10);
    // Two a second, so that the watermark comes before what is late.
    DataGeneratorSource<Arrival> slow =
        new DataGeneratorSource<>(
            index -> FOUR.get(index.intValue()),
            FOUR.size(),
            RateLimiterStrategy.perSecond(2),
            EventTypes.ARRIVAL);
    Ingest ingest =
        Ingest.from(
            environment,
            slow,
            new Ingest.Timing(
                Optional.of(Duration.ofSeconds(10)), Optional.empty(), Duration.ofHours(1)));
    CloseableIterator<Intake> admitted = ingest.admitted().collectAsync();
    CloseableIterator<RejectedEvent> notEvents = ingest.rejected().collectAsync();
    CloseableIterator<LateEvent> late = ingest.late().collectAsync();
    CloseableIterator<PartProgress> progress = ingest.progress().collectAsync();
    Map<String, Object> counts = environment.execute().getAllAccumulatorResults();

    assertThat(all(admitted)).containsExactly(ON_TIME);
    assertThat(all(notEvents))
        .usingRecursiveFieldByFieldElementComparator()
        .containsExactly(NO_USER);
    assertThat(all(late)).containsExactly(new LateEvent(TOO_LATE.readAt("clicks.jsonl:4"), 89_999));
    assertThat(all(progress))
        .extracting(told -> told.stage() + " " + told.part() + ": " + countsOf(told))
        .contains(
            "SOURCE (unnamed): 2 events, 0 rejected, latest 100000, read to 0",
            "SOURCE clicks.jsonl: 1 events, 0 rejected, latest 50000, read to 4",
            "SOURCE x: 0 events, 1 rejected, latest -1, read to -1",
            "ADMISSION task 1: 1 events, 1 late, 1 duplicates");
    assertThat(counts)
        .containsEntry(Counted.EVENTS, 3L)
        .containsEntry(Counted.ADMITTED, 1L)
        .containsEntry(Counted.DUPLICATES, 1L)
        .containsEntry(Counted.LATE, 1L)
        .containsEntry(Counted.REJECTED, 1L)
        .containsEntry("rejected-no_user", 1L)
        .containsEntry("rejected-malformed", 0L);
  }

  @Test
  void filesOfTheSameHoursMakeNothingLateThoughOneReaderHasThemAll(@TempDir Path folder)
      throws Exception {
    List<String> files = new ArrayList<>();
    for (int file = 0; file < 3; file++) {
      StringBuilder content = new StringBuilder();
      for (int second = 1; second <= 30_000; second++) {
        content.append(
            "{\"event\":\"e\",\"user\":\"u%d\",\"time\":%d}\n"
                .formatted(second % 10, second * 1000L + file));
      }
      files.add(Files.writeString(folder.resolve(file + ".jsonl"), content).toString());
    }
    StreamExecutionEnvironment environment = strict();
    environment.setParallelism(1);
    environment.getConfig().setAutoWatermarkInterval(1);
    Ingest ingest =
        Ingest.from(
            environment,
            EventFiles.source(files, Optional.empty(), EventMapping.OWN),
            new Ingest.Timing(
                Optional.of(Duration.ofSeconds(1)),
                Optional.of(Duration.ofMillis(1)),
                Duration.ofHours(1)));
    ingest.admitted().sinkTo(new DiscardingSink<>()).uid("nowhere").name("Nowhere");
    Map<String, Object> counts = environment.execute().getAllAccumulatorResults();
    assertThat(counts).containsEntry(Counted.ADMITTED, 90_000L).containsEntry(Counted.LATE, 0L);
  }

  @Test
  void aJobThatFailsInTheMiddleOfItsFilesReadsEachLineOnce(@TempDir Path folder) throws Exception {
    int lines = 20_000;
    StringBuilder content = new StringBuilder();
    for (int line = 1; line <= lines; line++) {
      content.append("{\"event\":\"e%d\",\"user\":\"u\",\"time\":1}\n".formatted(line));
    }
    Path plain = Files.writeString(folder.resolve("plain.jsonl"), content);
    Path packed = folder.resolve("packed.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(packed))) {
      out.write(content.toString().getBytes(StandardCharsets.UTF_8));
    }
    Configuration configuration = new Configuration();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
    configuration.set(
        RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    StreamExecutionEnvironment environment = strict(configuration);
    environment.setParallelism(2);
    FailOnce.FAILED.set(false);
    CloseableIterator<String> read =
        environment
            .fromSource(
                EventFiles.source(
                    List.of(plain.toString(), packed.toString()),
                    Optional.empty(),
                    EventMapping.OWN),
                new ArrivalTime(Optional.empty(), Optional.empty(), Optional.empty()),
                "Arrivals",
                EventTypes.ARRIVAL)
            .uid("arrivals")
            .map(new FailOnce(), Types.STRING)
            .uid("fail-once")
            .name("Fail once")
            .collectAsync();
    environment.executeAsync();

    Map<String, Integer> timesRead = new HashMap<>();
    all(read).forEach(name -> timesRead.merge(name, 1, Integer::sum));
    Map<String, Integer> twiceEach = new HashMap<>();
    for (int line = 1; line <= lines; line++) {
      twiceEach.put("e" + line, 2);
    }
    assertThat(FailOnce.FAILED).isTrue();
    assertThat(timesRead).isEqualTo(twiceEach);
  }

  /** Fails after the first checkpoint, and holds the stream up until then. */
  private static final class FailOnce extends RichMapFunction<Arrival, String>
      implements CheckpointListener {

    static final AtomicBoolean FAILED = new AtomicBoolean();

    private boolean checkpointed;

    @Override
    public String map(Arrival arrival) throws Exception {
      if (!FAILED.get()) {
        if (checkpointed && FAILED.compareAndSet(false, true)) {
          throw new IllegalStateException("this failure is part of the test");
        }
        Thread.sleep(1);
      }
      return Objects.requireNonNull(arrival.event()).name();
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      checkpointed = true;
    }
  }

  /** Writes down what each user did, in the order it comes. */
  private static final class Journal extends KeyedProcessFunction<String, Intake, String> {

    private transient ValueState<String> journal;

    @Override
    public void open(OpenContext context) {
      journal = getRuntimeContext().getState(new ValueStateDescriptor<>("journal", Types.STRING));
    }

    @Override
    public void processElement(Intake intake, Context context, Collector<String> out)
        throws Exception {
      Event event = (Event) intake;
      String before = journal.value() == null ? event.user() : journal.value();
      journal.update(before + " " + event.name() + "@" + context.timestamp());
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<String> out) throws Exception {
      out.collect(journal.value());
    }
  }

  private static StreamExecutionEnvironment strict() {
    return strict(new Configuration());
  }

  private static StreamExecutionEnvironment strict(Configuration configuration) {
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    return StreamExecutionEnvironment.createLocalEnvironment(2, configuration);
  }

  private static <T> List<T> all(CloseableIterator<T> rows) throws Exception {
    List<T> all = new ArrayList<>();
    try (rows) {
      rows.forEachRemaining(all::add);
    }
    return all;
  }
}
