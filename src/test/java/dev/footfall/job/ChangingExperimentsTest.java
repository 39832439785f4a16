package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.definitions.Declared;
import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.ingest.EventTypes;
import dev.footfall.metric.Emit;
import dev.footfall.metric.VerdictRow;
import dev.footfall.testing.OperatorChain;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** Experiments that come, change and go while the job runs. */
class ChangingExperimentsTest {

  private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;

  private static final String FUNNELS =
      "funnels: [{id: trial, steps: [register, buy], within: 10m}]\n";

  private static final String EXPERIMENT =
      "experiments: [{id: test, funnel: trial, control: a, shares: {a: 1, b: 1}, start: 2026-01-05,"
          + " end: 2026-01-05T12:00:00Z}]\n";

  @Test
  void oneThatIsDeclaredLaterCountsFromThereOnAndSaysSo() throws Exception {
    Declared without = Declared.first(texts(FUNNELS));
    Declared with = without.followedBy(texts(FUNNELS + EXPERIMENT));
    try (OperatorChain<Intake, VerdictRow> chain = chain(without)) {
      expose(chain, "ann", "a", START + MINUTE);
      chain.watermark(START + HOUR);
      declare(chain, with, START + HOUR);
      expose(chain, "bob", "b", START + HOUR + MINUTE);
      chain.restart(1);
      expose(chain, "cid", "a", START + HOUR + 2 * MINUTE);
      chain.watermark(START + 2 * HOUR);
      VerdictRow last = last(chain);
      assertThat(List.of(last.exposedControl(), last.exposed())).containsExactly(1L, 1L);
      assertThat(last.since()).isEqualTo(START + HOUR);
      assertThat(last.watermark()).isLessThanOrEqualTo(START + 2 * HOUR);
    }
  }

  @Test
  void anotherMeaningIsJudgedAfreshAndTheOneBeforeIsNotWrittenAgain() throws Exception {
    Declared first = Declared.first(texts(FUNNELS + EXPERIMENT));
    Declared second =
        first.followedBy(texts(FUNNELS + EXPERIMENT.replace("a: 1, b: 1", "a: 1, b: 2")));
    try (OperatorChain<Intake, VerdictRow> chain = chain(first)) {
      expose(chain, "ann", "a", START + MINUTE);
      chain.watermark(START + HOUR);
      VerdictRow before = last(chain);
      assertThat(before.since()).isEqualTo(FunnelVersion.FROM_THE_BEGINNING);
      declare(chain, second, START + HOUR);
      int rows = chain.output().size();
      expose(chain, "bob", "b", START + HOUR + MINUTE);
      chain.watermark(Long.MAX_VALUE - 1);
      assertThat(chain.output().subList(rows, chain.output().size()))
          .isNotEmpty()
          .allSatisfy(row -> assertThat(row.version()).isNotEqualTo(before.version()));
      assertThat(last(chain).isFinal()).isTrue();
      assertThat(last(chain).exposedControl()).isZero();
      assertThat(chain.held()).isZero();
    }
  }

  @Test
  void oneThatComesBackIsCountedAfresh() throws Exception {
    Declared first = Declared.first(texts(FUNNELS + EXPERIMENT));
    Declared second = first.followedBy(texts(FUNNELS));
    Declared third = second.followedBy(texts(FUNNELS + EXPERIMENT));
    try (OperatorChain<Intake, VerdictRow> chain = chain(first)) {
      expose(chain, "ann", "a", START + MINUTE);
      chain.watermark(START + HOUR);
      VerdictRow before = last(chain);
      declare(chain, second, START + HOUR);
      declare(chain, third, START + HOUR);
      expose(chain, "ann", "a", START + HOUR + MINUTE);
      chain.watermark(START + 2 * HOUR);
      assertThat(last(chain).version()).isNotEqualTo(before.version());
      assertThat(last(chain).exposedControl()).isEqualTo(1);
      assertThat(last(chain).since()).isEqualTo(START + HOUR);
    }
  }

  @Test
  void anotherTitleChangesNothing() throws Exception {
    Declared first = Declared.first(texts(FUNNELS + EXPERIMENT));
    Declared second =
        first.followedBy(texts(FUNNELS + EXPERIMENT.replace("id: test", "id: test, title: Test")));
    try (OperatorChain<Intake, VerdictRow> chain = chain(first)) {
      expose(chain, "ann", "a", START + MINUTE);
      chain.watermark(START + HOUR);
      declare(chain, second, START + HOUR);
      expose(chain, "cid", "a", START + HOUR + MINUTE);
      chain.watermark(START + 2 * HOUR);
      assertThat(last(chain).exposedControl()).isEqualTo(2);
      assertThat(last(chain).since()).isEqualTo(FunnelVersion.FROM_THE_BEGINNING);
    }
  }

  private static void expose(
      OperatorChain<Intake, VerdictRow> chain, String user, String variant, long time)
      throws Exception {
    chain.send(new Event(null, "register", user, time, Map.of("variant", variant)), time);
  }

  private static void declare(
      OperatorChain<Intake, VerdictRow> chain, Declared declared, long since) throws Exception {
    chain.send(declared.declaration().since(since), since);
  }

  private static VerdictRow last(OperatorChain<Intake, VerdictRow> chain) {
    assertThat(chain.output()).isNotEmpty();
    return chain.output().get(chain.output().size() - 1);
  }

  private static List<Declaration.Text> texts(String yaml) {
    return List.of(new Declaration.Text("test.yaml", yaml));
  }

  private static OperatorChain<Intake, VerdictRow> chain(Declared initial) throws Exception {
    Configuration strict = new Configuration();
    strict.setString("pipeline.generic-types", "false");
    DataStream<Intake> intake =
        StreamExecutionEnvironment.createLocalEnvironment(1, strict)
            .fromData(EventTypes.INTAKE, new Event(null, "a", "ann", 1, Map.of()));
    return OperatorChain.endingWith(
        Topology.judgeChanging(intake, initial.declaration(), Emit.live(0)).verdicts());
  }
}
