package dev.footfall.yaml;

import java.util.Comparator;

/**
 * A place in a file, as an editor shows it.
 *
 * @param file the file as it was named by whoever asked for it
 * @param line from 1
 * @param column from 1, in characters
 */
public record Position(String file, int line, int column) implements Comparable<Position> {

  private static final Comparator<Position> READING_ORDER =
      Comparator.comparing(Position::file)
          .thenComparingInt(Position::line)
          .thenComparingInt(Position::column);

  /** Where a file begins; also stands for the file as a whole. */
  public static Position startOf(String file) {
    return new Position(file, 1, 1);
  }

  @Override
  public int compareTo(Position other) {
    return READING_ORDER.compare(this, other);
  }

  /** {@code file:line:column}, which editors and terminals can jump to. */
  @Override
  public String toString() {
    return file + ":" + line + ":" + column;
  }
}
