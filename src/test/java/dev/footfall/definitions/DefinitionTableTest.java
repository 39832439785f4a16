package dev.footfall.definitions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import dev.footfall.event.Declaration;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionTableTest {

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
  void makeTable() throws SQLException {
    run(
        "drop schema if exists analysts cascade",
        "create schema analysts",
        "create table analysts.\"My funnels\" (name text primary key, yaml text)",
        "insert into analysts.\"My funnels\" values ('b', 'of b'), ('a', 'of a'), ('B', 'of B')");
  }

  @Test
  void rowsAreReadAsTheyAreNowByTheOrderOfTheirNamesBytes() throws Exception {
    try (DefinitionStore.Reader reader = table().open()) {
      assertThat(reader.read()).containsExactly(text("B"), text("a"), text("b"));
      run("delete from analysts.\"My funnels\" where name <> 'a'");
      assertThat(reader.read()).containsExactly(text("a"));
    }
  }

  @Test
  void aDatabaseThatWasAwayIsReadAgainByTheSameReader() throws Exception {
    try (DefinitionStore.Reader reader = table().open()) {
      reader.read();
      run(
          "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
              + " and query like '%My funnels%'");
      assertThatThrownBy(reader::read).isInstanceOf(SQLException.class);
      assertThat(reader.read()).hasSize(3);

      run("drop table analysts.\"My funnels\"");
      assertThatThrownBy(reader::read)
          .hasMessageContaining("relation \"analysts.My funnels\" does not exist");
      makeTable();
      assertThat(reader.read()).hasSize(3);
    }
  }

  @Test
  void theAddressMaySayWhoReads() throws Exception {
    EmbeddedDatabase.Access owner = database.owner();
    DefinitionTable table =
        new DefinitionTable(
            owner.url()
                + (owner.url().contains("?") ? "&" : "?")
                + "user="
                + owner.user()
                + "&password="
                + owner.password(),
            "",
            "",
            "analysts.My funnels");
    try (DefinitionStore.Reader reader = table.open()) {
      assertThat(reader.read()).hasSize(3);
    }
    assertThat(table.toString()).doesNotContain(owner.password());
  }

  private static DefinitionTable table() {
    EmbeddedDatabase.Access owner = database.owner();
    return new DefinitionTable(owner.url(), owner.user(), owner.password(), "analysts.My funnels");
  }

  private static Declaration.Text text(String name) {
    return new Declaration.Text(name, "of " + name);
  }

  private static void run(String... statements) throws SQLException {
    EmbeddedDatabase.Access owner = database.owner();
    try (Connection connection =
            DriverManager.getConnection(owner.url(), owner.user(), owner.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
