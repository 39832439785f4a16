package dev.footfall.demo;

import java.nio.file.Path;

/**
 * Databases for the tests of other packages. The programs are unpacked once, below {@code target},
 * and shared.
 */
public final class EmbeddedDatabases {

  private EmbeddedDatabases() {}

  public static EmbeddedDatabase startIn(Path folder) {
    return EmbeddedDatabase.start(folder, Path.of("target", "postgres"));
  }
}
