package dev.footfall.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.footfall.event.Event;
import dev.footfall.funnel.Report;
import dev.footfall.ingest.Ingest;
import dev.footfall.job.LocalFlink;
import dev.footfall.metric.Emit;
import dev.footfall.report.CountedPlainly.Place;
import dev.footfall.testing.Collected;
import dev.footfall.testing.Gate;
import dev.footfall.testing.GatedSource;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
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
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.InjectMiniCluster;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The same figures of every report, however Flink runs the job. */
class ReportsOnFlinkTest {

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(3)
              .build());

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration DISORDER = Duration.ofMinutes(20);
  private static final long START = Instant.parse("2026-01-05T20:00:00Z").toEpochMilli();

  private static final List<Report> REPORTS =
      Declared.reports(
          """
          funnels:
            - {id: shop, steps: [a, b, d], within: 2h, cohort: 6h, breakdowns: [channel]}
            - {id: of-places, unit: place, steps: [a, b, d], within: 1h, cohort: 2h}
          paths:
            - {id: all-ways, event: [a, b, c, d], visit: {gap: 15m, longest: 70m}, depth: 6, window: 6h, time_zone: Europe/Berlin, breakdown: channel}
            - {id: sessions, event: [a, b, c, d], visit: {gap: 15m, longest: 70m, session: session}, depth: 3, from: a, window: 6h, time_zone: Europe/Berlin, breakdown: channel, max_values: 3}
            - {id: to-pay, event: [a, b, c, d], visit: {gap: 15m, longest: 70m}, depth: 3, to: d, window: 6h, breakdown: channel}
            - {id: between, event: [a, b, c, d], visit: {gap: 15m, longest: 70m}, depth: 4, from: a, to: d, window: 6h, breakdown: channel, max_values: 2}
            - {id: of-places, unit: place, event: [a, b, c, d], visit: {gap: 3m, longest: 30m}, window: 6h, breakdown: channel}
          channels:
            - {id: sources-of-places, unit: place, channel: channel, touch: [a, b], conversion: d, look_back: 30m, window: 1h}
            - {id: sources, channel: channel, touch: [a, b], conversion: d, look_back: 2h, window: 1h, breakdown: session}
          retention:
            - {id: back, entry: a, return: [b, d], days: 2, window: 1h, time_zone: Asia/Shanghai, breakdown: channel, max_values: 2}
          rhythm:
            - {id: hours-of-channels, unit: channel, event: [a, x], window: 6h}
            - {id: hours, event: [a, x], window: 6h, time_zone: Europe/Berlin, breakdown: channel}
          next:
            - {id: after, funnel: shop, last: [session], breakdown: channel}
            - {id: after-places, funnel: of-places, last: [session]}
          """);

  private static int runs;

  @TempDir private static Path savepoints;

  @Test
  void rowsAreTheReferencesAtAnyParallelismInAnyOrderAndAcrossASavepoint(
      @InjectMiniCluster MiniCluster flink) throws Exception {
    List<Event> events = events(new Random(7));
    List<String> inOrder = lines(events, Duration.ofMillis(1));
    List<String> shuffled = lines(events, DISORDER);
    Map<String, Map<Place, Amounts>> expected = new HashMap<>();
    for (Report report : REPORTS) {
      expected.put(report.id(), ReferenceReport.rows(report, events));
    }
    assertThat(expected.values()).allSatisfy(rows -> assertThat(rows).hasSizeGreaterThan(8));
    assertThat(whole(inOrder, 1, RuntimeExecutionMode.STREAMING)).isEqualTo(expected);
    assertThat(whole(shuffled, 3, RuntimeExecutionMode.STREAMING)).isEqualTo(expected);
    assertThat(whole(shuffled, 3, RuntimeExecutionMode.BATCH)).as("batch").isEqualTo(expected);
    assertThat(acrossASavepoint(shuffled, 1, 3, flink)).as("1 to 3").isEqualTo(expected);
    assertThat(acrossASavepoint(shuffled, 3, 1, flink)).as("3 to 1").isEqualTo(expected);
  }

  private static Map<String, Map<Place, Amounts>> whole(
      List<String> lines, int parallelism, RuntimeExecutionMode mode) throws Exception {
    Collected<FigureRow> rows = new Collected<>("reports " + ++runs);
    Gate.lettingThrough(rows.name(), lines.size());
    finish(start(lines, parallelism, mode, null, rows));
    return byReport(rows);
  }

  /** Stops half way, and goes on at another parallelism. */
  private static Map<String, Map<Place, Amounts>> acrossASavepoint(
      List<String> lines, int parallelism, int otherParallelism, MiniCluster flink)
      throws Exception {
    Collected<FigureRow> rows = new Collected<>("reports " + ++runs);
    long half = lines.size() / 2;
    Gate gate = Gate.lettingThrough(rows.name(), half);
    JobClient first = start(lines, parallelism, RuntimeExecutionMode.STREAMING, null, rows);
    gate.awaitPassed(half, PATIENCE);
    CommonTestUtils.waitForAllTaskRunning(flink, first.getJobID(), false);
    String savepoint =
        first
            .stopWithSavepoint(false, savepoints.toUri().toString(), SavepointFormatType.CANONICAL)
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    gate.openTo(lines.size());
    finish(start(lines, otherParallelism, RuntimeExecutionMode.STREAMING, savepoint, rows));
    return byReport(rows);
  }

  private static void finish(JobClient job) throws Exception {
    job.getJobExecutionResult().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static JobClient start(
      List<String> lines,
      int parallelism,
      RuntimeExecutionMode mode,
      @Nullable String savepoint,
      Collected<FigureRow> rows)
      throws Exception {
    Configuration configuration = LocalFlink.strict();
    if (savepoint != null) {
      configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, savepoint);
    }
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(configuration);
    environment.setParallelism(parallelism);
    environment.setRuntimeMode(mode);
    Ingest ingest =
        Ingest.from(
            environment,
            // As many splits at any parallelism: a run that goes on from another has the same.
            new GatedSource(lines, 3, rows.name()),
            new Ingest.Timing(
                mode == RuntimeExecutionMode.BATCH ? Optional.empty() : Optional.of(DISORDER),
                Optional.empty(),
                Duration.ofHours(1)));
    Reports.of(ingest.admitted(), REPORTS, Emit.FINAL)
        .figures()
        .sinkTo(rows)
        .uid("rows")
        .name("Rows");
    return environment.executeAsync(rows.name());
  }

  private static Map<String, Map<Place, Amounts>> byReport(Collected<FigureRow> rows) {
    Map<String, List<FigureRow>> byReport = new HashMap<>();
    for (FigureRow row : rows.soFar()) {
      byReport.computeIfAbsent(row.report().id(), id -> new ArrayList<>()).add(row);
    }
    Map<String, Map<Place, Amounts>> all = new HashMap<>();
    byReport.forEach((id, its) -> all.put(id, ReportChain.finalRows(its)));
    return all;
  }

  /** Nine hours of ten people. */
  private static List<Event> events(Random random) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 600; i++) {
      long time = START + random.nextInt(9 * 60) * 60_000L;
      events.add(
          new Event(
              "e%03d".formatted(i),
              List.of("a", "b", "c", "d", "x").get(random.nextInt(5)),
              "user-" + random.nextInt(10),
              time,
              Map.of(
                  "channel",
                  List.of("social", "web", "shop", "mail").get(random.nextInt(4)),
                  "session",
                  "s" + random.nextInt(2),
                  "place",
                  "p" + random.nextInt(30))));
    }
    return events;
  }

  /** In the order of arrival, none later than this behind the newest. */
  private static List<String> lines(List<Event> events, Duration disorder)
      throws JsonProcessingException {
    Random random = new Random(3);
    record Arriving(String line, long at) {}
    List<Arriving> arriving = new ArrayList<>();
    JsonMapper json = new JsonMapper();
    for (Event event : events) {
      ObjectNode line = json.createObjectNode();
      line.put("id", event.id()).put("event", event.name()).put("user", event.user());
      line.put("time", event.time()).set("properties", json.valueToTree(event.properties()));
      String text = json.writeValueAsString(line);
      arriving.add(new Arriving(text, event.time() + random.nextLong(disorder.toMillis())));
    }
    arriving.sort(Comparator.comparingLong(Arriving::at));
    return arriving.stream().map(Arriving::line).toList();
  }
}
