package dev.footfall.table;

import dev.footfall.metric.VerdictRow;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a sink table for those who print them: the same fields, in the same order. When they
 * were written has no meaning there, nor since when a version has seen every event.
 */
public final class RowFields<T> {

  private static final Set<String> OF_A_RUNNING_JOB = Set.of("since", "updated_at");

  /** Of {@code experiment_verdicts}. */
  public static final RowFields<VerdictRow> VERDICTS =
      new RowFields<>(FootfallTables.EXPERIMENT_VERDICTS);

  private final List<Column<T>> columns;

  private RowFields(RowTable<T> table) {
    columns =
        table.columns().stream()
            .filter(column -> !OF_A_RUNNING_JOB.contains(column.name()))
            .toList();
  }

  /** The fields' names. */
  public List<String> names() {
    return columns.stream().map(Column::name).toList();
  }

  /** The values of a row, a field each: moments as text in UTC, the others as they are. */
  public List<@Nullable Object> of(T row) {
    List<@Nullable Object> values = new ArrayList<>();
    for (Column<T> column : columns) {
      Object value = column.read().of(row, new Column.Stamp(0, 0));
      values.add(
          value instanceof LocalDateTime moment
              ? moment.toInstant(ZoneOffset.UTC).toString()
              : value);
    }
    return values;
  }
}
