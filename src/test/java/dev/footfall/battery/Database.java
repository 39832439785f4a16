package dev.footfall.battery;

import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import dev.footfall.testing.Door;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A PostgreSQL with the shipped schema, at an address that stays while it is away. */
final class Database implements AutoCloseable {

  private static final List<String> TABLES =
      List.of(
          "funnel_steps",
          "funnel_times",
          "journeys",
          "rejected_events",
          "late_events",
          "funnel_versions",
          "job_progress",
          "experiment_steps",
          "experiment_times",
          "experiment_verdicts",
          "report_figures",
          "unit_next",
          "alerts");

  private final Path folder;
  private final Door door;
  private EmbeddedDatabase running;

  private Database(Path folder) throws IOException {
    this.folder = folder;
    this.running = EmbeddedDatabases.startIn(folder);
    this.door = new Door(port());
  }

  static Database start(Path folder) {
    try {
      return new Database(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private int port() {
    return URI.create(running.owner().url().substring("jdbc:".length())).getPort();
  }

  /** What the shipped tables ask of the environment. */
  Map<String, String> environment() {
    EmbeddedDatabase.Access owner = running.owner();
    return Map.of(
        "DATABASE_URL",
        owner.url().replace("localhost:" + port(), "127.0.0.1:" + door.port()),
        "DATABASE_USER",
        owner.user(),
        "DATABASE_PASSWORD",
        owner.password());
  }

  /** Stops it, and throws out whoever uses it. */
  void stop() {
    try {
      door.shut();
      running.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Starts it again with what it had. */
  void startAgain() {
    running = EmbeddedDatabases.startIn(folder);
    door.leadTo(port());
  }

  /** Empties all tables. */
  void clear() {
    run("truncate " + String.join(", ", TABLES));
  }

  /** Takes the rows of a funnel's cohorts out that ended by this moment. */
  void forgetCohorts(String funnel, Instant end) {
    String ended =
        "funnel = '%s' and cohort_end <= '%s'".formatted(funnel, Wanted.moment(end.toEpochMilli()));
    run(
        """
        delete from funnel_times where funnel = '%1$s'
          and cohort_start in (select cohort_start from funnel_steps where %2$s);
        delete from funnel_steps where %2$s;
        delete from journeys where %2$s;
        delete from unit_next where %2$s
        """
            .formatted(funnel, ended));
  }

  /** Takes the rows of a report's windows out that ended by this moment. */
  void forgetWindows(String report, Instant end) {
    run(
        "delete from report_figures where report = '%s' and window_end <= '%s'"
            .formatted(report, Wanted.moment(end.toEpochMilli())));
  }

  /** Makes every statement that writes counts take so long. */
  void slowDown(double seconds) {
    run(
        """
        create or replace function take_time() returns trigger language plpgsql as
        $$ begin perform pg_sleep(%s); return null; end $$;
        create trigger take_time before insert on funnel_steps execute function take_time();
        create trigger take_time before insert on journeys execute function take_time();
        """
            .formatted(seconds));
  }

  void speedUp() {
    run("drop trigger take_time on funnel_steps; drop trigger take_time on journeys");
  }

  private void run(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new BatteryFailure("the database refuses " + sql, failure);
    }
  }

  private Connection connect() throws SQLException {
    EmbeddedDatabase.Access owner = running.owner();
    return DriverManager.getConnection(owner.url(), owner.user(), owner.password());
  }

  /** The cells of each row, as text; null is empty. */
  List<List<String>> ask(String question) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(question)) {
      List<List<String>> rows = new ArrayList<>();
      int columns = result.getMetaData().getColumnCount();
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int column = 1; column <= columns; column++) {
          String cell = result.getString(column);
          cells.add(cell == null ? "" : cell);
        }
        rows.add(cells);
      }
      return rows;
    } catch (SQLException failure) {
      throw new BatteryFailure("the database does not answer " + question, failure);
    }
  }

  /** The one number that answers. */
  long number(String question) {
    return Long.parseLong(ask(question).get(0).get(0));
  }

  @Override
  public void close() {
    try (door) {
      running.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
