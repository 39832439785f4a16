package dev.footfall.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Finds the files that patterns such as {@code /data/*.jsonl.gz} mean: {@code *} and {@code ?} in
 * one name, {@code **} through folders, {@code [ab]} and {@code {csv,json}} for choices.
 */
public final class FilePatterns {

  private static final String PATTERN_CHARACTERS = "*?[{";

  private FilePatterns() {}

  /**
   * The files, each pattern's by name. What is no pattern, names a file as it is, or matches
   * nothing stays itself, so that whoever opens it can say that it is not there.
   *
   * @throws UncheckedIOException if a folder cannot be read
   */
  public static List<String> expand(List<String> patterns) {
    List<String> files = new ArrayList<>();
    for (String pattern : patterns) {
      List<String> matching = isPattern(pattern) ? matching(pattern) : List.of();
      files.addAll(matching.isEmpty() ? List.of(pattern) : matching);
    }
    return files.stream().distinct().toList();
  }

  private static boolean isPattern(String path) {
    return !path.contains("://")
        && path.chars().anyMatch(character -> PATTERN_CHARACTERS.indexOf(character) >= 0)
        && !Files.exists(Path.of(path));
  }

  private static List<String> matching(String pattern) {
    Path folder = folderAbove(Path.of(pattern));
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    int depth =
        pattern.contains("**")
            ? Integer.MAX_VALUE
            : Path.of(pattern).getNameCount() - nameCount(folder);
    try (Stream<Path> inside = Files.walk(folder, depth, FileVisitOption.FOLLOW_LINKS)) {
      return inside
          .filter(matcher::matches)
          .filter(Files::isRegularFile)
          .map(Path::toString)
          .sorted()
          .toList();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The deepest folder whose name holds no pattern. */
  private static Path folderAbove(Path pattern) {
    Path folder = pattern.isAbsolute() ? pattern.getRoot() : Path.of("");
    for (Path name : pattern) {
      if (isPattern(name.toString())) {
        return folder;
      }
      folder = folder.resolve(name);
    }
    return folder;
  }

  private static int nameCount(Path folder) {
    return folder.toString().isEmpty() ? 0 : folder.getNameCount();
  }
}
