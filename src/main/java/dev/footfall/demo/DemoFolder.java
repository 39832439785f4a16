package dev.footfall.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;

/**
 * Where the demo's data stays between runs: the database, the job's checkpoints and the story told.
 *
 * @param path of the folder
 */
record DemoFolder(Path path) {

  private static final String SEED = "seed";
  private static final String BEGAN = "began";

  Path database() {
    return path.resolve("database");
  }

  Path checkpoints() {
    return path.resolve("checkpoints");
  }

  /**
   * The story of this folder's first run, which every further run goes on with.
   *
   * @param seed for a first run
   */
  DemoStory story(long seed, Instant now) throws IOException {
    Path file = path.resolve("story.properties");
    Properties story = new Properties();
    if (Files.exists(file)) {
      try (java.io.Reader reader = Files.newBufferedReader(file)) {
        story.load(reader);
      }
    } else {
      Files.createDirectories(path);
      story.setProperty(SEED, Long.toString(seed));
      story.setProperty(BEGAN, now.toString());
      try (java.io.Writer writer = Files.newBufferedWriter(file)) {
        story.store(writer, "What the simulated traffic is made from");
      }
    }
    return DemoStory.of(
        Long.parseLong(story.getProperty(SEED)), Instant.parse(story.getProperty(BEGAN)));
  }

  /** Forgets the job and its story, and with an embedded database its data too. */
  void forget() throws IOException {
    for (Path part : List.of(path.resolve("story.properties"), checkpoints(), database())) {
      deleteAll(part);
    }
  }

  private static void deleteAll(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
