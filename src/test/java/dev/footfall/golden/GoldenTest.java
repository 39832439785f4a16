package dev.footfall.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.ingest.Ingest;
import dev.footfall.job.LocalFlink;
import dev.footfall.job.Topology;
import dev.footfall.journey.cep.PatternLimits;
import dev.footfall.metric.Emit;
import dev.footfall.metric.StepRow;
import dev.footfall.testing.Collected;
import dev.footfall.testing.Gate;
import dev.footfall.testing.GatedSource;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each golden case, however it is run, gives the same rows: see {@code golden/README.md}. */
class GoldenTest {

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(3)
              .build());

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private static Path savepoints;

  static Stream<Arguments> casesOnEngines() throws IOException {
    return GoldenCase.all().stream()
        .flatMap(golden -> Stream.of(Engine.TRACKER, Engine.CEP).map(e -> Arguments.of(golden, e)));
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("casesOnEngines")
  void givesTheSameRowsHoweverItIsRun(
      GoldenCase golden, Engine engine, @InjectMiniCluster MiniCluster flink) throws Exception {
    List<Funnel> funnels = golden.funnels().stream().map(f -> f.servedBy(engine)).toList();
    assumeTrue(
        engine == Engine.TRACKER || funnels.stream().allMatch(f -> PatternLimits.of(f).isEmpty()),
        "no pattern can say it");
    Run run = new Run(golden, funnels, flink);
    assertThat(run.whole(golden.lines(), 1)).as("in order").isEqualTo(golden.expected());
    assertThat(run.whole(golden.lines(), 3)).as("side by side").isEqualTo(golden.expected());
    assertThat(run.whole(golden.shuffled(), 1)).as("shuffled").isEqualTo(golden.expected());
    assertThat(run.whole(golden.shuffled(), 3)).as("both").isEqualTo(golden.expected());
    assertThat(run.acrossASavepoint(golden.lines(), 1, 3))
        .as("1 to 3")
        .isEqualTo(golden.expected());
    assertThat(run.acrossASavepoint(golden.shuffled(), 3, 1))
        .as("3 to 1")
        .isEqualTo(golden.expected());
  }

  /** Runs of one case by one engine. */
  private record Run(GoldenCase golden, List<Funnel> funnels, MiniCluster flink) {

    List<String> whole(List<String> lines, int parallelism) throws Exception {
      Collected<StepRow> rows = nextRows();
      Gate.lettingThrough(rows.name(), lines.size());
      finish(start(new GatedSource(lines, parallelism, rows.name()), parallelism, null, rows));
      return golden.printed(rows.soFar());
    }

    /** Stops half way, and goes on at another parallelism. */
    List<String> acrossASavepoint(List<String> lines, int parallelism, int otherParallelism)
        throws Exception {
      Collected<StepRow> rows = nextRows();
      long half = lines.size() / 2;
      Gate gate = Gate.lettingThrough(rows.name(), half);
      GatedSource source = new GatedSource(lines, parallelism, rows.name());
      JobClient first = start(source, parallelism, null, rows);
      gate.awaitPassed(half, PATIENCE);
      String savepoint = stop(first);
      gate.openTo(lines.size());
      finish(start(source, otherParallelism, savepoint, rows));
      return golden.printed(rows.soFar());
    }

    /** Lines can pass before every task runs; until all do, there is no savepoint. */
    private String stop(JobClient job) throws Exception {
      CommonTestUtils.waitForAllTaskRunning(flink, job.getJobID(), false);
      return job.stopWithSavepoint(
              false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
          .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    }

    private static void finish(JobClient job) throws Exception {
      try {
        job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
      } catch (TimeoutException stuck) {
        job.cancel().get();
        throw stuck;
      }
    }

    private JobClient start(
        GatedSource source, int parallelism, @Nullable String savepoint, Collected<StepRow> rows)
        throws Exception {
      Configuration configuration = LocalFlink.strict();
      if (savepoint != null) {
        configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      }
      StreamExecutionEnvironment environment =
          StreamExecutionEnvironment.getExecutionEnvironment(configuration);
      environment.setParallelism(parallelism);
      environment.setRuntimeMode(RuntimeExecutionMode.STREAMING);
      Ingest ingest =
          Ingest.from(
              environment,
              source,
              new Ingest.Timing(
                  Optional.of(GoldenCase.DISORDER), Optional.empty(), Duration.ofHours(1)));
      Topology.of(ingest.admitted(), funnels, Emit.FINAL)
          .steps()
          .sinkTo(rows)
          .uid("rows")
          .name("Rows");
      return environment.executeAsync(golden.name());
    }

    private static int runs;

    private Collected<StepRow> nextRows() {
      return new Collected<>(golden.name() + " " + ++runs);
    }
  }
}
