package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.ingest.Ingest;
import dev.footfall.journey.ReferenceFunnel;
import dev.footfall.metric.Emit;
import dev.footfall.table.TableFolder;
import dev.footfall.testing.Door;
import dev.footfall.testing.Gate;
import dev.footfall.testing.GatedSource;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** PostgreSQL is stopped in the middle of a live run and started again. */
class DatabaseAwayTest {

  private static final List<Funnel> FUNNELS =
      FunnelFile.parse(
          "away.yaml",
          """
          funnels:
            - {id: shop, steps: [browse, cart, pay], within: 1h, cohort: 1h, breakdowns: [channel]}
          """,
          FunnelFile.Use.CONTINUOUS);

  private static final long BEGIN = Instant.parse("2026-11-21T08:00:00Z").toEpochMilli();
  private static final int EVENTS = 6_000;
  private static final List<String> TABLES =
      List.of("funnel_steps", "funnel_times", "journeys", "rejected_events", "late_events");

  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path folder;

  /**
   * With the patience of the shipped tables the job waits; with little, it fails and goes on from
   * its last checkpoint, which was before some rows were written.
   */
  @ParameterizedTest(name = "away for {0} s, patience of {1}")
  @CsvSource({"30, 5min", "8, 1s"})
  void nothingIsLostAndNothingDoubled(int seconds, String patience) throws Exception {
    List<Event> events = events();
    List<String> lines = lines(events);
    String gateName = folder.toString();
    Gate gate = Gate.lettingThrough(gateName, lines.size() / 3);
    EmbeddedDatabase database = EmbeddedDatabases.startIn(folder.resolve("db"));
    EmbeddedDatabase.Access owner = database.owner();
    try (Door door = new Door(portOf(owner))) {
      TableFolder tables =
          tables(
              patience,
              Map.of(
                  "DATABASE_URL", owner.url().replace(":" + portOf(owner), ":" + door.port()),
                  "DATABASE_USER", owner.user(),
                  "DATABASE_PASSWORD", owner.password()));
      InProcessJob job =
          InProcessJob.start(
              folder.resolve("checkpoints"),
              1,
              environment ->
                  Job.assemble(
                      environment,
                      new GatedSource(lines, 1, gateName),
                      new Ingest.Timing(
                          Optional.of(Duration.ofSeconds(30)),
                          Optional.empty(),
                          Duration.ofHours(1)),
                      FUNNELS,
                      List.of(),
                      List.of(),
                      Emit.live(200),
                      tables));
      gate.awaitPassed(lines.size() / 3, PATIENCE);
      awaitSome(owner, "select count(*) from funnel_steps where final");
      door.shut();
      database.close();
      gate.openTo(2L * lines.size() / 3);
      Thread.sleep(Duration.ofSeconds(seconds).toMillis());
      database = EmbeddedDatabases.startIn(folder.resolve("db"));
      owner = database.owner();
      door.leadTo(portOf(owner));
      gate.openTo(lines.size());
      job.await();

      assertThat(ask(owner, STEPS)).isEqualTo(expectedSteps(events));
      assertThat(ask(owner, JOURNEYS)).isEqualTo(expectedJourneys(events));
      assertThat(ask(owner, "select count(*), count(distinct place) from rejected_events"))
          .containsExactly("60|60");
      assertThat(ask(owner, "select count(*) from late_events")).containsExactly("0");
    } finally {
      database.close();
    }
  }

  private static final String STEPS =
      "select cohort_start, breakdown, value, step, reached, dropped, in_progress, excluded, final"
          + " from funnel_steps order by cohort_start, breakdown, value collate \"C\", step";

  private static List<String> expectedSteps(List<Event> events) {
    Map<String, String> rows = new TreeMap<>();
    ExpectedRows.of(FUNNELS.get(0), events)
        .forEach(
            (key, row) -> {
              String[] keys = key.split(" ", -1);
              String[] counts = row.counts().replaceAll("[a-z ]+", " ").strip().split(" ");
              rows.put(
                  key,
                  String.join(
                      "|",
                      moment(Long.parseLong(keys[1])),
                      keys[2],
                      keys[3],
                      keys[4],
                      String.join("|", counts),
                      "t"));
            });
    return List.copyOf(rows.values());
  }

  private static final String JOURNEYS =
      "select cohort_start, unit, furthest, outcome from journeys order by cohort_start, unit";

  private static List<String> expectedJourneys(List<Event> events) {
    Map<String, String> rows = new TreeMap<>();
    ReferenceFunnel.atTheEnd(FUNNELS.get(0), events)
        .forEach(
            unit -> {
              String key = moment(unit.cohortStart()) + "|" + unit.unit();
              String outcome = unit.outcome().name().toLowerCase(java.util.Locale.ROOT);
              rows.put(key, key + "|" + unit.furthest() + "|" + outcome);
            });
    return List.copyOf(rows.values());
  }

  private static String moment(long millis) {
    return LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC)
            .toString()
            .replace('T', ' ')
        + ":00";
  }

  /** Ten hours of a shop with few customers who come again and again, a second apart or less. */
  private static List<Event> events() {
    Random random = new Random(7);
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      String name = List.of("browse", "browse", "cart", "pay").get(random.nextInt(4));
      String user = "user-%03d".formatted(random.nextInt(300));
      Map<String, String> channel =
          Map.of("channel", List.of("ad", "mail", "shop").get(random.nextInt(3)));
      long time = BEGIN + i * Duration.ofHours(10).toMillis() / EVENTS;
      events.add(new Event(null, name, user, time, channel));
    }
    return events;
  }

  /** One line in a hundred is broken besides. */
  private static List<String> lines(List<Event> events) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      lines.add(
          "{\"event\":\"%s\",\"user\":\"%s\",\"time\":%d,\"properties\":{\"channel\":\"%s\"}}"
              .formatted(
                  event.name(), event.user(), event.time(), event.properties().get("channel")));
      if (i % 100 == 0) {
        lines.add("broken " + i);
      }
    }
    return lines;
  }

  /** The shipped tables, with another patience. */
  private TableFolder tables(String patience, Map<String, String> variables) throws Exception {
    Path declarations = Files.createDirectory(folder.resolve("tables"));
    for (String table : TABLES) {
      String file = table + ".sql";
      try (InputStream shipped = TableFolder.class.getResourceAsStream("postgresql/" + file)) {
        String sql = new String(shipped.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(sql).contains("'sink.patience' = '5min'");
        Files.writeString(
            declarations.resolve(file),
            sql.replace("'sink.patience' = '5min'", "'sink.patience' = '" + patience + "'"));
      }
    }
    return TableFolder.read(declarations, name -> Optional.ofNullable(variables.get(name)));
  }

  private static int portOf(EmbeddedDatabase.Access access) {
    return URI.create(access.url().substring("jdbc:".length())).getPort();
  }

  private static void awaitSome(EmbeddedDatabase.Access access, String count) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (ask(access, count).equals(List.of("0"))) {
      assertThat(System.nanoTime()).as("rows came in time").isLessThan(end);
      Thread.sleep(100);
    }
  }

  private static List<String> ask(EmbeddedDatabase.Access access, String question)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(question)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          cells.add(result.getString(column));
        }
        rows.add(String.join("|", cells));
      }
      return rows;
    }
  }
}
