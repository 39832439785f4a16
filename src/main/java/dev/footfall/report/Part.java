package dev.footfall.report;

import dev.footfall.metric.TimeBuckets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One kind of figures of a report, and what the numbers of its cells are called where people read
 * them: {@code analyze} prints them so, and the views of the database have columns of these names.
 *
 * @param name as {@link Cell#part} has it
 * @param position what {@link Cell#position} is; null if it has none
 * @param from what {@link Cell#from} is; null if it has none
 * @param to what {@link Cell#to} is; null if it has none
 * @param count what {@link Amounts#count} is
 * @param ofThem what {@link Amounts#ofThem} is; null if it has none
 * @param millis what {@link Amounts#millis} is; null if it has none
 */
public record Part(
    String name,
    @Nullable String position,
    @Nullable String from,
    @Nullable String to,
    String count,
    @Nullable String ofThem,
    @Nullable String millis) {

  /** A position of this name is a bucket of times ({@link TimeBuckets}), shown by its last one. */
  static final String UP_TO_MS = "up_to_ms";

  /** The names of its columns, in order. */
  public List<String> columns() {
    return List.copyOf(valuesOf(Cell.of(name, 0, "", ""), Amounts.NOTHING).keySet());
  }

  /** How many of its columns, the first ones, are no amounts. */
  public int names() {
    return (position == null ? 0 : 1) + (from == null ? 0 : 1) + (to == null ? 0 : 1);
  }

  /** What a row has in these columns: text or whole numbers. */
  public Map<String, Object> valuesOf(Cell cell, Amounts amounts) {
    Map<String, Object> values = new LinkedHashMap<>();
    put(
        position,
        UP_TO_MS.equals(position) ? TimeBuckets.upTo(cell.position()) : cell.position(),
        values);
    put(from, cell.from(), values);
    put(to, cell.to(), values);
    put(count, amounts.count(), values);
    put(ofThem, amounts.ofThem(), values);
    put(millis, amounts.millis(), values);
    return values;
  }

  private static void put(@Nullable String name, Object value, Map<String, Object> values) {
    if (name != null) {
      values.put(name, value);
    }
  }
}
