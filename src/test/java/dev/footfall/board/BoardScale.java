package dev.footfall.board;

import com.zaxxer.hikari.HikariDataSource;
import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import dev.footfall.funnel.Funnel;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A database as large as the board is made for: 50 funnels, 400 daily cohorts, 20 values each, 5
 * million journeys. As a program it fills one, once, and serves the board on it, to be measured by
 * hand; takes some minutes and gigabytes.
 */
final class BoardScale {

  static final List<MadeUpRows.Values> VALUES =
      List.of(
          new MadeUpRows.Values(
              "channel", IntStream.range(0, 20).mapToObj(i -> "channel " + i).toList()));

  private BoardScale() {}

  static List<Funnel> funnels(int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                BoardStory.funnel(
                    "funnel-" + i,
                    "Funnel " + i,
                    Duration.ofDays(7),
                    Duration.ofDays(1),
                    "UTC",
                    List.of("channel"),
                    "visit",
                    "register",
                    "try",
                    "pay",
                    "pay again"))
        .toList();
  }

  static void fill(Connection connection, List<Funnel> funnels, int cohorts, int unitsPerCohort)
      throws SQLException, IOException {
    MadeUpRows rows = new MadeUpRows(connection, Instant.now().truncatedTo(ChronoUnit.MILLIS), 11);
    for (Funnel funnel : funnels) {
      rows.fill(funnel, cohorts, unitsPerCohort, VALUES);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("vacuum analyze");
    }
  }

  /** Arguments: a folder that may stay, the port, and how many funnels, cohorts and units. */
  public static void main(String[] arguments)
      throws IOException, SQLException, InterruptedException {
    List<Funnel> funnels = funnels(Integer.parseInt(arguments[2]));
    EmbeddedDatabase database = EmbeddedDatabases.startIn(Path.of(arguments[0]));
    EmbeddedDatabase.Access owner = database.owner();
    try (Connection connection =
        DriverManager.getConnection(owner.url(), owner.user(), owner.password())) {
      if (isEmpty(connection)) {
        fill(connection, funnels, Integer.parseInt(arguments[3]), Integer.parseInt(arguments[4]));
      }
    }
    EmbeddedDatabase.Access reader = database.reader();
    HikariDataSource pool = BoardDatabase.pool(reader.url(), reader.user(), reader.password());
    BoardServer server =
        BoardServer.start(BoardSettings.local(Integer.parseInt(arguments[1])), pool, () -> funnels);
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  server.close();
                  pool.close();
                  database.close();
                }));
    System.out.println("ready " + server.address());
    Thread.sleep(Long.MAX_VALUE);
  }

  private static boolean isEmpty(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return !statement.executeQuery("select from funnel_steps limit 1").next();
    }
  }
}
