package dev.footfall.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.event.EventMapping;
import dev.footfall.event.RejectedEvent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.datastream.DataStreamUtils;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.CloseableIterator;
import org.apache.flink.util.Collector;
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
    KeyedStream<Event, String> byUser =
        DataStreamUtils.reinterpretAsKeyedStream(ingest.admitted(), Event::user, Types.STRING);
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

  /** Writes down what each user did, in the order it comes. */
  private static final class Journal extends KeyedProcessFunction<String, Event, String> {

    private transient org.apache.flink.api.common.state.ValueState<String> journal;

    @Override
    public void open(org.apache.flink.api.common.functions.OpenContext context) {
      journal =
          getRuntimeContext()
              .getState(
                  new org.apache.flink.api.common.state.ValueStateDescriptor<>(
                      "journal", Types.STRING));
    }

    @Override
    public void processElement(Event event, Context context, Collector<String> out)
        throws Exception {
      String before = journal.value() == null ? event.user() : journal.value();
      journal.update(before + " " + event.name() + "@" + context.timestamp());
      context.timerService().registerEventTimeTimer(Long.MAX_VALUE);
    }

    @Override
    public void onTimer(long time, OnTimerContext context, Collector<String> out) throws Exception {
      out.collect(journal.value());
    }
  }

  /** What is rejected of these files. */
  static List<RejectedEvent> rejectedOf(List<String> files) throws Exception {
    StreamExecutionEnvironment environment = strict();
    environment.setParallelism(1);
    CloseableIterator<RejectedEvent> rejected =
        Ingest.from(
                environment,
                EventFiles.source(files, Optional.empty(), EventMapping.OWN),
                new Ingest.Timing(Optional.empty(), Optional.empty(), Duration.ofHours(1)))
            .rejected()
            .collectAsync();
    environment.execute();
    return all(rejected);
  }

  private static StreamExecutionEnvironment strict() {
    Configuration configuration = new Configuration();
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
