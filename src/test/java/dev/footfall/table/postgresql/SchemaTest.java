package dev.footfall.table.postgresql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SchemaTest {

  private static EmbeddedDatabase database;

  @BeforeAll
  static void startDatabase(@TempDir Path folder) {
    database = EmbeddedDatabases.startIn(folder);
  }

  @AfterAll
  static void stopDatabase() {
    database.close();
  }

  @BeforeEach
  void emptyDatabase() throws SQLException {
    run("drop schema public cascade", "create schema public");
  }

  @Test
  void bringingUpToDateTwiceMakesTheTablesOnceAndKeepsWhatIsInThem() throws SQLException {
    bringUpToDate();
    run("insert into rejected_events values ('f:1', 'r', null, null, 1, '2026-01-01')");
    bringUpToDate();
    assertThat(
            ask(
                "select table_name from information_schema.tables where table_schema = 'public'"
                    + " and table_type = 'BASE TABLE'"))
        .containsExactlyInAnyOrder(
            "alerts",
            "experiment_steps",
            "experiment_times",
            "report_figures",
            "experiment_verdicts",
            "funnel_steps",
            "funnel_times",
            "funnel_versions",
            "job_progress",
            "journeys",
            "late_events",
            "rejected_events",
            "schema_migrations",
            "unit_next");
    assertThat(ask("select place from rejected_events")).containsExactly("f:1");
    assertThat(ask("select name from schema_migrations"))
        .containsExactlyElementsOf(Schema.MIGRATIONS);
  }

  @Test
  void startersThatRaceForAnEmptyDatabaseWaitForEachOther() throws Exception {
    int starters = 8;
    CountDownLatch together = new CountDownLatch(starters);
    ExecutorService threads = Executors.newFixedThreadPool(starters);
    try {
      List<Future<?>> ends = new ArrayList<>();
      for (int i = 0; i < starters; i++) {
        ends.add(
            threads.submit(
                () -> {
                  together.countDown();
                  together.await();
                  bringUpToDate();
                  return null;
                }));
      }
      for (Future<?> end : ends) {
        end.get();
      }
    } finally {
      threads.shutdown();
    }
    assertThat(ask("select name from schema_migrations"))
        .containsExactlyElementsOf(Schema.MIGRATIONS);
  }

  @Test
  void aDatabaseOfANewerFootfallIsRefused() throws SQLException {
    bringUpToDate();
    run("insert into schema_migrations (name, digest) values ('999-later.sql', 'x')");
    assertThatThrownBy(SchemaTest::bringUpToDate)
        .isInstanceOf(SchemaException.class)
        .hasMessage(
            "this database was made by a newer Footfall (it has migration 999-later.sql);"
                + " run that version, or use another database");
  }

  @Test
  void aMigrationThatWasEditedAfterItRanIsRefused() throws SQLException {
    bringUpToDate();
    run("update schema_migrations set digest = 'other'");
    assertThatThrownBy(SchemaTest::bringUpToDate)
        .hasMessageStartingWith(
            "migration 001-result-tables.sql differs from the one this database was made with");
  }

  @Test
  void aFailureLeavesNothingHalfMade() throws SQLException {
    run("create table journeys (mine text)");
    assertThatThrownBy(SchemaTest::bringUpToDate)
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("relation \"journeys\" already exists");
    assertThat(
            ask(
                "select table_name from information_schema.tables where table_schema = 'public'"
                    + " and table_type = 'BASE TABLE'"))
        .containsExactly("journeys");
  }

  @Test
  void aDatabaseThatDoesNotAnswerIsSaidToBeSo() {
    assertThatThrownBy(() -> Schema.bringUpToDate("jdbc:postgresql://localhost:1/x", "a", "secret"))
        .isInstanceOf(SchemaException.class)
        .hasMessageContaining("Connection to localhost:1 refused")
        .hasMessageEndingWith(
            " TCP/IP connections; check that the database runs, its address, user and password, and"
                + " that the user may create tables in it")
        .hasMessageNotContaining("secret");
  }

  @Test
  void theRoleOfTheBoardStaysAndReadsOnly() throws SQLException {
    bringUpToDate();
    EmbeddedDatabase.Access owner = database.owner();
    String url = owner.url();
    assertThat(Schema.makeBoardRole(url, owner.user(), owner.password(), "x")).isFalse();
    assertThat(
            ask(
                "select has_table_privilege('footfall_board', 'journeys', 'select')"
                    + " and not has_table_privilege('footfall_board', 'journeys', 'insert')"))
        .containsExactly("t");
  }

  @Test
  void theRolesPasswordMayHoldAnything() throws SQLException {
    String other = Schema.sql("make_reader.sql").replace("footfall_board", "footfall_other");
    try (Connection connection = connect();
        PreparedStatement missing = connection.prepareStatement(other)) {
      missing.setString(1, "it's secret");
      try (ResultSet create = missing.executeQuery()) {
        assertThat(create.next()).isTrue();
        assertThat(create.getString(1))
            .isEqualTo("create role footfall_other login password 'it''s secret'");
      }
    }
  }

  @Test
  void theScriptForContainersRemembersTheSameDigests() throws Exception {
    bringUpToDate();
    List<String> expected = new ArrayList<>();
    for (String migration : Schema.MIGRATIONS) {
      // As sha256sum has it, which the script asks.
      byte[] file =
          Files.readAllBytes(
              Path.of("src/main/resources/dev/footfall/table/postgresql/schema", migration));
      expected.add(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(file)));
    }
    assertThat(ask("select digest from schema_migrations order by name")).isEqualTo(expected);
  }

  @Test
  void everyNumberedFileIsInTheListAndInOrder() throws IOException, URISyntaxException {
    Path folder =
        Path.of(Objects.requireNonNull(Schema.class.getResource("schema/reader.sql")).toURI())
            .getParent();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()).filter(n -> n.matches("\\d.*")))
          .containsExactlyInAnyOrderElementsOf(Schema.MIGRATIONS);
    }
    assertThat(Schema.MIGRATIONS).isSorted();
  }

  private static void bringUpToDate() {
    EmbeddedDatabase.Access owner = database.owner();
    Schema.bringUpToDate(owner.url(), owner.user(), owner.password());
  }

  private static Connection connect() throws SQLException {
    EmbeddedDatabase.Access owner = database.owner();
    return DriverManager.getConnection(owner.url(), owner.user(), owner.password());
  }

  private static void run(String... statements) throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static List<String> ask(String question) throws SQLException {
    List<String> answers = new ArrayList<>();
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(question)) {
      while (rows.next()) {
        answers.add(rows.getString(1));
      }
    }
    return answers;
  }
}
