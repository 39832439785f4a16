package dev.footfall.table.postgresql;

import static java.util.stream.Collectors.joining;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.table.data.RowData;
import org.jspecify.annotations.Nullable;

/**
 * Writes whole rows to a table by its primary key: a row that is there already is replaced.
 *
 * @param table as the database names it, its schema in front if it is not on the search path
 * @param guards what each replacement must pass
 * @param columns in the order of the rows' fields; one at least is in the key
 */
record UpsertStatement(String table, List<Guard> guards, List<Column> columns)
    implements Serializable {

  UpsertStatement {
    guards = new ArrayList<>(guards);
    columns = new ArrayList<>(columns);
  }

  /** When a row may be replaced. */
  sealed interface Guard extends Serializable {

    /** As a condition, of the row that is {@code known} and the one that is {@code excluded}. */
    String sql();
  }

  /**
   * A row that is final is never replaced by one that is not, as a job writes that begins anew.
   *
   * @param column the column that says so
   */
  record OfFinal(String column) implements Guard {

    @Override
    public String sql() {
      return "not known." + quote(column) + " or excluded." + quote(column);
    }
  }

  /**
   * A row that has seen every event it could count is never replaced by one that lacks some.
   *
   * <p>Rows that lack some replace each other: what one instance knows of {@code since} another may
   * still learn, and the row must go on.
   *
   * @param since the column that says after which event time a row has seen every event
   * @param begin the column that says from which event time it counts
   */
  record OfWhole(String since, String begin) implements Guard {

    @Override
    public String sql() {
      return "known."
          + quote(since)
          + " >= known."
          + quote(begin)
          + " or excluded."
          + quote(since)
          + " < excluded."
          + quote(begin);
    }
  }

  /** One column of the table. */
  record Column(String name, ColumnValue value, boolean inKey) implements Serializable {

    private String quoted() {
      return quote(name);
    }
  }

  /** The values of a row, in the order of the columns. */
  @Nullable Object[] valuesOf(RowData row) {
    @Nullable Object[] values = new Object[columns.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = columns.get(i).value().in(row, i);
    }
    return values;
  }

  /** The values of the key, by which a row is the same. */
  List<@Nullable Object> keyOf(@Nullable Object[] values) {
    List<@Nullable Object> key = new ArrayList<>(columns.size());
    for (int i = 0; i < values.length; i++) {
      if (columns.get(i).inKey()) {
        key.add(values[i]);
      }
    }
    return key;
  }

  String sql() {
    String names = columns.stream().map(Column::quoted).collect(joining(", "));
    String places = columns.stream().map(column -> "?").collect(joining(", "));
    String key = columns.stream().filter(Column::inKey).map(Column::quoted).collect(joining(", "));
    String others =
        columns.stream()
            .filter(column -> !column.inKey())
            .map(column -> column.quoted() + " = excluded." + column.quoted())
            .collect(joining(", "));
    return "insert into "
        + quotedTable()
        + " as known ("
        + names
        + ") values ("
        + places
        + ") on conflict ("
        + key
        + ") do "
        + (others.isEmpty() ? "nothing" : "update set " + others + condition());
  }

  private String condition() {
    return guards.isEmpty()
        ? ""
        : guards.stream()
            .map(guard -> "(" + guard.sql() + ")")
            .collect(joining(" and ", " where ", ""));
  }

  /**
   * Writes rows in one transaction.
   *
   * @param rows no two of one key
   */
  void write(Connection connection, List<@Nullable Object[]> rows) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql())) {
      for (@Nullable Object[] values : rows) {
        for (int i = 0; i < values.length; i++) {
          statement.setObject(i + 1, values[i]);
        }
        statement.addBatch();
      }
      statement.executeBatch();
    }
    connection.commit();
  }

  private String quotedTable() {
    return List.of(table.split("\\.", 2)).stream()
        .map(UpsertStatement::quote)
        .collect(joining("."));
  }

  private static String quote(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
