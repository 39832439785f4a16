package dev.footfall.table;

import dev.footfall.event.RejectedEvent;
import dev.footfall.ingest.LateEvent;
import dev.footfall.journey.FinalProgress;
import dev.footfall.journey.Progress;
import dev.footfall.metric.StepRow;
import dev.footfall.metric.TimesRow;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.table.api.Expressions;
import org.apache.flink.table.api.SqlParserException;
import org.apache.flink.table.api.Table;
import org.apache.flink.table.api.TableException;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.api.bridge.java.StreamStatementSet;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;
import org.apache.flink.table.api.config.ExecutionConfigOptions;
import org.apache.flink.table.api.config.ExecutionConfigOptions.UidGeneration;
import org.apache.flink.table.catalog.Column.PhysicalColumn;
import org.apache.flink.table.catalog.ResolvedSchema;
import org.apache.flink.table.catalog.UniqueConstraint;
import org.apache.flink.table.expressions.Expression;
import org.apache.flink.types.Row;

/**
 * Sends the job's rows to the tables that a folder declares. A table that is not declared is not
 * written; one without a primary key cannot be updated and gets final rows only.
 */
public final class SinkTables {

  private final StreamTableEnvironment environment;
  private final Map<String, Path> declared;

  private SinkTables(StreamTableEnvironment environment, Map<String, Path> declared) {
    this.environment = environment;
    this.declared = Map.copyOf(declared);
  }

  /**
   * Declares the tables of a folder.
   *
   * @throws InvalidTable if a statement is no table that this job could write
   */
  public static SinkTables declare(TableFolder folder, StreamTableEnvironment environment) {
    environment
        .getConfig()
        .set(ExecutionConfigOptions.TABLE_EXEC_UID_GENERATION, UidGeneration.ALWAYS);
    Map<String, Path> declared = new java.util.TreeMap<>();
    folder
        .statements()
        .forEach((file, statement) -> declared.put(declare(file, statement, environment), file));
    return new SinkTables(environment, declared);
  }

  private static String declare(Path file, String statement, StreamTableEnvironment environment) {
    Set<String> before = Set.of(environment.listTables());
    try {
      environment.executeSql(statement);
    } catch (SqlParserException | TableException | ValidationException invalid) {
      throw new InvalidTable(file + ": " + invalid.getMessage(), invalid);
    }
    Set<String> added = new LinkedHashSet<>(Arrays.asList(environment.listTables()));
    added.removeAll(before);
    String name = String.join(", ", added);
    if (!FootfallTables.NAMES.contains(name)) {
      throw new InvalidTable(
          file
              + ": declares "
              + (added.isEmpty() ? "no table" : name)
              + ", which this job does not write; declare one of "
              + String.join(", ", FootfallTables.NAMES),
          null);
    }
    return name;
  }

  /** Writes {@code funnel_steps}. */
  public void writeSteps(DataStream<StepRow> rows) {
    RowTable<StepRow> table = FootfallTables.FUNNEL_STEPS;
    if (isDeclared(table)) {
      write(table, canUpdate(table) ? rows : onlyFinal(rows.filter(StepRow::isFinal), table));
    }
  }

  /** Writes {@code funnel_times}. */
  public void writeTimes(DataStream<TimesRow> rows) {
    RowTable<TimesRow> table = FootfallTables.FUNNEL_TIMES;
    if (isDeclared(table)) {
      write(table, canUpdate(table) ? rows : onlyFinal(rows.filter(TimesRow::isFinal), table));
    }
  }

  private static <T> DataStream<T> onlyFinal(
      org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator<T> rows,
      RowTable<?> table) {
    return rows.uid("final-" + table.uid()).name("Only final rows of " + table.name());
  }

  /** Writes {@code journeys}. */
  public void writeJourneys(DataStream<Progress> progress) {
    RowTable<Progress> table = FootfallTables.JOURNEYS;
    if (isDeclared(table)) {
      write(table, canUpdate(table) ? progress : FinalProgress.of(progress));
    }
  }

  /** Writes {@code rejected_events}. */
  public void writeRejected(DataStream<RejectedEvent> rejected) {
    if (isDeclared(FootfallTables.REJECTED_EVENTS)) {
      write(FootfallTables.REJECTED_EVENTS, rejected);
    }
  }

  /** Writes {@code late_events}. */
  public void writeLate(DataStream<LateEvent> late) {
    if (isDeclared(FootfallTables.LATE_EVENTS)) {
      write(FootfallTables.LATE_EVENTS, late);
    }
  }

  private boolean isDeclared(RowTable<?> table) {
    return declared.containsKey(table.name());
  }

  private boolean canUpdate(RowTable<?> table) {
    return schemaOf(table).getPrimaryKey().isPresent();
  }

  private ResolvedSchema schemaOf(RowTable<?> table) {
    return environment.from(table.name()).getResolvedSchema();
  }

  private <T> void write(RowTable<T> table, DataStream<T> source) {
    requireKey(table);
    // what the job knows -> row
    DataStream<Row> rows =
        source
            .process(table.toRow(), table.rowType())
            .uid("rows-" + table.uid())
            .name("Rows of " + table.name());

    // row -> sink table
    environment
        .getConfig()
        .set(ExecutionConfigOptions.TABLE_EXEC_UID_FORMAT, table.uid() + "-<id>_<transformation>");
    Table whole = environment.fromDataStream(rows, table.schema());
    StreamStatementSet statements = environment.createStatementSet();
    statements.addInsert(table.name(), whole.select(columnsOfSink(table)));
    statements.attachAsDataStream();
  }

  /** A sink that updates must do so by our key: by another, rows would overwrite each other. */
  private void requireKey(RowTable<?> table) {
    schemaOf(table)
        .getPrimaryKey()
        .map(UniqueConstraint::getColumns)
        .filter(key -> !Set.copyOf(key).equals(Set.copyOf(table.key())))
        .ifPresent(
            key -> {
              throw new InvalidTable(
                  declared.get(table.name())
                      + ": the primary key is ("
                      + String.join(", ", key)
                      + "); declare PRIMARY KEY ("
                      + String.join(", ", table.key())
                      + ") NOT ENFORCED, or none for final rows only",
                  null);
            });
  }

  private Expression[] columnsOfSink(RowTable<?> table) {
    List<Expression> columns = new ArrayList<>();
    for (org.apache.flink.table.catalog.Column column : schemaOf(table).getColumns()) {
      if (column instanceof PhysicalColumn) {
        if (!table.columnNames().contains(column.getName())) {
          throw new InvalidTable(
              declared.get(table.name())
                  + ": has no column "
                  + column.getName()
                  + " to fill; declare only some of "
                  + String.join(", ", table.columnNames()),
              null);
        }
        columns.add(Expressions.$(column.getName()));
      }
    }
    return columns.toArray(new Expression[0]);
  }
}
