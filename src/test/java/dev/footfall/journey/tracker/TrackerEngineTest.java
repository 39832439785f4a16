package dev.footfall.journey.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Funnel;
import dev.footfall.ingest.EventTypes;
import dev.footfall.journey.Difference;
import dev.footfall.journey.Progress;
import dev.footfall.journey.RandomStream;
import dev.footfall.journey.ReferenceFunnel;
import dev.footfall.testing.OperatorChain;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** All operators of the engine behind each other, fed in any order within the watermarks. */
class TrackerEngineTest {

  private static final int STREAMS = 500;

  @Test
  void saysWhatTheReferenceSaysWhateverTheOrderOfArrivalAndLeavesNothing() throws Exception {
    List<String> differences = new ArrayList<>();
    for (long seed = 1; seed <= STREAMS && differences.isEmpty(); seed++) {
      follow(RandomStream.of(seed)).ifPresent(differences::add);
    }
    assertThat(differences).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(
      value = RuntimeExecutionMode.class,
      names = {"STREAMING", "BATCH"})
  void manyFunnelsOfUsersAndAccountsAreFollowedTogether(RuntimeExecutionMode mode)
      throws Exception {
    List<Funnel> funnels = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (long seed = 100; seed < 140; seed++) {
      RandomStream stream = RandomStream.of(seed);
      funnels.add(stream.funnel());
      events.addAll(seed % 8 == 0 ? stream.events() : List.of());
    }
    Map<String, Progress> latest = new TreeMap<>();
    StreamExecutionEnvironment environment = environment(2);
    environment.setRuntimeMode(mode);
    DataStream<Intake> inOrder =
        inOrder(
            environment
                .fromData(EventTypes.INTAKE, events.toArray(new Intake[0]))
                .assignTimestampsAndWatermarks(
                    WatermarkStrategy.<Intake>forBoundedOutOfOrderness(Duration.ofDays(400))
                        .withTimestampAssigner((event, before) -> ((Event) event).time()))
                .uid("timed-events"));
    TrackerEngine.follow(inOrder, funnels)
        .changes()
        .executeAndCollect(1_000_000)
        .forEach(
            change ->
                latest.put(
                    change.after().funnel() + change.after().unit() + change.after().cohortStart(),
                    change.after()));
    List<Progress> expected = new ArrayList<>();
    for (Funnel funnel : funnels) {
      expected.addAll(ReferenceFunnel.atTheEnd(funnel, events));
    }
    assertThat(latest.values().stream().map(Difference::show))
        .containsExactlyInAnyOrderElementsOf(expected.stream().map(Difference::show).toList());
  }

  private static Optional<String> follow(RandomStream stream) throws Exception {
    Random random = new Random(stream.seed());
    Map<String, Progress> latest = new LinkedHashMap<>();
    int told = 0;
    try (OperatorChain<Event, Progress.Change> engine = engineFor(stream.funnel())) {
      List<Event> waiting = new ArrayList<>(stream.events());
      List<Long> watermarks = new ArrayList<>(stream.watermarks(random.nextInt(6)));
      watermarks.add(Long.MAX_VALUE);
      for (long watermark : watermarks) {
        for (Event event : List.copyOf(waiting)) {
          if (event.time() <= watermark || random.nextBoolean()) {
            engine.send(event, event.time());
            waiting.remove(event);
          }
        }
        if (random.nextInt(4) == 0) {
          engine.restart(watermark);
        }
        engine.watermark(watermark);
        for (; told < engine.output().size(); told++) {
          Progress after = engine.output().get(told).after();
          latest.put(after.unit() + " " + after.cohortStart(), after);
        }
        Optional<String> difference =
            Difference.between(
                "stream " + stream.seed() + " at watermark " + watermark,
                stream.funnel(),
                stream.events(),
                ReferenceFunnel.at(watermark, stream.funnel(), stream.events()),
                List.copyOf(latest.values()));
        if (difference.isPresent()) {
          return difference;
        }
      }
      assertThat(engine.held()).as("left by stream %d", stream.seed()).isZero();
      return Optional.empty();
    }
  }

  private static OperatorChain<Event, Progress.Change> engineFor(Funnel funnel) throws Exception {
    DataStream<Intake> events =
        environment(1).fromData(EventTypes.INTAKE, new Event(null, "a", "ann", 1, Map.of()));
    return OperatorChain.endingWith(
        TrackerEngine.follow(inOrder(events), List.of(funnel)).changes());
  }

  private static StreamExecutionEnvironment environment(int parallelism) {
    Configuration strict = new Configuration();
    strict.setString("pipeline.generic-types", "false");
    return StreamExecutionEnvironment.createLocalEnvironment(parallelism, strict);
  }

  /** Stands for the admission of events. */
  private static DataStream<Intake> inOrder(DataStream<Intake> events) {
    return events
        .keyBy(UnitOf.INTAKE, Types.STRING)
        .transform("In order", EventTypes.INTAKE, new TakeInOrder(EventTypes.INTAKE))
        .uid("in-order");
  }
}
