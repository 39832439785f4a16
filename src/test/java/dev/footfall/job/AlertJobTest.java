package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.alert.AlertRow;
import dev.footfall.alert.ReferenceAlert;
import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.EventMapping;
import dev.footfall.funnel.Alert;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.PatternAlert;
import dev.footfall.ingest.EventFiles;
import dev.footfall.ingest.Ingest;
import dev.footfall.testing.Collected;
import dev.footfall.testing.Gate;
import dev.footfall.testing.GatedSource;
import dev.footfall.yaml.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.SavepointFormatType;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.testutils.CommonTestUtils;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.apache.flink.util.CloseableIterator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Alerts of whole jobs: the same rows however they are run, and none that the input's end makes.
 */
class AlertJobTest {

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(3)
              .build());

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Instant START = Instant.parse("2026-01-05T00:00:00Z");
  private static final long MINUTE = 60_000;
  private static final int USERS = 25;

  private static final String DEFINITIONS =
      """
      funnels:
        - {id: shop, steps: [enter, convert], within: 10m, cohort: 1h}
        - {id: other, steps: [cart, pay], within: 10m, cohort: 1h}
      alerts:
        - {id: left, pattern: [cart, {not: pay}], within: 30m, cooldown: 2h}
        - {id: trouble, pattern: [{event: error, times: 3}], within: 5m}
        - {id: session, pattern: [cart, {not: error}, pay], within: 20m, unit: session}
        - {id: shop-conversion, funnel: shop, alpha: 0.001}
      """;

  private static final FunnelFile.Content DECLARED = declared();
  private static final List<Event> EVENTS = events();
  private static final List<String> EXPECTED = expected();

  @TempDir private Path folder;

  private static FunnelFile.Content declared() {
    Problems problems = new Problems();
    FunnelFile.Content content =
        FunnelFile.parseAll(
            List.of(new Declaration.Text("f.yaml", DEFINITIONS)),
            FunnelFile.Use.CONTINUOUS,
            problems);
    problems.throwIfAny();
    return content;
  }

  /** Twelve hours: of each hour 100 enter and 50 or 51 convert, but 20 of the tenth and twelfth. */
  private static List<Event> events() {
    Random random = new Random(11);
    List<Event> events = new ArrayList<>();
    for (int hour = 0; hour < 12; hour++) {
      int converts = hour == 9 || hour == 11 ? 20 : 50 + hour % 2;
      for (int i = 0; i < 100; i++) {
        String user = "h" + hour + "-" + i;
        long at = START.toEpochMilli() + hour * (60 * MINUTE) + i * 30_000L;
        events.add(event("enter", user, at, "s"));
        if (i < converts) {
          events.add(event("convert", user, at + MINUTE, "s"));
        }
      }
    }
    String[] names = {"cart", "pay", "error", "error"};
    for (int i = 0; i < 1200; i++) {
      long at = START.toEpochMilli() + random.nextInt(12 * 60) * MINUTE;
      events.add(
          event(
              names[random.nextInt(names.length)],
              "u" + random.nextInt(USERS),
              at,
              "s" + random.nextInt(USERS)));
    }
    // The input ends within the last hour: its cohort is still open, and so are some absences.
    events.sort(Comparator.comparingLong(Event::time));
    return List.copyOf(events);
  }

  private static Event event(String name, String user, long time, String session) {
    return new Event(null, name, user, time, Map.of("session", session));
  }

  private static List<String> expected() {
    List<String> expected = new ArrayList<>();
    for (Alert alert : DECLARED.alerts()) {
      if (alert instanceof PatternAlert pattern) {
        ReferenceAlert.ofAll(pattern, EVENTS).forEach(row -> expected.add(alert.id() + " " + row));
      }
    }
    // The tenth hour is closed ten minutes after it, but for a millisecond.
    long closed = START.toEpochMilli() + (10 * 60 + 10) * MINUTE - 1;
    expected.add("shop-conversion 20 of 100 at " + closed);
    return expected.stream().sorted().toList();
  }

  @Test
  void theReferenceKnowsAlertsOfEachKind() {
    for (Alert alert : DECLARED.alerts()) {
      assertThat(EXPECTED).filteredOn(row -> row.startsWith(alert.id() + " ")).isNotEmpty();
    }
    PatternAlert left = (PatternAlert) DECLARED.alerts().get(0);
    long latest = EVENTS.get(EVENTS.size() - 1).time();
    assertThat(ReferenceAlert.ofAll(left, EVENTS).size())
        .as("absences are open at the end")
        .isLessThan(
            ReferenceAlert.ofAll(left, with(event("later", "x", latest + 60 * MINUTE, "s")))
                .size());
  }

  private static List<Event> with(Event event) {
    List<Event> events = new ArrayList<>(EVENTS);
    events.add(event);
    return events;
  }

  @Test
  void streamsGiveTheSameRowsHoweverTheyAreRun(@InjectMiniCluster MiniCluster flink)
      throws Exception {
    List<String> shuffled = new ArrayList<>(lines());
    Collections.shuffle(shuffled, new Random(5));
    Duration aSecond = Duration.ofSeconds(1);
    assertThat(whole("in order", lines(), 1, aSecond)).containsExactlyElementsOf(EXPECTED);
    assertThat(whole("side by side", lines(), 3, aSecond)).containsExactlyElementsOf(EXPECTED);
    assertThat(whole("shuffled", shuffled, 3, Duration.ofDays(1)))
        .containsExactlyElementsOf(EXPECTED);
    assertThat(acrossASavepoint("1 to 3", 1, 3, flink)).containsExactlyElementsOf(EXPECTED);
    assertThat(acrossASavepoint("3 to 1", 3, 1, flink)).containsExactlyElementsOf(EXPECTED);
  }

  private static List<String> whole(
      String name, List<String> lines, int parallelism, Duration disorder) throws Exception {
    Collected<AlertRow> rows = new Collected<>("alerts " + name);
    Gate.lettingThrough(rows.name(), lines.size());
    GatedSource source = new GatedSource(lines, parallelism, rows.name());
    finish(start(source, parallelism, disorder, null, rows));
    return said(rows.soFar());
  }

  /** Stops half way, and goes on at another parallelism. */
  private List<String> acrossASavepoint(
      String name, int parallelism, int otherParallelism, MiniCluster flink) throws Exception {
    Collected<AlertRow> rows = new Collected<>("alerts " + name);
    Duration disorder = Duration.ofMinutes(5);
    long half = EVENTS.size() / 2;
    Gate gate = Gate.lettingThrough(rows.name(), half);
    GatedSource source = new GatedSource(lines(), parallelism, rows.name());
    JobClient first = start(source, parallelism, disorder, null, rows);
    gate.awaitPassed(half, PATIENCE);
    CommonTestUtils.waitForAllTaskRunning(flink, first.getJobID(), false);
    String savepoint =
        first
            .stopWithSavepoint(false, folder.toUri().toString(), SavepointFormatType.CANONICAL)
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    gate.openTo(EVENTS.size());
    finish(start(source, otherParallelism, disorder, savepoint, rows));
    return said(rows.soFar());
  }

  private static void finish(JobClient job) throws Exception {
    job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static JobClient start(
      GatedSource source,
      int parallelism,
      Duration disorder,
      @Nullable String savepoint,
      Collected<AlertRow> rows)
      throws Exception {
    Configuration configuration = LocalFlink.strict();
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    Ingest ingest =
        Ingest.from(
            environment,
            source,
            new Ingest.Timing(Optional.of(disorder), Optional.empty(), Duration.ofHours(1)));
    alerts(ingest).sinkTo(rows).uid("rows").name("Rows");
    return environment.executeAsync(rows.name());
  }

  private static DataStream<AlertRow> alerts(Ingest ingest) {
    return Topology.alerts(ingest.admitted(), DECLARED.funnels(), DECLARED.alerts());
  }

  private static List<String> said(List<AlertRow> rows) {
    return rows.stream()
        .map(
            row ->
                row.alert()
                    + " "
                    + (row.cohort() == null
                        ? ReferenceAlert.say(row.unit(), row.at(), row.events())
                        : row.cohort().converted()
                            + " of "
                            + row.cohort().entered()
                            + " at "
                            + row.at()))
        .sorted()
        .toList();
  }

  private static List<String> lines() {
    return EVENTS.stream()
        .map(
            event ->
                "{\"event\":\"%s\",\"user\":\"%s\",\"time\":\"%s\",\"properties\":{\"session\":\"%s\"}}"
                    .formatted(
                        event.name(),
                        event.user(),
                        Instant.ofEpochMilli(event.time()),
                        event.properties().get("session")))
        .toList();
  }

  @Test
  void filesGiveTheSameRows() throws Exception {
    Path file = folder.resolve("events.jsonl");
    List<String> lines = new ArrayList<>(lines());
    Collections.shuffle(lines, new Random(3));
    Files.write(file, lines);
    for (int parallelism : new int[] {1, 3}) {
      StreamExecutionEnvironment environment =
          StreamExecutionEnvironment.getExecutionEnvironment(LocalFlink.strict());
      environment.setParallelism(parallelism);
      environment.setRuntimeMode(RuntimeExecutionMode.BATCH);
      Ingest ingest =
          Ingest.from(
              environment,
              EventFiles.sourceInParts(
                  List.of(file.toString()), Optional.empty(), EventMapping.OWN, parallelism),
              new Ingest.Timing(Optional.empty(), Optional.empty(), Duration.ofHours(1)));
      List<AlertRow> rows = new ArrayList<>();
      try (CloseableIterator<AlertRow> collected = alerts(ingest).executeAndCollect()) {
        collected.forEachRemaining(rows::add);
      }
      assertThat(said(rows)).containsExactlyElementsOf(EXPECTED);
    }
  }
}
