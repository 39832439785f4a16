package dev.footfall.cli;

import com.zaxxer.hikari.HikariDataSource;
import dev.footfall.board.Access;
import dev.footfall.board.BoardDatabase;
import dev.footfall.board.BoardServer;
import dev.footfall.board.BoardSettings;
import dev.footfall.board.Freshness;
import dev.footfall.definitions.LatestDefinitions;
import dev.footfall.job.Environment;
import dev.footfall.job.Settings;
import dev.footfall.job.SettingsFile;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code footfall board}: the board alone. */
@Command(
    name = "board",
    mixinStandardHelpOptions = true,
    header = "Serve the board on the sink tables that a job writes to PostgreSQL.",
    description = {
      "",
      "Of the settings it takes 'definitions' and 'board'. It only reads, takes over definitions that",
      "change, and stays up while the database is away.",
      ""
    })
final class BoardCommand implements Callable<Integer> {

  private static final Duration LOOK_EVERY = Duration.ofSeconds(5);

  @Parameters(paramLabel = "SETTINGS", description = "The settings file; see 'footfall check'.")
  private Path settings;

  @Spec private CommandSpec spec;

  /** Picocli makes it by reflection. */
  BoardCommand() {}

  @Override
  public Integer call() throws InterruptedException {
    SettingsFile.BoardPart read = SettingsFile.readBoard(settings, Environment.ofThisProcess());
    Settings.Board board = read.board();
    if (!board.isGiven()) {
      throw new BadUsage(
          settings + ": has no \"board\"; write board: {database: \"jdbc:postgresql://…\"}");
    }
    BoardSettings listening =
        new BoardSettings(board.host(), board.port(), 0, Freshness.DEFAULT, accessOf(board));
    try (LatestDefinitions declared = LatestDefinitions.of(read.definitions(), LOOK_EVERY);
        HikariDataSource database =
            BoardDatabase.pool(board.database(), board.user(), board.password().value());
        BoardServer server = BoardServer.start(listening, database, declared)) {
      spec.commandLine().getOut().println("The board is on " + server.address());
      // Until the process is told to end.
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private static Access accessOf(Settings.Board board) {
    return new Access(
        Optional.of(board.token().value()).filter(token -> !token.isEmpty()),
        Optional.of(board.proxyHeader()).filter(name -> !name.isEmpty()));
  }
}
