package dev.footfall.table.postgresql;

import java.io.Serializable;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.data.RowData;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.utils.LogicalTypeChecks;
import org.jspecify.annotations.Nullable;

/** Reads one column of a row as what the database's driver takes. */
@FunctionalInterface
interface ColumnValue extends Serializable {

  /** PostgreSQL's text holds every character but this one. */
  char NUL = '\0';

  char INSTEAD_OF_NUL = '\uFFFD';

  @Nullable Object in(RowData row, int position);

  /**
   * How a column of this type is read.
   *
   * @throws ValidationException if the type is none that this connector writes
   */
  static ColumnValue of(String column, LogicalType type) {
    ColumnValue value =
        switch (type.getTypeRoot()) {
          case CHAR, VARCHAR -> (row, at) -> text(row.getString(at).toString());
          case BOOLEAN -> RowData::getBoolean;
          case INTEGER -> RowData::getInt;
          case BIGINT -> RowData::getLong;
          case DOUBLE -> RowData::getDouble;
          case DATE -> (row, at) -> LocalDate.ofEpochDay(row.getInt(at));
          case BINARY, VARBINARY -> RowData::getBinary;
          case TIMESTAMP_WITHOUT_TIME_ZONE -> {
            int precision = LogicalTypeChecks.getPrecision(type);
            yield (row, at) -> row.getTimestamp(at, precision).toLocalDateTime();
          }
          case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> {
            int precision = LogicalTypeChecks.getPrecision(type);
            yield (row, at) -> row.getTimestamp(at, precision).toInstant().atOffset(ZoneOffset.UTC);
          }
          default ->
              throw new ValidationException(
                  "column "
                      + column
                      + " is "
                      + type.asSummaryString()
                      + ", which this connector does not write; declare one of STRING, BOOLEAN,"
                      + " INT, BIGINT, DOUBLE, DATE, TIMESTAMP, TIMESTAMP_LTZ, BYTES");
        };
    return (row, at) -> row.isNullAt(at) ? null : value.in(row, at);
  }

  private static String text(String text) {
    return text.indexOf(NUL) < 0 ? text : text.replace(NUL, INSTEAD_OF_NUL);
  }
}
