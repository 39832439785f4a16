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
import dev.footfall.journey.Difference;
import dev.footfall.journey.Progress;
import dev.footfall.journey.ReferenceFunnel;
import dev.footfall.metric.Emit;
import dev.footfall.metric.StepRow;
import dev.footfall.testing.Collected;
import dev.footfall.testing.Gate;
import dev.footfall.testing.GatedSource;
import java.io.IOException;
import java.nio.file.Files;
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
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A savepoint of the whole job, taken by a released version in the middle of a day, must be
 * understood by all that come after it: the rows of the day are then as if nothing had happened.
 *
 * <p>A release brings a folder of its own ({@code -Dfootfall.write-fixtures=true} writes it), and
 * those of earlier ones stay.
 */
class ReleasedSavepointTest {

  private static final Path FIXTURES =
      Path.of("src", "test", "resources", "dev", "footfall", "job", "savepoints").toAbsolutePath();
  private static final String THIS_RELEASE = "0.1";

  private static final long BEGIN = Instant.parse("2026-11-21T00:00:00Z").toEpochMilli();
  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final int EVENTS = 1_200;
  private static final int HALF = EVENTS / 2;
  private static final Duration DISORDER = Duration.ofMinutes(10);
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int WRITTEN_WITH = 2;

  /** Both engines, each way of following, and units that are not users. */
  private static final String DEFINITIONS =
      """
      funnels:
        - {id: shop, steps: [browse, cart, pay], within: 2h, cohort: 1h, breakdowns: [channel]}
        - {id: pattern, engine: cep, steps: [browse, pay], within: 1h, cohort: 1h}
        - {id: path, steps: [browse, {name: basket, event: cart, optional: true}, pay], within: 3h, cohort: 2h, exclude: [{event: leave}]}
        - {id: strict, order: strict, steps: [browse, cart], within: 1h, cohort: 1h}
        - {id: any, order: any, steps: [browse, cart, pay], within: 1h, cohort: 1h}
        - {id: held, hold: [basket], steps: [cart, pay], within: 4h, cohort: 1h}
        - {id: baskets, unit: basket, steps: [cart, pay], within: 4h, cohort: 1h, breakdowns: [channel]}
      """;

  @TempDir private Path folder;

  private final List<Event> events = events();
  private final List<String> lines = lines(events);
  private @Nullable JobClient job;

  @AfterEach
  void stop() throws Exception {
    if (job != null && !job.getJobStatus().get().isTerminalState()) {
      job.cancel().get();
    }
  }

  @ParameterizedTest(name = "with {0} instances")
  @ValueSource(ints = {WRITTEN_WITH, 3})
  void whatEachReleaseSavedGoesOn(int parallelism) throws Exception {
    List<Path> releases;
    try (Stream<Path> folders = Files.list(FIXTURES)) {
      releases = folders.sorted().toList();
    }
    assertThat(releases).isNotEmpty();
    for (Path release : releases) {
      String name = release.getFileName() + " " + parallelism + " " + folder;
      countFirstHalf(name);
      stop();

      Gate.lettingThrough(name, lines.size());
      start(name, parallelism, release.toUri().toString());
      awaitRows(name, Long.MAX_VALUE);
      stop();
    }
  }

  @Test
  @EnabledIfSystemProperty(named = "footfall.write-fixtures", matches = "true")
  void writesTheSavepointOfThisRelease() throws Exception {
    countFirstHalf("fixture");
    String written =
        Objects.requireNonNull(job)
            .stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
            .get();
    Path target = Files.createDirectories(FIXTURES.resolve(THIS_RELEASE));
    try (Stream<Path> files = Files.list(Path.of(java.net.URI.create(written)))) {
      for (Path file : files.toList()) {
        Files.copy(file, target.resolve(file.getFileName()));
      }
    }
  }

  /** Counts up to the middle, and returns when all is written that can be by then. */
  private void countFirstHalf(String name) throws Exception {
    Gate.lettingThrough(name, HALF);
    start(name, WRITTEN_WITH, null);
    awaitRows(name, watermarkAtHalf());
  }

  // --- the job

  private void start(String name, int parallelism, @Nullable String savepoint) throws Exception {
    Path definitions = Files.writeString(folder.resolve("funnels.yaml"), DEFINITIONS);
    Configuration configuration = LocalFlink.strict();
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
      configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.NO_CLAIM);
    }
    StreamExecutionEnvironment environment = LocalFlink.environment(configuration, parallelism);
    environment.getConfig().setAutoWatermarkInterval(1);
    List<Declaration.Text> initial = FunnelFile.texts(definitions);
    Declarations declarations =
        Declarations.of(environment, new DefinitionFiles(definitions.toString()), initial);
    Ingest ingest =
        Ingest.from(
            environment,
            new GatedSource(lines, WRITTEN_WITH, name),
            new Ingest.Timing(Optional.of(DISORDER), Optional.empty(), Duration.ofHours(1)),
            declarations.changes());
    Topology topology =
        Topology.ofChanging(ingest.admitted(), Declared.first(initial).declaration(), Emit.live(20))
            .topology();
    topology.steps().sinkTo(new Collected<>(name)).uid("rows");
    topology.progress().sinkTo(new Collected<>(name + " journeys")).uid("journeys");
    declarations.versions().sinkTo(new Collected<VersionRow>(name + " versions")).uid("versions");
    job = environment.executeAsync("released savepoint");
  }

  /** Waits for all rows that there must be at this watermark. */
  private void awaitRows(String name, long watermark) throws Exception {
    Map<String, String> steps = expectedSteps(watermark);
    Map<String, String> journeys = expectedJourneys(watermark);
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (System.nanoTime() < end
        && !(steps(name).equals(steps) && journeys(name).equals(journeys))) {
      Thread.sleep(50);
    }
    assertThat(steps(name)).isEqualTo(steps).hasSizeGreaterThan(50);
    assertThat(journeys(name)).isEqualTo(journeys).hasSizeGreaterThan(50);
  }

  // --- what comes out, and what should

  private static Map<String, String> steps(String name) {
    Map<String, String> rows = new TreeMap<>();
    for (StepRow row : new Collected<StepRow>(name).soFar()) {
      if (row.isFinal()) {
        assertThat(row.since()).isEqualTo(Long.MIN_VALUE);
        rows.put(
            "%s %d %s %s %d"
                .formatted(
                    row.funnel(), row.cohortStart(), row.breakdown(), row.value(), row.step()),
            "reached %d dropped %d in progress %d excluded %d"
                .formatted(row.reached(), row.dropped(), row.inProgress(), row.excluded()));
      }
    }
    return rows;
  }

  private Map<String, String> expectedSteps(long watermark) {
    Map<String, String> rows = new TreeMap<>();
    for (Funnel funnel : funnels()) {
      ExpectedRows.of(funnel, events)
          .forEach(
              (key, row) -> {
                long cohort = Long.parseLong(key.split(" ", -1)[1]);
                long end = funnel.cohort().windowOf(cohort, funnel.zone()).end();
                if (funnel.within().endOf(end - 1) <= watermark) {
                  rows.put(key, row.counts());
                }
              });
    }
    return rows;
  }

  /** What was said last of each unit and cohort. */
  private static Map<String, String> journeys(String name) {
    Map<String, String> last = new TreeMap<>();
    for (Progress unit : new Collected<Progress>(name + " journeys").soFar()) {
      last.put(unit.funnel() + " " + unit.cohortStart() + " " + unit.unit(), Difference.show(unit));
    }
    return last;
  }

  private Map<String, String> expectedJourneys(long watermark) {
    Map<String, String> last = new TreeMap<>();
    for (Funnel funnel : funnels()) {
      for (Progress unit : ReferenceFunnel.at(watermark, funnel, events)) {
        last.put(
            unit.funnel() + " " + unit.cohortStart() + " " + unit.unit(), Difference.show(unit));
      }
    }
    return last;
  }

  private static List<Funnel> funnels() {
    return FunnelFile.parse("funnels.yaml", DEFINITIONS, FunnelFile.Use.CONTINUOUS);
  }

  /** Each split has its own, and the least of them counts. */
  private long watermarkAtHalf() {
    long[] latest = new long[WRITTEN_WITH];
    for (int i = 0; i < HALF; i++) {
      latest[i % WRITTEN_WITH] = Math.max(latest[i % WRITTEN_WITH], timeOf(lines.get(i)));
    }
    return Math.min(latest[0], latest[1]) - DISORDER.toMillis() - 1;
  }

  private static long timeOf(String line) {
    return Long.parseLong(line.replaceFirst(".*\"time\":(\\d+).*", "$1"));
  }

  /** An event every 36 seconds; ids of every other one, some of which come twice. */
  private static List<Event> events() {
    Random random = new Random(21);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      long time = BEGIN + 1 + (long) i * 12 * HOUR / EVENTS;
      String what =
          List.of("browse", "browse", "browse", "cart", "cart", "pay", "leave")
              .get(random.nextInt(7));
      Map<String, String> properties =
          Map.of(
              "basket",
              "b" + random.nextInt(15),
              "channel",
              List.of("ad", "mail").get(random.nextInt(2)));
      events.add(
          new Event(
              i % 2 == 0 ? "e" + i : null, what, "user-" + random.nextInt(25), time, properties));
    }
    return events;
  }

  /** Each a little out of order; an event with an id may come a second time. */
  private static List<String> lines(List<Event> events) {
    Random random = new Random(22);
    TreeMap<Long, String> lines = new TreeMap<>();
    for (Event event : events) {
      int copies = event.id() != null && random.nextInt(5) == 0 ? 2 : 1;
      for (int copy = 0; copy < copies; copy++) {
        long at = event.time() * 1000 + random.nextLong(DISORDER.toMillis() * 900);
        lines.put(
            at,
            "{%s\"event\":\"%s\",\"user\":\"%s\",\"time\":%d,\"properties\":{\"basket\":\"%s\",\"channel\":\"%s\"}}"
                .formatted(
                    event.id() == null ? "" : "\"id\":\"" + event.id() + "\",",
                    event.name(),
                    event.user(),
                    event.time(),
                    event.properties().get("basket"),
                    event.properties().get("channel")));
      }
    }
    return List.copyOf(lines.values());
  }

  /** So that a missing fixture is told from one that is wrong. */
  @Test
  void thereIsASavepointOfTheFirstRelease() throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES.resolve(THIS_RELEASE))) {
      assertThat(files.map(file -> file.getFileName().toString())).contains("_metadata");
    }
  }
}
