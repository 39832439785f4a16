package dev.footfall.demo;

import com.zaxxer.hikari.HikariDataSource;
import dev.footfall.board.BoardDatabase;
import dev.footfall.board.BoardServer;
import dev.footfall.board.BoardSettings;
import dev.footfall.board.Freshness;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.job.InProcessJob;
import dev.footfall.table.postgresql.Schema;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Everything in one process: simulated traffic, Flink, a database and the board. */
public final class Demo {

  /** Simulated time runs behind the clock for a while, which makes no number old. */
  private static final Freshness FRESHNESS =
      new Freshness(Duration.ofMinutes(2), Duration.ofMinutes(10), Duration.ofDays(366));

  private Demo() {}

  /**
   * What the demo is to do.
   *
   * @param folder where its data stays between runs
   * @param port the board's; the next free one is taken if it is not free
   * @param database a PostgreSQL of one's own; null for the embedded one
   * @param fresh whether to forget what earlier runs left in the folder
   * @param seed of the traffic of a first run
   */
  public record Options(
      Path folder,
      int port,
      EmbeddedDatabase.@Nullable Access database,
      boolean fresh,
      long seed) {}

  /**
   * Runs until the process is told to end.
   *
   * @param out for people
   * @throws Exception what keeps it from running, or ends it
   */
  public static void run(Options options, PrintWriter out) throws Exception {
    DemoFolder folder = new DemoFolder(options.folder());
    if (options.fresh()) {
      folder.forget();
    }
    EmbeddedDatabase.Access own = options.database();
    if (own != null) {
      Schema.bringUpToDate(own.url(), own.user(), own.password());
      run(options, folder, own, own, job -> {}, out);
      return;
    }
    out.println("Starting the database …");
    out.flush();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder.database())) {
      run(
          options,
          folder,
          database.owner(),
          database.reader(),
          job -> database.beforeStopping(job::cancel),
          out);
    }
  }

  private static void run(
      Options options,
      DemoFolder folder,
      EmbeddedDatabase.Access writer,
      EmbeddedDatabase.Access reader,
      Consumer<InProcessJob> whenStarted,
      PrintWriter out)
      throws Exception {
    DemoStory story = folder.story(options.seed(), Instant.now());
    FunnelFile.Content declared = story.declared();
    BoardSettings settings = BoardSettings.local(options.port()).orNextFree().with(FRESHNESS);
    try (HikariDataSource reading =
            BoardDatabase.pool(reader.url(), reader.user(), reader.password());
        BoardServer board = BoardServer.start(settings, reading, () -> declared)) {
      out.println("Starting the job …");
      out.flush();
      InProcessJob job = story.start(writer, folder.checkpoints());
      whenStarted.accept(job);
      out.println();
      out.println("  The board is on " + board.address());
      out.println();
      out.println(
          "  A month of simulated history comes in first; then time runs "
              + DemoStory.SPEED
              + " times faster than the clock, until it has caught up.");
      out.println(
          "  What it learns stays in "
              + options.folder()
              + ": stop it with Ctrl-C, and the next start goes on from there.");
      out.flush();
      job.await();
    }
  }
}
