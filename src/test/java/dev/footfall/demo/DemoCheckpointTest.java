package dev.footfall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.job.InProcessJob;
import dev.footfall.table.postgresql.Schema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole job of the demo, with its experiments, reports and alerts, keeps checkpoints: though
 * one of the readers of its source has nothing to read and has finished.
 */
class DemoCheckpointTest {

  @Test
  void checkpointsAreKeptThoughAReaderHasFinished(@TempDir Path folder) throws Exception {
    Path checkpoints = folder.resolve("checkpoints");
    EmbeddedDatabase database = EmbeddedDatabases.startIn(folder);
    EmbeddedDatabase.Access owner = database.owner();
    Schema.bringUpToDate(owner.url(), owner.user(), owner.password());
    InProcessJob job = DemoStory.of(1, Instant.now()).start(owner, checkpoints);
    try {
      long until = System.nanoTime() + Duration.ofSeconds(90).toNanos();
      while (!isAnyKept(checkpoints) && System.nanoTime() < until) {
        TimeUnit.MILLISECONDS.sleep(100);
      }
      assertThat(isAnyKept(checkpoints)).isTrue();
    } finally {
      job.cancel();
      database.close();
    }
  }

  private static boolean isAnyKept(Path checkpoints) throws IOException {
    if (!Files.isDirectory(checkpoints)) {
      return false;
    }
    try (Stream<Path> files = Files.find(checkpoints, 3, (path, its) -> true)) {
      return files.anyMatch(path -> path.endsWith("_metadata"));
    }
  }
}
