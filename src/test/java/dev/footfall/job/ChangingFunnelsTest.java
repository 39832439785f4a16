package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.definitions.Declarations;
import dev.footfall.definitions.Declared;
import dev.footfall.definitions.DefinitionFiles;
import dev.footfall.definitions.VersionRow;
import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.ingest.Ingest;
import dev.footfall.metric.Emit;
import dev.footfall.metric.StepRow;
import dev.footfall.testing.Collected;
import dev.footfall.testing.Gate;
import dev.footfall.testing.GatedSource;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Funnels are added, changed and taken away while the job runs. */
class ChangingFunnelsTest {

  private static final String SHOP =
      "{id: shop, steps: [browse, cart, pay], within: 1h, cohort: 1h}";
  private static final String TRIAL = "{id: trial, steps: [browse, pay], within: 2h, cohort: 1h}";
  private static final String TRIAL_CHANGED =
      "{id: trial, steps: [browse, pay], within: 1h, cohort: 1h}";
  private static final String CARTS =
      "{id: carts, unit: basket, steps: [cart, pay], within: 1h, cohort: 1h}";

  private static final long BEGIN = Instant.parse("2026-11-21T00:00:00Z").toEpochMilli();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int HOURS = 24;
  private static final int EVENTS = 6_000;
  private static final Duration DISORDER = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int PARALLELISM = 2;

  @TempDir private Path folder;

  private List<Event> events;
  private List<String> lines;
  private Path definitions;
  private String name;
  private Gate gate;
  private @Nullable JobClient job;

  @BeforeEach
  void prepare() {
    events = events();
    lines = lines(events);
    definitions = folder.resolve("funnels.yaml");
    name = folder.toString();
    gate = Gate.lettingThrough(name, lines.size() / 3);
  }

  @AfterEach
  void stop() throws Exception {
    if (job != null && !job.getJobStatus().get().isTerminalState()) {
      job.cancel().get();
    }
  }

  @ParameterizedTest(name = "restored in between: {0}")
  @ValueSource(booleans = {false, true})
  void othersGoOnAndWhatIsNewCountsWholeCohorts(boolean restored) throws Exception {
    declare(SHOP, TRIAL);
    start(null);
    gate.awaitPassed(lines.size() / 3, PATIENCE);
    await(row -> row.funnel().equals("trial") && row.isFinal());

    if (restored) {
      String savepoint = stopWithSavepoint();
      declare(SHOP, TRIAL_CHANGED, CARTS);
      start(savepoint);
    } else {
      declare(SHOP, TRIAL_CHANGED, CARTS);
    }
    awaitVersions("shop active", "trial superseded", "trial active", "carts active");
    Funnel shop = funnel(SHOP);
    Funnel trial = funnel(TRIAL);
    Funnel changed = funnel(TRIAL_CHANGED);
    Funnel carts = funnel(CARTS);
    letThroughUntilThereAreRowsOf(changed.version(1), carts.version(1));
    gate.openTo(lines.size());
    long last = BEGIN + (HOURS - 4) * HOUR;
    awaitFinal(carts.version(1), 2, last);
    awaitFinal(changed.version(1), 2, last);
    awaitFinal(shop.version(1), 3, last);

    Map<String, StepRow> rows = finalRows();
    assertThat(wholeRows(rows, shop)).isEqualTo(expected(shop, BEGIN, last));
    assertThat(rows.values())
        .filteredOn(row -> row.version().equals(shop.version(1)))
        .allMatch(row -> row.since() == Long.MIN_VALUE);
    long changedSince = since(changed);
    long lastOfTrial = lastFinalCohort(rows, trial);
    assertThat(lastOfTrial).isLessThan(changedSince);
    assertThat(wholeRows(rows, trial)).isEqualTo(expected(trial, BEGIN, lastOfTrial));
    assertThat(changedSince).isBetween(BEGIN + 7 * HOUR, BEGIN + 14 * HOUR);
    assertThat(wholeRows(rows, changed)).isEqualTo(expected(changed, changedSince, last));
    assertThat(wholeRows(rows, carts)).isEqualTo(expected(carts, since(carts), last));
    assertThat(expected(carts, since(carts), last)).hasSizeGreaterThan(8);
  }

  @Test
  void whatIsNotValidIsRefusedAndTheOtherGoesOn() throws Exception {
    declare(SHOP);
    start(null);
    gate.awaitPassed(lines.size() / 3, PATIENCE);
    awaitVersions("shop active");
    declare(SHOP, "{id: trial, steps: [browse, pay], within: soon}");
    gate.openTo(2L * lines.size() / 3);
    gate.awaitPassed(2L * lines.size() / 3, PATIENCE);
    declare(SHOP, CARTS);
    awaitVersions("shop active", "carts active");
    gate.openTo(lines.size());
    long last = BEGIN + (HOURS - 4) * HOUR;
    awaitFinal(funnel(SHOP).version(1), 3, last);

    assertThat(wholeRows(finalRows(), funnel(SHOP))).isEqualTo(expected(funnel(SHOP), BEGIN, last));
    assertThat(new Collected<VersionRow>(name + " versions").soFar())
        .extracting(VersionRow::funnel)
        .doesNotContain("trial");
  }

  @Test
  void aFunnelThatComesBackDoesNotGoOnWhereItStopped() throws Exception {
    declare(SHOP, TRIAL);
    start(null);
    gate.awaitPassed(lines.size() / 3, PATIENCE);
    awaitVersions("shop active", "trial active");
    declare(SHOP);
    awaitVersions("shop active", "trial active", "trial removed");
    declare(SHOP, TRIAL);
    Funnel trial = funnel(TRIAL);
    awaitUntil(
        () ->
            new Collected<VersionRow>(name + " versions")
                .soFar().stream().anyMatch(row -> row.version().equals(trial.version(2))));
    gate.openTo(lines.size());
    long last = BEGIN + (HOURS - 4) * HOUR;
    awaitFinal(trial.version(2), 2, last);

    long since =
        rows().stream()
            .filter(row -> row.version().equals(trial.version(2)))
            .mapToLong(StepRow::since)
            .max()
            .orElseThrow();
    Map<String, String> second = new TreeMap<>();
    finalRows()
        .values()
        .forEach(
            row -> {
              if (row.version().equals(trial.version(2))
                  && row.cohortStart() > since
                  && row.cohortStart() <= last) {
                second.put(key(row), counts(row));
              }
            });
    assertThat(second).isEqualTo(expected(trial, since, last));
  }

  // --- the job

  private void start(@Nullable String savepoint) throws Exception {
    Configuration configuration = LocalFlink.strict();
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment environment = LocalFlink.environment(configuration, PARALLELISM);
    environment.getConfig().setAutoWatermarkInterval(1);
    DefinitionFiles store = new DefinitionFiles(definitions.toString());
    List<Declaration.Text> initial = FunnelFile.texts(definitions);
    Declarations declarations = Declarations.of(environment, store, initial);
    Ingest ingest =
        Ingest.from(
            environment,
            new GatedSource(lines, PARALLELISM, name),
            new Ingest.Timing(Optional.of(DISORDER), Optional.empty(), Duration.ofHours(1)),
            declarations.changes());
    Topology.ofChanging(ingest.admitted(), Declared.first(initial).declaration(), Emit.live(50))
        .topology()
        .steps()
        .sinkTo(new Collected<>(name))
        .uid("rows");
    declarations.versions().sinkTo(new Collected<>(name + " versions")).uid("versions");
    job = environment.executeAsync("changing funnels");
  }

  private String stopWithSavepoint() throws Exception {
    JobClient running = Objects.requireNonNull(job);
    String savepoint =
        running
            .stopWithSavepoint(
                false,
                folder.resolve("savepoints").toUri().toString(),
                SavepointFormatType.CANONICAL)
            .get();
    running.getJobExecutionResult().handle((result, failure) -> null).get();
    return savepoint;
  }

  /** As an editor does it: all at once. */
  private void declare(String... funnels) throws Exception {
    Path written =
        Files.writeString(folder.resolve("new"), "funnels: [" + String.join(", ", funnels) + "]");
    Files.move(
        written, definitions, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  private List<StepRow> rows() {
    return new Collected<StepRow>(name).soFar();
  }

  /** A few lines at a time: a change takes effect between them, at once only on a quiet machine. */
  private void letThroughUntilThereAreRowsOf(String... versions) throws Exception {
    long[] passed = {lines.size() / 3};
    awaitUntil(
        () -> {
          passed[0] += 1;
          gate.openTo(passed[0]);
          return rows().stream().map(StepRow::version).toList().containsAll(List.of(versions));
        });
  }

  private void await(Predicate<StepRow> wanted) throws Exception {
    awaitUntil(() -> rows().stream().anyMatch(wanted));
  }

  /** Waits for all rows of all whole cohorts: those of several come in no order. */
  private void awaitFinal(String version, int steps, long last) throws Exception {
    awaitUntil(
        () -> {
          List<StepRow> its = rows().stream().filter(row -> row.version().equals(version)).toList();
          long since = its.stream().mapToLong(StepRow::since).max().orElse(Long.MAX_VALUE);
          long cohorts =
              LongStream.iterate(BEGIN, start -> start <= last, start -> start + HOUR)
                  .filter(start -> start > since)
                  .count();
          return cohorts > 0
              && its.stream()
                      .filter(StepRow::isFinal)
                      .filter(row -> row.cohortStart() > since && row.cohortStart() <= last)
                      .map(ChangingFunnelsTest::key)
                      .distinct()
                      .count()
                  == cohorts * steps;
        });
  }

  private void awaitVersions(String... wanted) throws Exception {
    awaitUntil(
        () ->
            new Collected<VersionRow>(name + " versions")
                .soFar().stream()
                    .map(
                        row ->
                            row.funnel()
                                + " "
                                + row.state().name().toLowerCase(java.util.Locale.ROOT))
                    .toList()
                    .containsAll(List.of(wanted)));
  }

  private void awaitUntil(java.util.function.BooleanSupplier there) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!there.getAsBoolean()) {
      assertThat(Objects.requireNonNull(job).getJobStatus().get().isTerminalState())
          .as("the job has ended")
          .isFalse();
      assertThat(System.nanoTime()).as("it came in time").isLessThan(end);
      Thread.sleep(20);
    }
  }

  // --- what comes out, and what should

  private Map<String, StepRow> finalRows() {
    Map<String, StepRow> rows = new TreeMap<>();
    for (StepRow row : rows()) {
      if (row.isFinal()) {
        rows.put(row.version() + " " + key(row), row);
      }
    }
    return rows;
  }

  private static String key(StepRow row) {
    return "%s %d %s %s %d"
        .formatted(row.funnel(), row.cohortStart(), row.breakdown(), row.value(), row.step());
  }

  private static String counts(StepRow row) {
    return "reached %d dropped %d in progress %d excluded %d"
        .formatted(row.reached(), row.dropped(), row.inProgress(), row.excluded());
  }

  private Map<String, String> wholeRows(Map<String, StepRow> rows, Funnel funnel) {
    long last = BEGIN + (HOURS - 4) * HOUR;
    Map<String, String> whole = new TreeMap<>();
    rows.values().stream()
        .filter(row -> row.version().equals(funnel.version(1)) && row.cohortStart() <= last)
        .filter(row -> row.cohortStart() > row.since())
        .forEach(row -> whole.put(key(row), counts(row)));
    return whole;
  }

  private long lastFinalCohort(Map<String, StepRow> rows, Funnel funnel) {
    return rows.values().stream()
        .filter(row -> row.version().equals(funnel.version(1)))
        .mapToLong(StepRow::cohortStart)
        .max()
        .orElseThrow();
  }

  private long since(Funnel funnel) {
    return rows().stream()
        .filter(row -> row.version().equals(funnel.version(1)))
        .mapToLong(StepRow::since)
        .max()
        .orElseThrow();
  }

  private Map<String, String> expected(Funnel funnel, long after, long upTo) {
    Map<String, String> rows = new TreeMap<>();
    ExpectedRows.of(funnel, events)
        .forEach(
            (key, row) -> {
              long cohort = Long.parseLong(key.split(" ", -1)[1]);
              if (cohort >= after && cohort <= upTo) {
                rows.put(key, row.counts());
              }
            });
    return rows;
  }

  private static Funnel funnel(String definition) {
    return FunnelFile.parse("test.yaml", "funnels: [" + definition + "]", FunnelFile.Use.CONTINUOUS)
        .get(0);
  }

  private static List<Event> events() {
    Random random = new Random(11);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      long time = BEGIN + 1 + (long) i * HOURS * HOUR / EVENTS;
      String what = List.of("browse", "browse", "cart", "pay").get(random.nextInt(4));
      Map<String, String> properties = Map.of("basket", "b" + random.nextInt(40));
      events.add(new Event(null, what, "user-" + random.nextInt(60), time, properties));
    }
    return events;
  }

  /** Each a little out of order. */
  private static List<String> lines(List<Event> events) {
    Random random = new Random(12);
    Map<Long, String> lines = new TreeMap<>();
    for (Event event : events) {
      long at = event.time() * 1000 + random.nextLong(DISORDER.toMillis() * 900);
      lines.put(
          at,
          "{\"event\":\"%s\",\"user\":\"%s\",\"time\":%d,\"properties\":{\"basket\":\"%s\"}}"
              .formatted(
                  event.name(), event.user(), event.time(), event.properties().get("basket")));
    }
    assertThat(lines).hasSameSizeAs(events);
    return List.copyOf(lines.values());
  }
}
