package dev.footfall.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * Where Flink puts what it needs only while this process runs: a folder of its own among the
 * temporary files. It goes when the process ends, unless that is killed.
 */
final class TemporaryFolder {

  /** Flink may still be writing while the process ends. */
  private static final int ATTEMPTS = 20;

  private static final long MILLIS_BETWEEN = 50;

  private TemporaryFolder() {}

  /** One for all jobs of the process. */
  static Path path() {
    return Held.PATH;
  }

  /** Made when it is first asked for. */
  private static final class Held {

    private static final Path PATH = make();

    private static Path make() {
      try {
        Path folder = Files.createTempDirectory("footfall-");
        Runtime.getRuntime()
            .addShutdownHook(new Thread(() -> delete(folder), "delete-temporary-files"));
        return folder;
      } catch (IOException unwritable) {
        throw new UncheckedIOException(
            "no folder for temporary files can be made in "
                + System.getProperty("java.io.tmpdir")
                + "; start with -Djava.io.tmpdir=FOLDER",
            unwritable);
      }
    }
  }

  private static void delete(Path folder) {
    try {
      for (int attempt = 0; attempt < ATTEMPTS && !isGone(folder); attempt++) {
        Thread.sleep(MILLIS_BETWEEN);
      }
    } catch (InterruptedException inAHurry) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean isGone(Path folder) {
    try (Stream<Path> paths = Files.walk(folder)) {
      List<Path> deepestFirst = paths.sorted(Comparator.reverseOrder()).toList();
      for (Path path : deepestFirst) {
        Files.deleteIfExists(path);
      }
    } catch (IOException | UncheckedIOException changing) {
      return Files.notExists(folder);
    }
    return true;
  }
}
