package dev.footfall.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.Outcome;
import dev.footfall.journey.Progress;
import dev.footfall.journey.VersionNote;
import dev.footfall.metric.StepRow;
import dev.footfall.metric.TimesRow;
import dev.footfall.yaml.InvalidDefinitions;
import dev.footfall.yaml.Problem;
import dev.footfall.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SinkTablesTest {

  private static final long DAY = Instant.parse("2026-11-21T00:00:00Z").toEpochMilli();
  private static final long NEXT_DAY = Instant.parse("2026-11-22T00:00:00Z").toEpochMilli();

  private static final Names NOTHING_KNOWN = name -> Optional.empty();

  @TempDir private Path folder;

  @Test
  void aTableWithoutAKeyGetsEachRowOnceWhenItIsFinal() throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
    SinkTables tables =
        SinkTables.declare(
            TableFolder.shipped("files", name -> Optional.of(folder.toString())),
            StreamTableEnvironment.create(environment));
    tables.writeSteps(
        environment.fromData(
            TypeInformation.of(StepRow.class), stepRow(1, false), stepRow(2, true)));
    tables.writeTimes(
        environment.fromData(
            TypeInformation.of(TimesRow.class), timesRow(3, false), timesRow(4, true)));
    tables.writeJourneys(
        environment.fromData(
            TypeInformation.of(Progress.class),
            progress(1, Outcome.IN_PROGRESS),
            progress(2, Outcome.CONVERTED)));
    environment.execute();

    assertThat(written("funnel_steps")).singleElement().asString().contains("\"reached\":2,");
    assertThat(written("funnel_times")).singleElement().asString().contains("\"units\":4,");
    assertThat(written("journeys"))
        .singleElement()
        .asString()
        .contains("\"furthest\":2,\"outcome\":\"converted\"");
  }

  @Test
  void aTableWithoutAKeyGetsNoJourneyOfAVersionThatIsSuperseded() throws Exception {
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.createLocalEnvironment(1);
    SinkTables tables =
        SinkTables.declare(
            TableFolder.shipped("files", name -> Optional.of(folder.toString())),
            StreamTableEnvironment.create(environment));
    VersionNote other = new VersionNote("shop", "v2", DAY, false);
    tables.writeJourneys(
        environment.fromData(
            TypeInformation.of(Progress.class),
            progress(2, Outcome.CONVERTED),
            progress(SHOP_CHANGED, 1, Outcome.IN_PROGRESS)),
        environment.fromData(
            TypeInformation.of(VersionNote.class), VersionNote.of(SHOP).asSuperseded(), other));
    environment.execute();

    assertThat(written("journeys")).singleElement().asString().contains("\"version\":\"v2\"");
  }

  @Test
  void shippedTablesAreRightAsTheyAre() {
    assertThat(
            check(TableFolder.shipped("postgresql", name -> Optional.of("jdbc:postgresql://x/y"))))
        .containsExactly(
            "updated in place: funnel_steps, funnel_times, journeys, rejected_events, late_events,"
                + " funnel_versions, job_progress, experiment_verdicts, experiment_steps,"
                + " experiment_times, report_figures, unit_next, alerts");
    assertThat(check(TableFolder.shipped("kafka", name -> Optional.of("kafka:9092"))))
        .containsExactly(
            "updated in place: funnel_steps, funnel_times, journeys, rejected_events, late_events,"
                + " funnel_versions, job_progress, experiment_verdicts, experiment_steps,"
                + " experiment_times, report_figures, unit_next, alerts");
    assertThat(check(TableFolder.shipped("print", NOTHING_KNOWN)))
        .containsExactly(
            "written once: funnel_steps, funnel_times, journeys, rejected_events, late_events,"
                + " funnel_versions, experiment_verdicts, experiment_steps, experiment_times,"
                + " report_figures, unit_next, alerts; not written: job_progress");
    assertThat(check(TableFolder.shipped("files", name -> Optional.of("/tmp"))))
        .containsExactly(
            "written once: funnel_steps, funnel_times, journeys, rejected_events, late_events,"
                + " funnel_versions, experiment_verdicts, experiment_steps, experiment_times,"
                + " report_figures, unit_next, alerts; not written: job_progress");
  }

  @Test
  void everythingThatIsWrongIsToldAtOnceWithItsPlace() throws IOException {
    write("1-syntax.sql", "-- a comment\nCREATE TABLE funnel_steps (\n  funnel STRIN G\n)");
    write("2-other.sql", "CREATE TABLE steps (funnel STRING) WITH ('connector' = 'print')");
    write("3-drop.sql", "DROP TABLE funnel_steps");
    write(
        "4-key.sql",
        """
        CREATE TABLE funnel_times ( -- with a primary key
          funnel STRING NOT NULL,
          PRIMARY KEY (funnel) NOT ENFORCED
        ) WITH ('connector' = 'print')
        """);
    write(
        "5-column.sql",
        """
        CREATE TABLE journeys (
          funnel STRING,
          revenue DOUBLE
        ) WITH ('connector' = 'print')
        """);
    write(
        "6-type.sql",
        """
        CREATE TABLE rejected_events (
          place STRING,
          size DATE
        ) WITH ('connector' = 'print')
        """);
    write(
        "7-connector.sql",
        "CREATE TABLE late_events (event STRING) WITH ('connector' = 'clay', 'password' = '${P}')");

    assertThat(check(TableFolder.read(folder, name -> Optional.of("hunter2"))))
        .containsExactly(
            "1-syntax.sql:3:16: Encountered \"G\" at line 3, column 16; write it like those that come"
                + " with Footfall, in target/dist/tables",
            "2-other.sql:1:14: steps is no table that this job writes; declare one of funnel_steps,"
                + " funnel_times, journeys, rejected_events, late_events, funnel_versions, job_progress,"
                + " experiment_verdicts, experiment_steps, experiment_times, report_figures, unit_next,"
                + " alerts",
            "3-drop.sql:1:1: this is no CREATE TABLE; declare one table of Flink SQL a file",
            "4-key.sql:3:3: the primary key of funnel_times is (funnel); write PRIMARY KEY (funnel,"
                + " version, cohort_start, breakdown, value, step, measure, from_ms) NOT ENFORCED, or none"
                + " to get final rows only",
            "5-column.sql:3:3: there is nothing to fill the column revenue of journeys with;"
                + " declare only some of funnel, version, unit, cohort_start, cohort_end, entry,"
                + " furthest, outcome, step_times, breakdown_values, since, watermark, updated_at",
            "6-type.sql:3:3: Column types of query result and sink for"
                + " 'default_catalog.default_database.rejected_events' do not match. Cause:"
                + " Incompatible types for sink column 'size' at position 2; write it like those"
                + " that come with Footfall, in target/dist/tables",
            "7-connector.sql:1:41: Could not find any factory for identifier 'clay' that implements"
                + " 'org.apache.flink.table.factories.DynamicTableFactory' in the classpath; write"
                + " it like those that come with Footfall, in target/dist/tables");
  }

  @Test
  void anOptionThatIsWrongIsToldWithoutWhatTheNamesStandFor() throws IOException {
    write(
        "late.sql",
        """
        CREATE TABLE late_events (event STRING) WITH (
          'connector' = 'filesystem', 'path' = '${SECRET_PLACE}', 'format' = 'json')
        """);

    assertThat(check(TableFolder.read(folder, name -> Optional.of("jdbc:postgresql://hunter2@x"))))
        .containsExactly(
            "late.sql:1:41: Relative path in absolute URI: ${SECRET_PLACE}; write it like those"
                + " that come with Footfall, in target/dist/tables");
  }

  @Test
  void eachNameThatStandsForNothingIsToldWithItsPlace() throws IOException {
    write("a.sql", "CREATE TABLE journeys (funnel STRING)\nWITH ('connector' = '${ONE}${TWO}')");
    write("b.sql", "CREATE TABLE late_events (event STRING) WITH ('connector' = '${ONE}')");

    assertThatThrownBy(() -> TableFolder.read(folder, NOTHING_KNOWN))
        .isInstanceOf(InvalidDefinitions.class)
        .hasMessage(
            """
            %1$s/a.sql:2:22: ${ONE} is not set; set the environment variable ONE
            %1$s/a.sql:2:28: ${TWO} is not set; set the environment variable TWO
            %1$s/b.sql:1:62: ${ONE} is not set; set the environment variable ONE"""
                .formatted(folder));
    assertThatThrownBy(() -> TableFolder.shipped("files", NOTHING_KNOWN))
        .isInstanceOf(InvalidDefinitions.class)
        .hasMessageStartingWith("files/alerts.sql:23:13: ${FILES_DIR} is not set; set");
  }

  @Test
  void aFolderWithoutTablesIsToldSo() {
    assertThatThrownBy(() -> TableFolder.read(folder, NOTHING_KNOWN))
        .hasMessage(
            folder + ":1:1: the folder declares no table; put one .sql file a table into it");
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> TableFolder.read(missing, NOTHING_KNOWN))
        .hasMessage(
            missing
                + ":1:1: there is no such folder of tables; name a folder with one .sql file a"
                + " table");
  }

  @Test
  void aJobRefusesWhatACheckRefuses() throws IOException {
    write("late.sql", "CREATE TABLE late_events (e STRING) WITH ('connector' = 'print')");
    TableFolder tables = TableFolder.read(folder, NOTHING_KNOWN);

    assertThatThrownBy(
            () ->
                SinkTables.declare(
                    tables,
                    StreamTableEnvironment.create(
                        StreamExecutionEnvironment.createLocalEnvironment(1))))
        .isInstanceOf(InvalidDefinitions.class)
        .hasMessage(folder + "/" + check(tables).get(0));
  }

  /** The problems, or where there are none what the tables get. */
  private List<String> check(TableFolder tables) {
    Problems problems = new Problems();
    String rows = SinkTables.check(tables, problems);
    return problems.isEmpty()
        ? List.of(rows)
        : problems.all().stream()
            .map(Problem::toString)
            .map(problem -> problem.replace(folder + "/", ""))
            .toList();
  }

  private void write(String file, String sql) throws IOException {
    Files.writeString(folder.resolve(file), sql);
  }

  private List<String> written(String table) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder.resolve(table))) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        lines.addAll(Files.readAllLines(file));
      }
    }
    return lines;
  }

  private static StepRow stepRow(long reached, boolean isFinal) {
    return new StepRow(
        "shop", "v1", DAY, NEXT_DAY, "", "", 1, "a", reached, 0, 0, 0, null, null, null, null,
        isFinal, false, 0, DAY, DAY);
  }

  private static TimesRow timesRow(long units, boolean isFinal) {
    return new TimesRow(
        "shop", "v1", DAY, "", "", 2, "entry", 100, 102, units, 101 * units, isFinal, 0, DAY, DAY);
  }

  private static final FunnelVersion SHOP =
      new FunnelVersion(
          "shop",
          "v1",
          FunnelVersion.FROM_THE_BEGINNING,
          List.of("a", "b"),
          0,
          List.of(),
          10,
          Duration.ofHours(1).toMillis());

  private static final FunnelVersion SHOP_CHANGED =
      new FunnelVersion(
          "shop", "v2", DAY, SHOP.steps(), 0, SHOP.breakdowns(), 10, SHOP.withinMillis());

  private static Progress progress(int furthest, Outcome outcome) {
    return progress(SHOP, furthest, outcome);
  }

  private static Progress progress(FunnelVersion version, int furthest, Outcome outcome) {
    long[] times = furthest == 1 ? new long[] {DAY, 0} : new long[] {DAY, DAY + 1};
    return new Progress(version, "ann", DAY, NEXT_DAY, furthest, outcome, times, new String[0]);
  }
}
