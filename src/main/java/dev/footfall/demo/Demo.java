package dev.footfall.demo;

import com.zaxxer.hikari.HikariDataSource;
import dev.footfall.board.BoardDatabase;
import dev.footfall.board.BoardServer;
import dev.footfall.board.BoardSettings;
import dev.footfall.board.Freshness;
import dev.footfall.job.InProcessJob;
import dev.footfall.table.postgresql.Schema;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Everything in one process: simulated traffic, Flink, a database and the board. */
public final class Demo {

  /** The board says how old its numbers are by the clock; simulated time runs behind it for a while. */
  private static final Freshness FRESHNESS =
      new Freshness(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofDays(366));

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
   * Runs until the process is told to end or the job fails.
   *
   * @param out for people
   */
  public static void run(Options options, PrintWriter out) throws IOException, InterruptedException, ExecutionException {
    DemoFolder folder = DemoFolder.open(options.folder(), options.fresh());
    try (DemoDatabase database = DemoDatabase.start(options.database(), folder, out)) {
      DemoStory story = folder.story(options.seed());
      try (HikariDataSource reading = BoardDatabase.pool(
              database.reader().url(), database.reader().user(), database.reader().password());
          BoardServer board =
              BoardServer.start(
                  BoardSettings.local(options.port()).orNextFree().with(FRESHNESS),
                  reading,
                  DemoFunnels::all)) {
        InProcessJob job = story.start(database.owner(), folder);
        out.println();
        out.println("  The board is on " + board.address());
        out.println();
        out.println("  30 days of history come in first, then traffic goes on " + DemoStory.SPEED
            + " times faster than the clock until it has caught up.");
        out.println("  Its data is in " + options.folder() + ". Press Ctrl-C to end; the next start goes on from there.");
        out.flush();
        job.await();
      }
    }
  }
}
