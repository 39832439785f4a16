package dev.footfall.report;

import dev.footfall.journey.KeyText;
import java.util.Set;

/**
 * Names one thing that is counted in a window of a report.
 *
 * @param part which of the report's figures it is, such as {@code flow}; each is a table's rows
 * @param position its place among those of the part: a position in a path, a day, an hour of the
 *     week, a bucket of times; 0 where there is none
 * @param from the name it is about, or where somebody came from; empty if it has none
 * @param to where somebody went; empty if nowhere
 * @param value the value of the breakdown; empty in the total
 */
public record Cell(String part, int position, String from, String to, String value) {

  /** Three of them, and what else names a row, fit the key of a database index. */
  private static final int MOST_BYTES = 700;

  public Cell {
    from = KeyText.of(from, MOST_BYTES);
    to = KeyText.of(to, MOST_BYTES);
    value = KeyText.of(value, MOST_BYTES);
  }

  /** The name under which all beyond {@code max_values} are counted. */
  public static final String OTHER = "(other)";

  /** Where a path starts. */
  public static final String START = "(start)";

  /** Where a path ends. */
  public static final String END = "(end)";

  /** Positions of a path that are not counted. */
  public static final String MORE = "(more)";

  /** What is nobody's name, and takes no place among names. */
  static final Set<String> NO_NAMES = Set.of(OTHER, START, END, MORE);

  /** In the total. */
  public static Cell of(String part, int position, String from, String to) {
    return new Cell(part, position, from, to, "");
  }

  /** The same among users of this value. */
  Cell among(String itsValue) {
    return new Cell(part, position, from, to, itsValue);
  }
}
