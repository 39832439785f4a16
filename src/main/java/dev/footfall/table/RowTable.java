package dev.footfall.table;

import dev.footfall.watch.JobMetrics;
import java.io.Serializable;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.java.typeutils.RowTypeInfo;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.table.api.Schema;
import org.apache.flink.types.Row;
import org.apache.flink.util.Collector;

/**
 * One of the tables that the job can write.
 *
 * @param name the table's name, and that of its DDL file
 * @param columns all columns it can have; a DDL may leave out those that are not in the key
 */
record RowTable<T>(String name, List<Column<T>> columns) implements Serializable {

  RowTable {
    columns = List.copyOf(columns);
  }

  /** As it stands in the uids of its operators. */
  String uid() {
    return name.replace('_', '-');
  }

  List<String> columnNames() {
    return columns.stream().map(Column::name).toList();
  }

  List<String> key() {
    return columns.stream().filter(Column::inKey).map(Column::name).toList();
  }

  /**
   * The rows are whole and keyed as the sink is, so the planner puts nothing between them and the
   * sink: no normaliser, no state.
   */
  Schema schema() {
    Schema.Builder schema = Schema.newBuilder();
    for (Column<T> column : columns) {
      schema.column(column.name(), column.declaredType());
    }
    return schema.primaryKey(key()).build();
  }

  RowTypeInfo rowType() {
    return new RowTypeInfo(
        columns.stream().map(Column::flinkType).toArray(TypeInformation<?>[]::new),
        columnNames().toArray(String[]::new));
  }

  ProcessFunction<T, Row> toRow() {
    return new ToRow<>(this);
  }

  private static final class ToRow<T> extends ProcessFunction<T, Row> {
    private static final long serialVersionUID = 1L;

    private final RowTable<T> table;
    private transient Counter rows;

    @SuppressWarnings("NullAway.Init") // Flink opens it before it is used.
    ToRow(RowTable<T> table) {
      this.table = table;
    }

    @Override
    public void open(OpenContext context) {
      rows = JobMetrics.ofTable(table.name(), getRuntimeContext().getMetricGroup()).counter("rows");
    }

    @Override
    public void processElement(T what, Context context, Collector<Row> out) {
      Column.Stamp when =
          new Column.Stamp(
              context.timerService().currentWatermark(),
              context.timerService().currentProcessingTime());
      Row row = new Row(table.columns().size());
      for (int i = 0; i < table.columns().size(); i++) {
        row.setField(i, table.columns().get(i).read().of(what, when));
      }
      rows.inc();
      out.collect(row);
    }
  }
}
