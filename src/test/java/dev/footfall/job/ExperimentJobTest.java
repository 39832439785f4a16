package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.footfall.event.Declaration;
import dev.footfall.event.Intake;
import dev.footfall.experiment.KaplanMeier;
import dev.footfall.experiment.Triangle;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.ingest.EventTypes;
import dev.footfall.ingest.Ingest;
import dev.footfall.metric.Emit;
import dev.footfall.metric.ExperimentStepRow;
import dev.footfall.metric.ExperimentTimesRow;
import dev.footfall.metric.VerdictRow;
import dev.footfall.testing.Collected;
import dev.footfall.testing.Gate;
import dev.footfall.testing.GatedSource;
import dev.footfall.yaml.Problems;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.api.common.functions.RichMapFunction;
import org.apache.flink.api.common.state.CheckpointListener;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Simulated users, whose truth is known, through the real job to the last verdict. */
class ExperimentJobTest {

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(3)
              .build());

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  /** Users come for so long, and have a day each. */
  private static final long LASTS = 4 * DAY;

  private static final int USERS = 6000;

  private static final String DEFINITIONS =
      """
      funnels:
        - {id: trial, steps: [register, trial, purchase], within: 1d}
      experiments:
        - id: effect
          funnel: trial
          variant: effect
          control: a
          shares: {a: 50, b: 50}
          start: 2026-01-05
          end: 2026-01-09
          guardrails: [{step: trial, margin: 0.2}]
          planned: 6000
        - {id: none, funnel: trial, variant: none, control: a, shares: {a: 50, b: 50}, start: 2026-01-05, end: 2026-01-09, planned: 6000}
        - {id: split, funnel: trial, variant: split, control: a, shares: {a: 50, b: 50}, start: 2026-01-05, end: 2026-01-09, planned: 6000}
      """;

  private static final List<User> ALL = users();
  private static List<String> lines = List.of();

  /** What comes of an uninterrupted run. */
  private static Rows whole = new Rows("");

  @TempDir private static Path savepoints;

  /**
   * Somebody whose ways are known beforehand.
   *
   * @param effect the variant of each experiment
   * @param alsoSeen whether the user was seen in the other variants, too
   * @param trial when the trial began, or 0
   * @param purchase when it was bought, or 0
   */
  private record User(
      String id,
      long exposed,
      String effect,
      String none,
      String split,
      boolean alsoSeen,
      long trial,
      long purchase) {

    boolean bought() {
      return purchase != 0 && purchase <= exposed + DAY;
    }
  }

  /** All rows of a run. */
  private record Rows(
      Collected<VerdictRow> verdicts,
      Collected<ExperimentStepRow> steps,
      Collected<ExperimentTimesRow> times) {

    Rows(String name) {
      this(
          new Collected<>(name + " verdicts"),
          new Collected<>(name + " steps"),
          new Collected<>(name + " times"));
    }

    /** By key, as a database has them in the end; a look that is written again must be the same. */
    Map<String, VerdictRow> looks() {
      Map<String, VerdictRow> looks = new TreeMap<>();
      for (VerdictRow row : verdicts.soFar()) {
        String key =
            "%s %s %s %s"
                .formatted(
                    row.experiment(),
                    row.variant(),
                    row.metric(),
                    Instant.ofEpochMilli(row.watermark()));
        VerdictRow before = looks.put(key, row);
        assertThat(before == null ? row : before).isEqualTo(row);
      }
      return looks;
    }

    Map<String, ExperimentStepRow> lastSteps() {
      Map<String, ExperimentStepRow> last = new TreeMap<>();
      steps
          .soFar()
          .forEach(row -> last.put(row.experiment() + " " + row.variant() + " " + row.step(), row));
      return last;
    }

    Map<String, Long> lastTimes() {
      Map<String, Long> last = new TreeMap<>();
      times
          .soFar()
          .forEach(
              row ->
                  last.put(
                      "%s %s %d %d"
                          .formatted(
                              row.experiment(), row.variant(), row.exposedFrom(), row.toMs()),
                      row.units()));
      return last;
    }

    VerdictRow last(String experiment, String role) {
      return verdicts.soFar().stream()
          .filter(row -> row.experiment().equals(experiment) && row.role().equals(role))
          .max(java.util.Comparator.comparingLong(VerdictRow::watermark))
          .orElseThrow();
    }
  }

  private static List<User> users() {
    Random random = new Random(6);
    List<User> users = new ArrayList<>();
    for (int i = 0; i < USERS; i++) {
      long exposed = START + (long) (random.nextDouble() * LASTS);
      String effect = random.nextBoolean() ? "a" : "b";
      boolean tries = random.nextDouble() < 0.5;
      long trial = tries ? exposed + 1 + (long) (random.nextDouble() * HOUR) : 0;
      boolean buys = tries && random.nextDouble() < (effect.equals("a") ? 0.2 : 0.36);
      // Some too late.
      long purchase = buys ? trial + 1 + (long) (random.nextDouble() * 26 * HOUR) : 0;
      users.add(
          new User(
              "u" + i,
              exposed,
              effect,
              random.nextBoolean() ? "a" : "b",
              random.nextDouble() < 0.57 ? "a" : "b",
              random.nextInt(100) == 0,
              trial,
              purchase));
    }
    return users;
  }

  @BeforeAll
  static void runOnce(@InjectMiniCluster org.apache.flink.runtime.minicluster.MiniCluster flink)
      throws Exception {
    List<Map.Entry<Long, String>> timed = new ArrayList<>();
    for (User user : ALL) {
      timed.add(register(user, user.exposed(), user.effect(), user.none(), user.split()));
      if (user.alsoSeen()) {
        long again = user.exposed() + 2 * HOUR;
        timed.add(
            register(user, again, other(user.effect()), other(user.none()), other(user.split())));
      }
      if (user.trial() != 0) {
        timed.add(event(user, user.trial(), "trial", ""));
      }
      if (user.purchase() != 0) {
        timed.add(event(user, user.purchase(), "purchase", ""));
      }
    }
    timed.sort(Map.Entry.comparingByKey());
    lines = timed.stream().map(Map.Entry::getValue).toList();
    whole = new Rows("whole");
    Gate.lettingThrough("whole", lines.size());
    finish(start("whole", whole, 2, 2, Optional.empty(), false));
  }

  private static String other(String variant) {
    return variant.equals("a") ? "b" : "a";
  }

  private static Map.Entry<Long, String> register(
      User user, long time, String effect, String none, String split) {
    return event(
        user,
        time,
        "register",
        "\"effect\":\"%s\",\"none\":\"%s\",\"split\":\"%s\"".formatted(effect, none, split));
  }

  private static Map.Entry<Long, String> event(
      User user, long time, String name, String properties) {
    return Map.entry(
        time,
        "{\"event\":\"%s\",\"user\":\"%s\",\"time\":%d,\"properties\":{%s}}"
            .formatted(name, user.id(), time, properties));
  }

  @Test
  void inTheEndEveryCountIsThatOfTheUsersOneByOne() {
    for (String variant : List.of("a", "b")) {
      List<User> its =
          ALL.stream()
              .filter(
                  user ->
                      user.effect().equals(variant)
                          && !(user.alsoSeen() && isSeenAgainInTime(user)))
              .toList();
      long tried = its.stream().filter(user -> user.trial() != 0).count();
      long bought = its.stream().filter(User::bought).count();
      long twice = ALL.stream().filter(ExperimentJobTest::isSeenAgainInTime).count();
      Map<String, ExperimentStepRow> steps = whole.lastSteps();
      assertThat(
              List.of(1, 2, 3).stream()
                  .map(step -> Objects.requireNonNull(steps.get("effect " + variant + " " + step)))
                  .map(
                      row ->
                          List.of(
                              row.exposed(),
                              row.matured(),
                              row.reached(),
                              row.maturedReached(),
                              row.multiExposed(),
                              row.isFinal())))
          .containsExactly(
              List.of(
                  (long) its.size(),
                  (long) its.size(),
                  (long) its.size(),
                  (long) its.size(),
                  twice,
                  true),
              List.of((long) its.size(), (long) its.size(), tried, tried, twice, true),
              List.of((long) its.size(), (long) its.size(), bought, bought, twice, true));
    }
  }

  private static boolean isSeenAgainInTime(User user) {
    return user.alsoSeen() && user.exposed() + 2 * HOUR < START + LASTS;
  }

  @Test
  void whatIsThereIsFoundAndWhatIsNotIsNot() {
    assertThat(whole.last("effect", "metric").verdict()).isEqualTo("winner");
    assertThat(whole.last("effect", "guardrail").verdict()).isEqualTo("safe");
    assertThat(whole.last("none", "metric").verdict()).isEqualTo("undecided");
    assertThat(whole.last("split", "metric").verdict()).isEqualTo("sample_ratio_mismatch");
    assertThat(whole.looks().values().stream().filter(row -> row.experiment().equals("none")))
        .extracting(VerdictRow::verdict)
        .containsOnly("collecting", "undecided");
  }

  /** Nobody has had the time on the first day, though many have bought. */
  @Test
  void nobodyIsJudgedBeforeTheTimeIsOver() {
    List<VerdictRow> firstDay =
        whole.looks().values().stream().filter(row -> row.watermark() < START + DAY).toList();
    assertThat(firstDay).isNotEmpty();
    assertThat(firstDay)
        .allSatisfy(
            row -> {
              assertThat(row.matured()).isZero();
              assertThat(row.rate()).isNull();
              assertThat(row.verdict()).isIn("collecting", "undecided", "sample_ratio_mismatch");
            });
    VerdictRow later =
        Objects.requireNonNull(whole.looks().get("none b purchase 2026-01-07T11:59:59.999Z"));
    long matured =
        ALL.stream()
            .filter(user -> user.none().equals("b") && !isSeenAgain(user, later.watermark()))
            .filter(user -> user.exposed() + DAY <= later.watermark())
            .count();
    assertThat(later.matured()).isEqualTo(matured);
  }

  private static boolean isSeenAgain(User user, long watermark) {
    return isSeenAgainInTime(user) && user.exposed() + 2 * HOUR <= watermark;
  }

  @Test
  void theCurveOfTheTriangleEndsAtThePlainRate() {
    Triangle triangle = new Triangle(Triangle.Shape.of(DAY));
    Triangle.Shape shape = Triangle.Shape.of(DAY);
    whole.times().soFar().stream()
        .filter(row -> row.isFinal() && row.experiment().equals("effect"))
        .filter(row -> row.variant().equals("b"))
        .forEach(
            row ->
                triangle.add(
                    row.exposedFrom(), (int) (row.toMs() / shape.widthMillis()), row.units()));
    VerdictRow last = whole.last("effect", "metric");
    KaplanMeier curve = KaplanMeier.of(triangle.at(Long.MAX_VALUE - 1));
    assertThat(curve.at(DAY).converted())
        .isEqualTo(Objects.requireNonNull(last.rate()), within(1e-9));
  }

  @Test
  void afterAFailureInTheMiddleEveryRowIsTheSame() throws Exception {
    Rows rows = new Rows("failing");
    long half = lines.size() / 2;
    Gate gate = Gate.lettingThrough("failing", half);
    FailsOnce.reset();
    JobClient job = start("failing", rows, 2, 2, Optional.empty(), true);
    gate.awaitPassed(half, PATIENCE);
    // The first that completes from now on may have begun before; the second has not.
    int completed = FailsOnce.completed.get();
    CommonTestUtils.waitUntilCondition(() -> FailsOnce.completed.get() >= completed + 2);
    FailsOnce.due.set(true);
    gate.openTo(lines.size());
    finish(job);
    assertThat(FailsOnce.failures.get()).isEqualTo(1);
    assertThat(FailsOnce.restored.get()).isTrue();
    assertSame(rows);
  }

  @Test
  void acrossASavepointAndAtAnotherParallelismEveryRowIsTheSame(
      @InjectMiniCluster org.apache.flink.runtime.minicluster.MiniCluster flink) throws Exception {
    Rows rows = new Rows("stopped");
    long half = lines.size() / 2;
    Gate gate = Gate.lettingThrough("stopped", half);
    JobClient first = start("stopped", rows, 1, 1, Optional.empty(), false);
    gate.awaitPassed(half, PATIENCE);
    CommonTestUtils.waitForAllTaskRunning(flink, first.getJobID(), false);
    String savepoint =
        first
            .stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    gate.openTo(lines.size());
    finish(start("stopped", rows, 1, 3, Optional.of(savepoint), false));
    assertSame(rows);
  }

  private static void assertSame(Rows rows) {
    assertThat(rows.looks()).isEqualTo(whole.looks());
    assertThat(rows.lastSteps()).isEqualTo(whole.lastSteps());
    assertThat(rows.lastTimes()).isEqualTo(whole.lastTimes());
  }

  /** Throws once, when it is told to, and knows whether it was restored. */
  private static final class FailsOnce extends RichMapFunction<Intake, Intake>
      implements CheckpointedFunction, CheckpointListener {
    private static final long serialVersionUID = 1L;
    private static final AtomicInteger completed = new AtomicInteger();
    private static final AtomicInteger failures = new AtomicInteger();
    private static final AtomicBoolean due = new AtomicBoolean();
    private static final AtomicBoolean restored = new AtomicBoolean();

    static void reset() {
      completed.set(0);
      failures.set(0);
      due.set(false);
      restored.set(false);
    }

    @Override
    public Intake map(Intake intake) {
      if (due.get() && failures.compareAndSet(0, 1)) {
        throw new IllegalStateException("a failure on purpose");
      }
      return intake;
    }

    @Override
    public void notifyCheckpointComplete(long checkpoint) {
      // Each of the two instances is told.
      if (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() == 0) {
        completed.incrementAndGet();
      }
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) {}

    @Override
    public void initializeState(FunctionInitializationContext context) {
      restored.compareAndSet(false, context.getRestoredCheckpointId().isPresent());
    }
  }

  private static JobClient start(
      String name,
      Rows rows,
      int splits,
      int parallelism,
      Optional<String> savepoint,
      boolean fails)
      throws Exception {
    Configuration configuration = LocalFlink.strict();
    savepoint.ifPresent(path -> configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, path));
    if (fails) {
      configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofMillis(50));
      configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "fixed-delay");
      configuration.set(
          RestartStrategyOptions.RESTART_STRATEGY_FIXED_DELAY_DELAY, Duration.ofMillis(10));
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    environment.setRuntimeMode(RuntimeExecutionMode.STREAMING);
    environment.getConfig().setAutoWatermarkInterval(5);
    Ingest ingest =
        Ingest.from(
            environment,
            new GatedSource(lines, splits, name),
            new Ingest.Timing(
                Optional.of(Duration.ofMinutes(10)), Optional.empty(), Duration.ofHours(1)));
    DataStream<Intake> admitted = ingest.admitted();
    if (fails) {
      admitted = admitted.map(new FailsOnce(), EventTypes.INTAKE).uid("fails-once");
    }
    Topology.Judged judged = Topology.judge(admitted, content().experiments(), Emit.live(0));
    judged.verdicts().sinkTo(rows.verdicts()).uid("verdicts");
    judged.steps().sinkTo(rows.steps()).uid("steps");
    judged.times().sinkTo(rows.times()).uid("times");
    return environment.executeAsync(name);
  }

  private static FunnelFile.Content content() {
    Problems problems = new Problems();
    FunnelFile.Content content =
        FunnelFile.parseAll(
            List.of(new Declaration.Text("experiments.yaml", DEFINITIONS)),
            FunnelFile.Use.CONTINUOUS,
            problems);
    problems.throwIfAny();
    return content;
  }

  private static void finish(JobClient job) throws Exception {
    job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }
}
