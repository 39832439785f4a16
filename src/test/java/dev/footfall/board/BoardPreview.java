package dev.footfall.board;

import com.zaxxer.hikari.HikariDataSource;
import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import dev.footfall.funnel.Funnel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The board over made-up rows, to look at while working on the page: run it, open the address it
 * prints, end it with Ctrl-C. The page is read from {@code target/classes} when it starts: build
 * and start it again to see a change.
 */
final class BoardPreview {

  private BoardPreview() {}

  /** Argument: the port. */
  public static void main(String[] arguments)
      throws IOException, SQLException, InterruptedException {
    Path folder = Files.createTempDirectory("board-preview");
    EmbeddedDatabase database = EmbeddedDatabases.startIn(folder);
    EmbeddedDatabase.Access owner = database.owner();
    try (Connection connection =
        DriverManager.getConnection(owner.url(), owner.user(), owner.password())) {
      MadeUpRows rows = new MadeUpRows(connection, Instant.now().truncatedTo(ChronoUnit.MILLIS), 7);
      rows.fill(BoardStory.TRIAL, 75, 420, BoardStory.CHANNELS);
      rows.fill(BoardStory.SHOP, 24 * 20, 70, BoardStory.DEVICES);
      setAside(connection);
    }
    EmbeddedDatabase.Access reader = database.reader();
    HikariDataSource pool = BoardDatabase.pool(reader.url(), reader.user(), reader.password());
    Funnel empty =
        BoardFixture.funnel(
            "referral",
            "Referral",
            List.of(),
            BoardFixture.step("invite", false),
            BoardFixture.step("accept", false));
    BoardServer server =
        BoardServer.start(
            BoardSettings.local(Integer.parseInt(arguments[0])),
            pool,
            () -> BoardFixture.declaring(BoardStory.TRIAL, BoardStory.SHOP, empty));
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

  private static void setAside(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "insert into late_events select 'f:' || i, null, 'pay', 'u', now() - interval '1 hour',"
              + " '{}', now(), now() from generate_series(1, 1284) i");
      statement.execute(
          "insert into rejected_events select 'clicks-0:' || i, 'malformed', 'Unexpected end of"
              + " input', convert_to('{\"event\":\"pay\",', 'UTF8'), 15, now() from"
              + " generate_series(1, 37) i");
    }
  }
}
