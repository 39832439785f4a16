package dev.footfall.table.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.Schema;
import org.apache.flink.table.api.StatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.types.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Flink SQL files against the database's own schema: Flink itself writes through them. */
final class TableFilesTest {

  private static final List<String> TABLES =
      List.of(
          "funnel_steps",
          "funnel_times",
          "journeys",
          "rejected_events",
          "late_events",
          "funnel_versions",
          "unit_next");

  private static List<String> tablesOf(String set) {
    List<String> tables = new ArrayList<>(TABLES);
    if (List.of("postgresql", "kafka").contains(set)) {
      // Told again and again: only where a row is written over the last.
      tables.add("job_progress");
    }
    return tables;
  }

  private static StreamExecutionEnvironment environment;
  private static EmbeddedDatabase database;

  @BeforeAll
  static void startDatabase(@TempDir Path folder) {
    environment = StreamExecutionEnvironment.getExecutionEnvironment();
    environment.setParallelism(1);
    database = EmbeddedDatabases.startIn(folder);
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @Test
  void flinkUpsertsEveryTableOfThePostgresqlSet() throws Exception {
    StreamTableEnvironment flink = tables("postgresql", databaseNames());
    insert(flink, 10, 11);
    assertThat(
            ask("select funnel, cohort_start, step, reached, median_ms, final from funnel_steps"))
        .containsExactly("trial|2026-11-21 00:00:00|2|11|null|f");
    assertThat(ask("select funnel, version, state, definition from funnel_versions"))
        .containsExactly("trial|v1|superseded|funnels: …");
    assertThat(ask("select funnel, measure, from_ms, to_ms, units, sum_ms from funnel_times"))
        .containsExactly("trial|previous|100|102|11|1111");
    assertThat(ask("select unit, furthest, outcome, step_times from journeys"))
        .containsExactly("用户|11|dropped|[null]");
    assertThat(ask("select unit, report, furthest, next_event, next_time from unit_next"))
        .containsExactly("用户|next|11|help|null");
    assertThat(ask("select place, encode(raw, 'hex'), size from rejected_events"))
        .containsExactly("f:1|c328|11");
    assertThat(ask("select event_key, user_id, time from late_events"))
        .containsExactly("t/0@7|u|2026-11-21 00:00:00.011");
    assertThat(ask("select stage, part, events, read_to from job_progress"))
        .containsExactly("source|clicks/0|11|null");
  }

  @Test
  void theOtherSetsTakeTheSameRows(@TempDir Path files) throws Exception {
    for (String set : List.of("print", "files")) {
      StreamTableEnvironment flink = tables(set, Map.of("FILES_DIR", files.toUri().toString()));
      insert(flink, 10);
    }
    assertThat(written(files.resolve("late_events")))
        .containsExactly(
            "{\"event_key\":\"t/0@7\",\"event_id\":null,\"event\":\"pay\",\"user_id\":\"u\","
                + "\"time\":\"2026-11-21T00:00:00.01\",\"properties\":\"{}\","
                + "\"watermark\":\"2026-11-21T00:00:00\",\"seen_at\":\"2026-11-21T00:00:00\","
                + "\"place\":\"f:7\"}");
  }

  @Test
  void everySetDeclaresTheSameColumnsAsTheDatabase() throws Exception {
    for (String table : tablesOf("postgresql")) {
      List<String> columns =
          ask(
              "select column_name from information_schema.columns where table_name = '"
                  + table
                  + "'");
      for (String set : List.of("postgresql", "kafka", "print", "files")) {
        if (!tablesOf(set).contains(table)) {
          continue;
        }
        assertThat(tables(set, databaseNames()).from(table).getResolvedSchema().getColumnNames())
            .as(set + "/" + table)
            .containsExactlyInAnyOrderElementsOf(columns);
      }
    }
  }

  /** A row of this table; the number stands where an update would change it. */
  private static Row row(String table, int number) {
    LocalDateTime day = LocalDateTime.parse("2026-11-21T00:00");
    long count = number;
    return switch (table) {
      case "funnel_steps" ->
          Row.of(
              "trial", "v1", day, day, "", "", 2, "buy", count, 0L, 0L, 0L, null, 5L, 5L, 5L, false,
              false, day, day, day);
      case "funnel_times" ->
          Row.of(
              "trial",
              "v1",
              day,
              "",
              "",
              2,
              "previous",
              100L,
              102L,
              count,
              false,
              day,
              day,
              day,
              101 * count);
      case "journeys" ->
          Row.of(
              "trial", "v1", "用户", day, day, day, number, "dropped", "[null]", "{}", day, day, day);
      case "unit_next" ->
          Row.of(
              "trial", "v1", day, "用户", "next", day, "r1", number, "dropped", "help", null, "{}",
              day, day, day);
      case "rejected_events" ->
          Row.of("f:1", "utf8", "broken", new byte[] {(byte) 0xC3, 0x28}, count, day);
      case "late_events" ->
          Row.of(
              "t/0@7", null, "pay", "u", day.plusNanos(number * 1_000_000L), "{}", day, day, "f:7");
      case "funnel_versions" ->
          Row.of("trial", "v1", number == 10 ? "active" : "superseded", "Trial", "funnels: …", day);
      case "job_progress" ->
          Row.of("source", "clicks/0", count, 0L, 0L, 0L, day, null, day, day, day);
      default -> throw new IllegalArgumentException(table);
    };
  }

  /**
   * Rows with these numbers into every table, as insert-only streams that say their key: the
   * planner then finds the sink's key in them, and puts nothing stateful between.
   */
  private static void insert(StreamTableEnvironment flink, int... numbers) throws Exception {
    StatementSet all = flink.createStatementSet();
    for (String table : flink.listTables()) {
      ResolvedSchema sink = flink.from(table).getResolvedSchema();
      List<Row> rows = IntStream.of(numbers).mapToObj(number -> row(table, number)).toList();
      DataStream<Row> stream = environment.fromData(rows, typeOf(sink));
      Schema schema = Schema.newBuilder().fromResolvedSchema(sink).build();
      all.add(flink.fromDataStream(stream, schema).insertInto(table));
    }
    all.execute().await();
  }

  private static TypeInformation<Row> typeOf(ResolvedSchema sink) {
    TypeInformation<?>[] types =
        sink.getColumnDataTypes().stream()
            .map(type -> typeOf(type.getLogicalType().getTypeRoot()))
            .toArray(TypeInformation<?>[]::new);
    return Types.ROW_NAMED(sink.getColumnNames().toArray(String[]::new), types);
  }

  private static TypeInformation<?> typeOf(LogicalTypeRoot root) {
    return switch (root) {
      case VARCHAR -> Types.STRING;
      case INTEGER -> Types.INT;
      case BIGINT -> Types.LONG;
      case BOOLEAN -> Types.BOOLEAN;
      case TIMESTAMP_WITHOUT_TIME_ZONE -> Types.LOCAL_DATE_TIME;
      case VARBINARY -> Types.PRIMITIVE_ARRAY(Types.BYTE);
      default -> throw new IllegalArgumentException(root + " is no type of the result tables");
    };
  }

  private static Map<String, String> databaseNames() {
    EmbeddedDatabase.Access owner = database.owner();
    return Map.of(
        "DATABASE_URL", owner.url(),
        "DATABASE_USER", owner.user(),
        "DATABASE_PASSWORD", owner.password(),
        "FILES_DIR", "file:///tmp");
  }

  private static StreamTableEnvironment tables(String set, Map<String, String> names)
      throws IOException {
    StreamTableEnvironment flink = StreamTableEnvironment.create(environment);
    for (String table : tablesOf(set)) {
      String sql = sqlOf(set, table);
      for (Map.Entry<String, String> name : names.entrySet()) {
        sql = sql.replace("${" + name.getKey() + "}", name.getValue());
      }
      flink.executeSql(sql);
    }
    return flink;
  }

  private static String sqlOf(String set, String table) throws IOException {
    String file = "/dev/footfall/table/" + set + "/" + table + ".sql";
    try (InputStream sql =
        Objects.requireNonNull(TableFilesTest.class.getResourceAsStream(file), file)) {
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static List<String> written(Path folder) throws IOException {
    List<String> lines = new ArrayList<>();
    try (Stream<Path> parts = Files.walk(folder)) {
      for (Path part : parts.filter(Files::isRegularFile).toList()) {
        lines.addAll(Files.readAllLines(part));
      }
    }
    return lines;
  }

  private static List<String> ask(String question) throws SQLException {
    EmbeddedDatabase.Access owner = database.owner();
    List<String> answers = new ArrayList<>();
    try (Connection connection =
            DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      while (rows.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          cells.add(String.valueOf(rows.getString(i)));
        }
        answers.add(String.join("|", cells));
      }
    }
    return answers;
  }
}
