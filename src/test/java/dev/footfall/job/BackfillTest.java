package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.definitions.DefinitionFiles;
import dev.footfall.event.EventMapping;
import dev.footfall.metric.Emit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Counting history gives the rows of having run all the time. */
class BackfillTest {

  private static final Instant BEGIN = Instant.parse("2026-11-20T00:00:00Z");

  private static final List<String> FUNNELS =
      List.of("funnel_steps", "funnel_times", "journeys", "unit_next");

  private static final List<String> EXPERIMENTS =
      List.of("experiment_verdicts", "experiment_steps", "experiment_times");

  @TempDir private Path folder;

  @Test
  void theRowsOfClosedCohortsAreThoseOfALiveJob() throws Exception {
    Path events = Files.write(folder.resolve("events.jsonl"), lines());
    Files.writeString(
        folder.resolve("funnels.yaml"),
        """
        funnels:
          - {id: shop, steps: [a, b, c], within: 2h, cohort: 1h, breakdowns: [channel]}
          - {id: pattern, steps: [a, c], within: 1h, cohort: 2h, engine: cep}
          - {id: baskets, unit: basket, steps: [b, c], within: 1h, cohort: 1h}
        experiments:
          - {id: over, funnel: shop, variant: half, control: "0", shares: {"0": 1, "1": 1},
             start: 2026-11-20, end: 2026-11-20T06:00:00Z}
          - {id: open, funnel: shop, variant: half, control: "0", shares: {"0": 1, "1": 1},
             start: 2026-11-20, end: 2026-11-20T11:00:00Z}
        channels: [{id: sources, channel: channel, conversion: c, look_back: 1h, window: 2h}]
        paths: [{id: ways, visit: {gap: 10m, longest: 2h}, window: 1h, breakdown: channel}]
        next: [{id: after, funnel: shop, last: [channel]}]
        """);
    List<String> shuffled = new ArrayList<>(Files.readAllLines(events));
    Collections.shuffle(shuffled, new Random(3));
    Path disorderly = Files.write(folder.resolve("shuffled.jsonl"), shuffled);

    ProductionJob.runHere(settings(events, "live"), flink(), counts -> {});
    ProductionJob.backfillHere(
        settings(disorderly, "backfill"),
        flink(),
        Optional.of(BEGIN.plus(Duration.ofHours(12))),
        counts -> {});

    for (String table : FUNNELS) {
      List<String> live = rows("live", table);
      assertThat(rows("backfill", table))
          .isEqualTo(live.stream().filter(BackfillTest::isClosedByNoon).toList())
          .hasSizeBetween(20, live.size() - 20);
    }
    for (String table : EXPERIMENTS) {
      List<String> live = rows("live", table);
      assertThat(rows("backfill", table))
          .isEqualTo(live.stream().filter(row -> row.contains("\"over\"")).toList())
          .isNotEmpty()
          .hasSizeLessThan(live.size());
    }
    List<String> figures = rows("live", "report_figures");
    assertThat(rows("backfill", "report_figures"))
        .isEqualTo(figures.stream().filter(BackfillTest::isOverByNoon).toList())
        .hasSizeBetween(100, figures.size() - 100);
    assertThat(folder.resolve("backfill").resolve("rejected_events")).doesNotExist();
  }

  /**
   * Shop's cohorts are closed 3 hours after their start, and so are pattern's; baskets' after 2.
   */
  private static boolean isClosedByNoon(String row) {
    int hour = Integer.parseInt(row.replaceFirst(".*cohort_start\":\"2026-11-..T(..):.*", "$1"));
    boolean sameDay = row.contains("cohort_start\":\"2026-11-20T");
    return sameDay && hour + (row.contains("\"baskets\"") ? 2 : 3) <= 12;
  }

  /**
   * An hour and two hours of visits; two hours and one to look back; an hour of entries and two.
   */
  private static boolean isOverByNoon(String row) {
    int hour = Integer.parseInt(row.replaceFirst(".*window_start\":\"2026-11-..T(..):.*", "$1"));
    return row.contains("window_start\":\"2026-11-20T") && hour + 3 <= 12;
  }

  private Settings settings(Path events, String name) throws IOException {
    Path out = Files.createDirectories(folder.resolve(name));
    Path tables = Files.createDirectories(folder.resolve(name + "-tables"));
    List<String> all = new ArrayList<>(FUNNELS);
    all.addAll(EXPERIMENTS);
    all.add("report_figures");
    all.add("rejected_events");
    for (String table : all) {
      String sql =
          Files.readString(
              Path.of("src/main/resources/dev/footfall/table/files/" + table + ".sql"));
      Files.writeString(
          tables.resolve(table + ".sql"), sql.replace("${FILES_DIR}", out.toString()));
    }
    return new Settings(
        new DefinitionFiles(folder.resolve("funnels.yaml").toString()),
        Settings.Source.of(List.of(events.toString()), Optional.empty(), EventMapping.OWN),
        Settings.Time.FILES,
        Emit.FINAL,
        tables,
        Settings.Board.NONE);
  }

  private static Configuration flink() {
    Configuration flink = new Configuration();
    flink.set(CoreOptions.DEFAULT_PARALLELISM, 2);
    return flink;
  }

  /** Without what says when and at which watermark a row was written. */
  private List<String> rows(String name, String table) throws IOException {
    TreeSet<String> rows = new TreeSet<>();
    try (Stream<Path> files = Files.walk(folder.resolve(name).resolve(table))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        for (String line : Files.readAllLines(file)) {
          rows.add(line.replaceAll("\"(watermark|updated_at)\":\"[^\"]*\"", ""));
        }
      }
    }
    return List.copyOf(rows);
  }

  private static List<String> lines() {
    Random random = new Random(5);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 4_000; i++) {
      String event = List.of("a", "a", "b", "c").get(random.nextInt(4));
      int user = random.nextInt(100);
      lines.add(
          "{\"event\":\"%s\",\"user\":\"u%d\",\"time\":%d,\"properties\":%s}"
              .formatted(
                  event,
                  user,
                  BEGIN.toEpochMilli() + i * 20_000L + 1,
                  new TreeMap<>(
                          Map.of(
                              "\"channel\"",
                              random.nextInt(3),
                              "\"basket\"",
                              random.nextInt(50),
                              "\"half\"",
                              user % 2))
                      .toString()
                      .replace('=', ':')));
    }
    lines.add("broken");
    return lines;
  }
}
