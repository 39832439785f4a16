package dev.footfall.table.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.connector.sink2.SinkWriter;
import org.apache.flink.metrics.groups.SinkWriterMetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.metrics.groups.InternalSinkWriterMetricGroup;
import org.apache.flink.streaming.runtime.tasks.TestProcessingTimeService;
import org.apache.flink.table.api.DataTypes;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.GenericRowData;
import org.apache.flink.table.data.StringData;
import org.apache.flink.table.data.TimestampData;
import org.apache.flink.table.types.DataType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What reaches the table, and when. The database is a real one. */
class PostgresqlWriterTest {

  private static final SinkWriter.Context NO_CONTEXT =
      new SinkWriter.Context() {
        @Override
        public long currentWatermark() {
          return Long.MIN_VALUE;
        }

        @Override
        public @Nullable Long timestamp() {
          return null;
        }
      };

  private static final UpsertStatement STATEMENT =
      new UpsertStatement(
          "visits",
          List.of(),
          List.of(
              column("name", DataTypes.STRING(), true),
              column("at", DataTypes.TIMESTAMP(3), false),
              column("count", DataTypes.INT(), false),
              column("more", DataTypes.STRING(), false)));

  @TempDir private static Path folder;
  private static EmbeddedDatabase database;

  private final TestProcessingTimeService clock = new TestProcessingTimeService();
  private final MetricListener listener = new MetricListener();

  private final SinkWriterMetricGroup metrics =
      InternalSinkWriterMetricGroup.wrap(UnregisteredMetricsGroup.createOperatorMetricGroup());

  @BeforeAll
  static void startDatabase() {
    database = EmbeddedDatabases.startIn(folder);
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void makeTable() throws Exception {
    ask("drop table if exists visits");
    ask(
        "create table visits (name text primary key, at timestamptz, count int check (count > 0),"
            + " more jsonb)");
    clock.setCurrentTime(0);
  }

  @Test
  void theLastRowOfAKeyIsWrittenAfterTheInterval() throws Exception {
    try (PostgresqlWriter writer = writer(100)) {
      writer.write(row("ann", 1), NO_CONTEXT);
      writer.write(row("ben", 2), NO_CONTEXT);
      writer.write(row("ann", 3), NO_CONTEXT);
      clock.setCurrentTime(999);
      assertThat(counts()).isEmpty();

      clock.setCurrentTime(1_000);
      assertThat(counts()).containsExactly("ann 3", "ben 2");
      assertThat(metrics.getNumRecordsSendCounter().getCount()).isEqualTo(2);
      assertThat(count("rowsWritten")).isEqualTo(2);

      writer.write(row("ann", 4), NO_CONTEXT);
      clock.setCurrentTime(2_000);
      assertThat(counts()).containsExactly("ann 4", "ben 2");
    }
  }

  @Test
  void manyRowsDoNotWait() throws Exception {
    try (PostgresqlWriter writer = writer(2)) {
      writer.write(row("ann", 1), NO_CONTEXT);
      writer.write(row("ben", 2), NO_CONTEXT);
      assertThat(counts()).containsExactly("ann 1", "ben 2");
    }
  }

  @Test
  void aCheckpointWaitsForWhatIsWaiting() throws Exception {
    try (PostgresqlWriter writer = writer(100)) {
      writer.write(row("ann", 1), NO_CONTEXT);
      writer.flush(false);
      assertThat(counts()).containsExactly("ann 1");
    }
  }

  @Test
  void aRowThatIsRefusedIsLeftOutAndNoOther() throws Exception {
    try (PostgresqlWriter writer = writer(100)) {
      for (int i = 1; i <= 7; i++) {
        writer.write(row("user " + i, i == 5 ? -1 : i), NO_CONTEXT);
      }
      writer.flush(false);
    }
    assertThat(counts())
        .containsExactly("user 1 1", "user 2 2", "user 3 3", "user 4 4", "user 6 6", "user 7 7");
    assertThat(metrics.getNumRecordsSendErrorsCounter().getCount()).isEqualTo(1);
    assertThat(count("rowsRefused")).isEqualTo(1);
  }

  @Test
  void timesAreUtcAndTextIsWhatItWasButForNul() throws Exception {
    try (PostgresqlWriter writer = writer(1)) {
      writer.write(row("nul \0 漏斗 '\"\\", 1), NO_CONTEXT);
    }
    assertThat(ask("select name || ' ' || (at at time zone 'UTC') || ' ' || more from visits"))
        .containsExactly("nul \uFFFD 漏斗 '\"\\ 2026-03-29 01:30:00 {\"a\": 1}");
  }

  @Test
  void aRowThatHasSeenEverythingIsNotReplacedByOneThatHasNot() throws Exception {
    ask("create table visits_since (name text primary key, begun int, since int, count int)");
    UpsertStatement guarded =
        new UpsertStatement(
            "visits_since",
            List.of(new UpsertStatement.OfWhole("since", "begun")),
            List.of(
                column("name", DataTypes.STRING(), true),
                column("begun", DataTypes.INT(), false),
                column("since", DataTypes.INT(), false),
                column("count", DataTypes.INT(), false)));
    String row = "select begun || ' ' || since || ' ' || count from visits_since";
    StringData ann = StringData.fromString("ann");
    try (PostgresqlWriter writer = writer(1, guarded)) {
      writer.write(GenericRowData.of(ann, 10, 15, 1), NO_CONTEXT);
      writer.write(GenericRowData.of(ann, 10, 17, 2), NO_CONTEXT);
      assertThat(ask(row)).as("parts replace each other").containsExactly("10 17 2");
      writer.write(GenericRowData.of(ann, 10, 9, 3), NO_CONTEXT);
      writer.write(GenericRowData.of(ann, 10, 10, 4), NO_CONTEXT);
      assertThat(ask(row)).as("a part does not replace the whole").containsExactly("10 9 3");
      writer.write(GenericRowData.of(ann, 10, 0, 5), NO_CONTEXT);
      assertThat(ask(row)).as("the whole goes on").containsExactly("10 0 5");
    } finally {
      ask("drop table visits_since");
    }
  }

  @Test
  void aFinalRowIsNotReplacedByOneThatIsNot() throws Exception {
    ask("create table visits_final (name text primary key, final boolean, count int)");
    UpsertStatement guarded =
        new UpsertStatement(
            "visits_final",
            List.of(new UpsertStatement.OfFinal("final")),
            List.of(
                column("name", DataTypes.STRING(), true),
                column("final", DataTypes.BOOLEAN(), false),
                column("count", DataTypes.INT(), false)));
    String row = "select final || ' ' || count from visits_final";
    StringData ann = StringData.fromString("ann");
    try (PostgresqlWriter writer = writer(1, guarded)) {
      writer.write(GenericRowData.of(ann, false, 1), NO_CONTEXT);
      writer.write(GenericRowData.of(ann, false, 2), NO_CONTEXT);
      assertThat(ask(row)).containsExactly("false 2");
      writer.write(GenericRowData.of(ann, true, 3), NO_CONTEXT);
      writer.write(GenericRowData.of(ann, false, 1), NO_CONTEXT);
      assertThat(ask(row)).as("a job that begins anew").containsExactly("true 3");
      writer.write(GenericRowData.of(ann, true, 4), NO_CONTEXT);
      assertThat(ask(row)).as("counted again to the end").containsExactly("true 4");
    } finally {
      ask("drop table visits_final");
    }
  }

  @Test
  void aConnectionThatIsCutIsMadeAnew() throws Exception {
    try (PostgresqlWriter writer = writer(100)) {
      writer.write(row("ann", 1), NO_CONTEXT);
      ask(
          "select pg_terminate_backend(pid) from pg_stat_activity where application_name ="
              + " 'footfall'");
      writer.flush(false);
    }
    assertThat(counts()).containsExactly("ann 1");
  }

  @Test
  void aTableThatIsMissingFailsAtOnceAndSaysSo() throws Exception {
    ask("drop table visits");
    try (PostgresqlWriter writer = writer(100)) {
      writer.write(row("ann", 1), NO_CONTEXT);
      assertThatThrownBy(() -> writer.flush(false))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("table visits at jdbc:postgresql://localhost")
          .hasMessageContaining("relation \"visits\" does not exist");
    }
  }

  @Test
  void namesAreQuoted() {
    UpsertStatement statement =
        new UpsertStatement(
            "shop.my \"table", List.of(), List.of(column("order", DataTypes.STRING(), true)));

    assertThat(statement.sql())
        .isEqualTo(
            "insert into \"shop\".\"my \"\"table\" as known (\"order\") values (?) on conflict (\"order\")"
                + " do nothing");
  }

  @Test
  void aTypeThatIsNotWrittenIsNamed() {
    assertThatThrownBy(() -> column("tags", DataTypes.ARRAY(DataTypes.STRING()), false))
        .isInstanceOf(ValidationException.class)
        .hasMessageStartingWith(
            "column tags is ARRAY<STRING>, which this connector does not write");
  }

  private long count(String name) {
    return listener.getCounter(name).orElseThrow().getCount();
  }

  private PostgresqlWriter writer(int rows) throws IOException {
    return writer(rows, STATEMENT);
  }

  private PostgresqlWriter writer(int rows, UpsertStatement statement) throws IOException {
    EmbeddedDatabase.Access owner = database.owner();
    return new PostgresqlWriter(
        new PatientConnection(
            new Connector(owner.url(), owner.user(), owner.password()),
            statement.table(),
            Duration.ofSeconds(20),
            listener.getMetricGroup()),
        statement,
        new PostgresqlSink.Pace(Duration.ofSeconds(1), rows, Duration.ofSeconds(20)),
        clock,
        new PostgresqlWriter.Counts(metrics, listener.getMetricGroup()));
  }

  private static UpsertStatement.Column column(String name, DataType type, boolean inKey) {
    return new UpsertStatement.Column(name, ColumnValue.of(name, type.getLogicalType()), inKey);
  }

  /** An hour at which clocks change in many places. */
  private static GenericRowData row(String name, int count) {
    return GenericRowData.of(
        StringData.fromString(name),
        TimestampData.fromInstant(Instant.parse("2026-03-29T01:30:00Z")),
        count,
        StringData.fromString("{\"a\":1}"));
  }

  private static List<String> counts() throws SQLException {
    return ask("select name || ' ' || count from visits order by name");
  }

  private static List<String> ask(String sql) throws SQLException {
    EmbeddedDatabase.Access owner = database.owner();
    try (Connection connection =
            DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        Statement statement = connection.createStatement()) {
      List<String> answers = new ArrayList<>();
      if (statement.execute(sql)) {
        try (ResultSet result = statement.getResultSet()) {
          while (result.next()) {
            answers.add(result.getString(1));
          }
        }
      }
      return answers;
    }
  }
}
