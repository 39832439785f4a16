package dev.footfall.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import dev.footfall.job.Environment;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands print, where, and with which exit status they end. */
class FootfallTest {

  private static final List<String> COMMANDS =
      List.of(
          "demo",
          "analyze",
          "check",
          "explain",
          "experiment",
          "tables",
          "run",
          "board",
          "replay",
          "generate");

  private static final String FUNNELS =
      """
      funnels:
        - {id: shop, title: A shop, steps: [browse, cart, pay], within: 1h, cohort: all}
      """;

  private static final String EVENTS =
      """
      user,event,time
      ann,browse,2026-11-21T10:00:00Z
      ann,cart,2026-11-21T10:01:00Z
      ann,pay,yesterday
      bob,browse,2026-11-21T10:00:00Z
      """;

  @TempDir private Path folder;

  private String funnels = "";
  private String events = "";

  /**
   * What a command left behind.
   *
   * @param out standard output
   * @param err standard error
   */
  private record Outcome(int status, String out, String err) {}

  @BeforeEach
  void writeFiles() throws IOException {
    funnels = write("shop.yaml", FUNNELS);
    events = write("events.csv", EVENTS);
  }

  @Test
  void everyCommandTellsWhatItDoes() throws IOException {
    StringBuilder all = new StringBuilder(help("--help"));
    for (String command : COMMANDS) {
      all.append(help(command, "--help"));
    }
    assertThat(all.toString()).isEqualTo(expectedHelp());
  }

  private static String help(String... arguments) {
    Outcome outcome = run(arguments);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    return "$ footfall " + String.join(" ", arguments) + "\n" + outcome.out() + "\n";
  }

  private static String expectedHelp() throws IOException {
    try (InputStream text =
        Objects.requireNonNull(FootfallTest.class.getResourceAsStream("help.txt"))) {
      return new String(text.readAllBytes(), UTF_8);
    }
  }

  @Test
  void badUsageSaysWhatIsWrongAndEndsWithTwo() {
    assertThat(firstLineOfBadUsage())
        .isEqualTo("Which command? One of " + String.join(", ", COMMANDS));
    assertThat(firstLineOfBadUsage("analyse"))
        .isEqualTo("Unmatched argument at index 0: 'analyse'");
    assertThat(firstLineOfBadUsage("analyze"))
        .isEqualTo("Missing required options: '--events=FILE', '--funnels=FILE'");
    assertThat(firstLineOfBadUsage("analyze", "--events", "nowhere.csv", "--funnels", funnels))
        .isEqualTo("nowhere.csv: cannot be read; name a file of events, or - for standard input");
    assertThat(analyzing("--dedupe", "1x"))
        .isEqualTo("--dedupe: \"1x\" is not a duration; write 30m, 12h or 7d");
    assertThat(analyzing("--top", "0")).isEqualTo("--top: 0 is too small; write 1 or more");
    assertThat(analyzing("--map", "uzer=u"))
        .isEqualTo(
            "--map: \"uzer\" cannot be mapped; write one of event, user, time, id, properties");
    assertThat(analyzing("--preset", "mixpanel"))
        .startsWith("Invalid value for option '--preset': expected one of");
    assertThat(firstLineOfBadUsage("generate", "--out", "events.jsonl"))
        .isEqualTo("--out: a file needs an end; add --count N or --days N");
    assertThat(firstLineOfBadUsage("generate", "--start", "today", "--count", "1"))
        .isEqualTo("--start: \"today\" is not a time; write 2026-01-01T00:00:00Z");
    assertThat(firstLineOfBadUsage("generate", "--kafka", "kafka:9092"))
        .isEqualTo("--kafka: needs --topic TOPIC");
    assertThat(firstLineOfBadUsage("run", "--until", "2026-11-21T10:00:00Z", "settings.yaml"))
        .isEqualTo("--until: says something of a backfill only; write --backfill too");
    assertThat(firstLineOfBadUsage("run", "--resume", "settings.yaml"))
        .isEqualTo(
            "--resume: needs --flink-conf, which names the folder of checkpoints, and no --backfill");
    assertThat(firstLineOfBadUsage("tables", "jdbc:mysql://localhost/footfall"))
        .isEqualTo("URL: is none of PostgreSQL; write jdbc:postgresql://localhost/footfall");
  }

  private String analyzing(String... more) {
    String[] arguments = {"analyze", "--events", events, "--funnels", funnels, more[0], more[1]};
    return firstLineOfBadUsage(arguments);
  }

  private static String firstLineOfBadUsage(String... arguments) {
    Outcome outcome = run(arguments);
    assertThat(outcome.status()).isEqualTo(2);
    assertThat(outcome.out()).isEmpty();
    return outcome.err().lines().findFirst().orElse("");
  }

  @Test
  void brokenDefinitionsEndWithTwoWhereverTheyAreUsed() throws IOException {
    String broken = write("broken.yaml", "funnels: [{id: shop, steps: [a, b], within: soon}]");
    Outcome expected =
        new Outcome(2, "", broken + ":1:45: \"soon\" is not a duration; write 30m, 12h or 7d\n");
    assertThat(run("check", broken)).isEqualTo(expected);
    assertThat(run("explain", broken)).isEqualTo(expected);
    assertThat(run("analyze", "--events", events, "--funnels", broken)).isEqualTo(expected);
    String settings =
        write(
            "settings.yaml",
            """
            definitions: broken.yaml
            source: {files: [events.csv]}
            tables: tables
            board: {database: "jdbc:postgresql://nowhere/footfall"}
            """);
    assertThat(run("board", settings)).isEqualTo(expected);
  }

  @Test
  void checkSaysFunnelsBackInWords() {
    assertThat(run("check", funnels))
        .isEqualTo(
            new Outcome(
                0,
                "shop: Users who did \"browse\", then \"cart\", then \"pay\" within 1 hour of \"browse\", counted once. For bounded"
                    + " input only: a continuous job cannot remember that long.\n",
                ""));
  }

  @Test
  void explainShowsTheEngineThePatternAndTheState() {
    assertThat(run("explain", funnels))
        .isEqualTo(
            new Outcome(
                0,
                """
                shop: Users who did "browse", then "cart", then "pay" within 1 hour of "browse", counted once.
                  engine:  tracker (auto: it keeps only runs that can still win)
                  pattern: begin("1", noSkip).where(browse: browse)
                  pattern:   .followedBy("2").optional().where(after stage 1, cart: cart)
                  pattern:   .followedBy("3").optional().where(after stage 2, pay: pay)
                  pattern:   .within(1h + 1ms, for the end counts)
                  state:   per user and cohort the counted run, and at each step the one run that can still win
                  kept:    until the input ends

                """,
                ""));
  }

  @Test
  void explainShowsThePatternOfAnAlert() throws IOException {
    Path alerts =
        Files.writeString(
            folder.resolve("alerts.yaml"),
            """
            funnels: [{id: f, steps: [a, b], within: 1h}]
            alerts:
              - id: left
                pattern: [{event: cart, times: 2}, {not: pay}, leave, {not: login, within: 1d}]
                within: 30m
                cooldown: 7d
              - {id: low, funnel: f}
            """);
    String explained = run("explain", alerts.toString()).out();
    assertThat(explained.substring(explained.indexOf("alert left")))
        .isEqualTo(
            """
            alert left: Tells of a user with 2 × cart, then no pay before what follows, then leave, then no login for 1 day, all within 30 minutes; at most once in 7 days.
              pattern: begin("1.1", noSkip).where(cart)
              pattern:   .followedBy("1.2").where(cart, up to 30m after "1.1")
              pattern:   .notFollowedBy("not 3.1").where(pay)
              pattern:   .followedBy("3.1").where(leave, up to 30m after "1.1")
              pattern:   .followedBy("broken").optional().where(login, up to 1d after "3.1")
              pattern:   .within(1d 30m + 1ms, for the end counts)
              state:   per user every open run, and of the last alert its time
              kept:    runs 1d 30m from their first event; the alert 7d from its own

            alert low: Tells of a closed cohort of f of whom more or fewer reached b than is usual of the 14 closed before; falsely of 1 % of cohorts at most.
              state:   the counts of the 14 cohorts closed last
              kept:    always: some bytes a version of the funnel

            """);
  }

  @Test
  void analyzePrintsRowsOnStandardOutputAndAllElseOnStandardError() throws IOException {
    Path rejected = folder.resolve("rejected.jsonl");
    Outcome json =
        run(
            "analyze",
            "--events",
            events,
            "--funnels",
            funnels,
            "--format",
            "json",
            "--rejected",
            rejected.toString());
    assertThat(json.status()).isZero();
    assertThat(json.out())
        .isEqualTo(
            row(1, "browse", 2, 1, "null")
                + row(2, "cart", 1, 1, "60000")
                + row(3, "pay", 0, 0, "null"));
    assertThat(lastLine(json.err()))
        .isEqualTo("3 events, 1 rejected, 0 duplicates, 0 late (rejected: 1 bad_time)");
    assertThat(Files.readString(rejected))
        .startsWith("{\"place\":\"" + events + ":4\",\"reason\":\"bad_time\",");
  }

  @Test
  void whenNothingIsAnEventAnalyzeSaysWhatToLookAt() {
    Outcome outcome = run("analyze", "--events", events, "--funnels", funnels, "--map", "user=x");
    assertThat(outcome.err())
        .contains("0 events, 4 rejected")
        .endsWith(
            "no line was an event; say with --map or --preset where event, user and time stand in"
                + " them, and see with --rejected FILE what was read\n");
  }

  private static String row(int step, String name, int reached, int dropped, String time) {
    return """
        {"funnel":"shop","cohort_start":null,"cohort_end":null,"breakdown":null,"value":null,\
        "step":%d,"step_name":"%s","reached":%d,"dropped":%d,"in_progress":0,"excluded":0,\
        "median_ms":%s,"p90_ms":%s,"median_from_entry_ms":%s,"p90_from_entry_ms":%s,"final":true}
        """
        .formatted(step, name, reached, dropped, time, time, time, time);
  }

  /**
   * A user every three minutes for a hundred hours, by turns in a and b; of a every tenth buys half
   * an hour later, of b every fifth; and one whose clock is wrong.
   */
  private String[] experiment() throws IOException {
    StringBuilder lines = new StringBuilder("event,user,time,variant\n");
    Instant start = Instant.parse("2026-01-05T00:00:00Z");
    for (int user = 0; user < 2_000; user++) {
      Instant exposed = start.plusSeconds(180L * user);
      String variant = user % 2 == 0 ? "a" : "b";
      lines.append("register,u%d,%s,%s\n".formatted(user, exposed, variant));
      if (user / 2 % (variant.equals("a") ? 10 : 5) == 0) {
        lines.append("purchase,u%d,%s,\n".formatted(user, exposed.plusSeconds(1_800)));
      }
    }
    lines.append("register,late,2099-01-01T00:00:00Z,a\n");
    return new String[] {
      "analyze",
      "--report",
      "experiments",
      "--events",
      write("users.csv", lines.toString()),
      "--funnels",
      write(
          "experiment.yaml",
          """
          funnels: [{id: trial, steps: [register, purchase], within: 1d}]
          experiments:
            - {id: price, title: Another price, funnel: trial, control: a, shares: {a: 1, b: 1}, start: 2026-01-05}
            - {id: none, funnel: trial, variant: colour, control: a, shares: {a: 1, b: 1}, start: 2026-01-05}
          """),
      "--format"
    };
  }

  private static String[] and(String[] arguments, String... more) {
    return Stream.concat(Stream.of(arguments), Stream.of(more)).toArray(String[]::new);
  }

  /** At 99 hours 1,980 are exposed, of whom 1,501 had their day. */
  @Test
  void analyzeJudgesExperimentsByWhoHadTheTimeWithinTheEvents() throws IOException {
    String[] arguments = experiment();
    String table =
        """
        price: Another price
          up to 2026-01-09T02:59:59.999Z; split p 1.0000 at every look; 0 seen in two variants
          variant  step      verdict  exposed  had their time  converted     rate  difference    at every look         p       lift
          a        purchase  control      990             750         75  10.00 %
          b        purchase  winner       990             750        150  20.00 %      +10.00  +4.16 to +15.84  < 0.0001  +100.00 %

        none
          nobody was exposed to it, or only after its last look in these events

        """;
    assertThat(run(and(arguments, "table")).out()).isEqualTo(table);
    assertThat(run(and(arguments, "table", "--max-disorder", "1h")).out()).isEqualTo(table);
    assertThat(run(and(arguments, "json")).out())
        .startsWith("{\"experiment\":\"price\",\"version\":\"")
        .contains("\"verdict\":\"winner\",\"final\":false,\"control\":\"a\"")
        .contains("\"difference\":0.1,");
  }

  @Test
  void analyzeSaysWhatHasNoPartInExperiments() throws IOException {
    String[] arguments = experiment();
    assertThat(firstLineOfBadUsage(and(arguments, "table", "--top", "1")))
        .isEqualTo("--top and --engine are for funnels; leave them out with --report experiments");
    arguments[6] = funnels;
    assertThat(firstLineOfBadUsage(and(arguments, "table")))
        .isEqualTo(
            "--funnels: no experiment is declared there; write at least one below"
                + " \"experiments:\"");
  }

  @Test
  void analyzePrintsTablesAndCsvToo() {
    assertThat(run("analyze", "--events", events, "--funnels", funnels, "--format", "table").out())
        .isEqualTo(
            """
            shop: A shop
              cohort  step      reached  of start  of prev.  dropped  in progress  excluded  median  p90
              all     1 browse        2    100.0%                  1            0         0       -    -
                      2 cart          1     50.0%     50.0%        1            0         0      1m   1m
                      3 pay           0      0.0%      0.0%        0            0         0       -    -

            """);
    assertThat(run("analyze", "--events", events, "--funnels", funnels, "--format", "csv").out())
        .isEqualTo(
            """
            funnel,cohort_start,cohort_end,breakdown,value,step,step_name,reached,dropped,\
            in_progress,excluded,median_ms,p90_ms,median_from_entry_ms,p90_from_entry_ms,final
            shop,,,,,1,browse,2,1,0,0,,,,,true
            shop,,,,,2,cart,1,1,0,0,60000,60000,60000,60000,true
            shop,,,,,3,pay,0,0,0,0,,,,,true
            """);
  }

  @Test
  void generateWritesToAFileAndSaysHowMuch() throws IOException {
    Path out = folder.resolve("clicks.jsonl");
    Outcome outcome = run("generate", "--count", "50", "--clean", "--out", out.toString());
    assertThat(outcome.status()).isZero();
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err()).startsWith("50 lines up to 2026-01-01T");
    assertThat(Files.readAllLines(out)).hasSize(50);
  }

  @Test
  void runSaysWhatItDoesAndEndsWithItsInput() throws IOException {
    Path rows = folder.resolve("rows");
    Path tables = Files.createDirectory(folder.resolve("tables"));
    Files.writeString(
        tables.resolve("funnel_steps.sql"),
        """
        CREATE TABLE funnel_steps (step INT, reached BIGINT) WITH (
          'connector' = 'filesystem', 'path' = '%s', 'format' = 'json')
        """
            .formatted(rows));
    String settings =
        write(
            "settings.yaml",
            """
            definitions: shop.yaml
            source: {files: [events.csv]}
            time: {max_ahead: 2h}
            tables: tables
            """);
    String conf = Files.createDirectory(folder.resolve("conf")).toString();
    Files.writeString(
        Path.of(conf, "config.yaml"),
        "parallelism.default: 1\nexecution.checkpointing.interval: 10min\n");

    Outcome outcome = run("run", settings, "--flink-conf", conf);

    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err().lines().filter(line -> !line.contains("events read")))
        .containsExactly(
            "definitions: " + funnels,
            "source: files [" + events + "]",
            "time: events may come 30s late or 2h early, ids are remembered for 1h",
            "emit: live, every 5s",
            "tables: " + tables,
            "parallelism: 1",
            "checkpoints: every 10m, in memory: they are gone with this process",
            "Running; Ctrl-C ends it.",
            "The input has ended, and all of it is counted.");
    assertThat(outcome.status()).isZero();
    assertThat(rows).isNotEmptyDirectory();
  }

  @Test
  void aRunThatFailsNamesTheFirstCauseAndEndsWithOne() throws IOException {
    Path tables = Files.createDirectory(folder.resolve("tables"));
    Files.writeString(
        tables.resolve("funnel_steps.sql"),
        """
        CREATE TABLE rejected_events (place STRING NOT NULL, PRIMARY KEY (place) NOT ENFORCED) WITH (
          'connector' = 'footfall-postgresql', 'url' = 'jdbc:postgresql://localhost:1/footfall',
          'table-name' = 'rejected_events', 'sink.patience' = '1ms')
        """);
    String settings =
        write(
            "settings.yaml",
            """
            definitions: shop.yaml
            source: {files: [events.csv]}
            tables: tables
            """);

    Outcome outcome = run("run", settings);

    assertThat(outcome.status()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(lastLine(outcome.err()))
        .startsWith(
            "org.postgresql.util.PSQLException: Connection to localhost:1 refused. Check that");
  }

  @Test
  void aProcessLeavesNothingAmongTheTemporaryFiles() throws Exception {
    Path temporary = Files.createDirectory(folder.resolve("tmp"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Footfall.class.getName(),
                "analyze",
                "--events",
                events,
                "--funnels",
                funnels)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (InputStream rows = process.getInputStream()) {
      assertThat(new String(rows.readAllBytes(), UTF_8).lines()).hasSize(3);
    }
    assertThat(process.waitFor()).isZero();
    assertThat(temporary).isEmptyDirectory();
  }

  @Test
  void tablesAreMadeOnceForTheJobAndForTheBoardsRole(@TempDir Path database) throws Exception {
    try (EmbeddedDatabase server = EmbeddedDatabases.startIn(database)) {
      EmbeddedDatabase.Access owner = server.owner();
      Map<String, String> variables =
          Map.of(
              "DATABASE_URL", owner.url(),
              "DATABASE_USER", owner.user(),
              "DATABASE_PASSWORD", owner.password(),
              "BOARD_PASSWORD", "it's secret");
      runSql(owner, "drop schema public cascade", "create schema public");

      StringWriter out = new StringWriter();
      assertThat(tables(variables, out)).isZero();
      assertThat(tables(variables, out)).isZero();

      assertThat(out.toString())
          .isEqualTo(
              """
              001-result-tables.sql: done
              002-sums-of-times.sql: done
              003-places-of-late-events.sql: done
              004-versions-of-funnels.sql: done
              005-funnels-at-a-glance.sql: done
              006-progress-of-the-job.sql: done
              007-experiments.sql: done
              008-alerts.sql: done
              009-reports.sql: done
              010-next-of-units.sql: done
              role footfall_board: was there, can read the tables
              the tables were up to date
              role footfall_board: was there, can read the tables
              """);
      runSql(server.reader(), "select sum_ms from funnel_times");
    }
  }

  private static int tables(Map<String, String> variables, StringWriter out) {
    CommandLine command = new CommandLine(new TablesCommand(new Environment(variables)));
    return command.setOut(new PrintWriter(out)).execute();
  }

  private static void runSql(EmbeddedDatabase.Access access, String... statements)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  @Test
  void theBoardNeedsADatabase() throws IOException {
    String settings = write("settings.yaml", "definitions: shop.yaml\nboard: {port: 1}\n");
    assertThat(run("board", settings))
        .isEqualTo(
            new Outcome(
                2,
                "",
                settings
                    + ":2:8: \"board\" has no \"database\"; write database:"
                    + " \"jdbc:postgresql://db/footfall\"\n"));
  }

  @Test
  void aCheckSaysWhatAJobWouldDoWithChangedDefinitions() throws IOException {
    String running =
        write(
            "running.yaml",
            """
            funnels:
              - {id: shop, steps: [browse, pay], within: 1h}
              - {id: tour, steps: [browse, ask], within: 1h}
              - {id: pattern, steps: [browse, pay], within: 1h, engine: cep}
            """);
    String changed =
        write(
            "changed.yaml",
            """
            funnels:
              - {id: shop, title: The shop, steps: [browse, pay], within: 1h}
              - {id: pattern, steps: [browse, pay], within: 1h, engine: cep}
            """);
    String refused =
        write("refused.yaml", "funnels: [{id: pattern, steps: [a, b], within: 1h, engine: cep}]");

    Outcome outcome = run("check", "--running", running, changed);
    assertThat(outcome.status()).isZero();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .startsWith("shop: Users who did ")
        .endsWith(
            "In the place of "
                + running
                + """
                , while the job runs:
                  shop: goes on with its counts; only titles, names of steps or the number of values change
                  pattern: goes on as it is
                  tour: is removed; its rows stay as they were last written, and what is open is given up
                """);

    Outcome of = run("check", "--running", running, refused);
    assertThat(of.status()).isEqualTo(2);
    assertThat(of.err())
        .isEqualTo(
            "funnel pattern: a pattern of Flink CEP cannot change while the job runs; stop the job"
                + " with a savepoint and start it from there, or write engine: auto\n");
  }

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static String lastLine(String text) {
    return text.lines().reduce("", (before, line) -> line);
  }

  private static Outcome run(String... arguments) {
    PrintStream realOut = System.out;
    PrintStream realErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    System.setOut(new PrintStream(out, true, UTF_8));
    System.setErr(new PrintStream(err, true, UTF_8));
    try {
      int status = Footfall.run(arguments);
      return new Outcome(status, out.toString(UTF_8), err.toString(UTF_8));
    } finally {
      System.setOut(realOut);
      System.setErr(realErr);
    }
  }
}
