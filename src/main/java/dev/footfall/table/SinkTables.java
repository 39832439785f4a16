package dev.footfall.table;

import dev.footfall.alert.AlertRow;
import dev.footfall.definitions.VersionRow;
import dev.footfall.event.RejectedEvent;
import dev.footfall.ingest.LateEvent;
import dev.footfall.ingest.PartProgress;
import dev.footfall.journey.FinalProgress;
import dev.footfall.journey.FinalProgressOfVersions;
import dev.footfall.journey.Progress;
import dev.footfall.journey.VersionNote;
import dev.footfall.metric.ExperimentStepRow;
import dev.footfall.metric.ExperimentTimesRow;
import dev.footfall.metric.StepRow;
import dev.footfall.metric.TimesRow;
import dev.footfall.metric.VerdictRow;
import dev.footfall.report.FigureRow;
import dev.footfall.report.NextOfUnit;
import dev.footfall.yaml.InvalidDefinitions;
import dev.footfall.yaml.Problems;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
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

  private static final String MEND =
      "write it like those that come with Footfall, in target/dist/tables";

  private final StreamTableEnvironment environment;
  private final Map<String, TableFile> declared;

  private SinkTables(StreamTableEnvironment environment, Map<String, TableFile> declared) {
    this.environment = environment;
    this.declared = Map.copyOf(declared);
  }

  /**
   * Declares the tables of a folder.
   *
   * @throws InvalidDefinitions if a statement is no table that this job could write
   */
  public static SinkTables declare(TableFolder folder, StreamTableEnvironment environment) {
    Problems problems = new Problems();
    SinkTables tables = declare(folder, environment, problems);
    problems.throwIfAny();
    return tables;
  }

  /**
   * Finds what keeps a job from writing these tables, as far as that can be known without reaching
   * for what is behind them: nothing is opened and nothing runs.
   *
   * @return which of the job's tables get which rows, in a line for people
   */
  public static String check(TableFolder folder, Problems problems) {
    StreamExecutionEnvironment nothingRuns = StreamExecutionEnvironment.createLocalEnvironment(1);
    SinkTables tables = declare(folder, StreamTableEnvironment.create(nothingRuns), problems);
    for (RowTable<?> table : FootfallTables.ALL) {
      if (tables.isDeclared(table) && tables.fits(table, problems)) {
        Row row = new Row(table.columns().size());
        tables.insert(table, nothingRuns.fromData(List.of(row), table.rowType()), problems);
      }
    }
    return tables.describe();
  }

  private static SinkTables declare(
      TableFolder folder, StreamTableEnvironment environment, Problems problems) {
    environment
        .getConfig()
        .set(ExecutionConfigOptions.TABLE_EXEC_UID_GENERATION, UidGeneration.ALWAYS);
    Map<String, TableFile> declared = new TreeMap<>();
    for (TableFile file : folder.files()) {
      declare(file, environment, problems).ifPresent(name -> declared.put(name, file));
    }
    SinkTables tables = new SinkTables(environment, declared);
    FootfallTables.ALL.stream()
        .filter(tables::isDeclared)
        .forEach(table -> tables.requireFit(table, problems));
    return tables;
  }

  private static Optional<String> declare(
      TableFile file, StreamTableEnvironment environment, Problems problems) {
    if (!file.createsTable()) {
      problems.add(
          file.start(), "this is no CREATE TABLE", "declare one table of Flink SQL a file");
      return Optional.empty();
    }
    Set<String> before = Set.of(environment.listTables());
    try {
      environment.executeSql(file.statement());
    } catch (SqlParserException | TableException | ValidationException invalid) {
      problems.add(file.problem(invalid, MEND));
      return Optional.empty();
    }
    Set<String> added = new LinkedHashSet<>(Arrays.asList(environment.listTables()));
    added.removeAll(before);
    String name = String.join(", ", added);
    if (!FootfallTables.NAMES.contains(name)) {
      problems.add(
          file.positionOf(name),
          name + " is no table that this job writes",
          "declare one of " + String.join(", ", FootfallTables.NAMES));
      return Optional.empty();
    }
    return Optional.of(name);
  }

  private String describe() {
    Map<String, List<String>> tablesByRows = new LinkedHashMap<>();
    for (RowTable<?> table : FootfallTables.ALL) {
      String rows =
          !isDeclared(table)
              ? "not written"
              : canUpdate(table) ? "updated in place" : "written once";
      tablesByRows.computeIfAbsent(rows, which -> new ArrayList<>()).add(table.name());
    }
    return tablesByRows.entrySet().stream()
        .map(rows -> rows.getKey() + ": " + String.join(", ", rows.getValue()))
        .collect(Collectors.joining("; "));
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
      SingleOutputStreamOperator<T> rows, RowTable<?> table) {
    return rows.uid("final-" + table.uid()).name("Only final rows of " + table.name());
  }

  /** Writes {@code journeys}. */
  public void writeJourneys(DataStream<Progress> progress) {
    RowTable<Progress> table = FootfallTables.JOURNEYS;
    if (isDeclared(table)) {
      write(table, canUpdate(table) ? progress : FinalProgress.of(progress));
    }
  }

  /**
   * Writes {@code journeys} of funnels that change while the job runs.
   *
   * @param notes what becomes of their versions
   */
  public void writeJourneys(DataStream<Progress> progress, DataStream<VersionNote> notes) {
    RowTable<Progress> table = FootfallTables.JOURNEYS;
    if (isDeclared(table)) {
      write(table, canUpdate(table) ? progress : FinalProgressOfVersions.of(progress, notes));
    }
  }

  /** Writes {@code rejected_events}. */
  public void writeRejected(DataStream<RejectedEvent> rejected) {
    if (isDeclared(FootfallTables.REJECTED_EVENTS)) {
      writeApart(FootfallTables.REJECTED_EVENTS, rejected);
    }
  }

  /** Writes {@code late_events}. */
  public void writeLate(DataStream<LateEvent> late) {
    if (isDeclared(FootfallTables.LATE_EVENTS)) {
      writeApart(FootfallTables.LATE_EVENTS, late);
    }
  }

  /** Writes {@code job_progress}. */
  public void writeProgress(DataStream<PartProgress> progress) {
    if (isDeclared(FootfallTables.JOB_PROGRESS)) {
      writeApart(FootfallTables.JOB_PROGRESS, progress);
    }
  }

  /** Writes {@code funnel_versions}. */
  public void writeVersions(DataStream<VersionRow> versions) {
    if (isDeclared(FootfallTables.FUNNEL_VERSIONS)) {
      // One instance: what becomes of a version must not overtake what it was.
      RowTable<VersionRow> table = FootfallTables.FUNNEL_VERSIONS;
      insert(table, rows(table, versions).setParallelism(1).startNewChain());
    }
  }

  /** Whether anybody asks what comes of experiments. */
  public boolean wantExperiments() {
    return isDeclared(FootfallTables.EXPERIMENT_VERDICTS)
        || isDeclared(FootfallTables.EXPERIMENT_STEPS)
        || isDeclared(FootfallTables.EXPERIMENT_TIMES);
  }

  /** Writes {@code experiment_verdicts}. */
  public void writeVerdicts(DataStream<VerdictRow> rows) {
    RowTable<VerdictRow> table = FootfallTables.EXPERIMENT_VERDICTS;
    if (isDeclared(table)) {
      writeApart(
          table, canUpdate(table) ? rows : onlyFinal(rows.filter(VerdictRow::isFinal), table));
    }
  }

  /** Writes {@code experiment_steps}. */
  public void writeExperimentSteps(DataStream<ExperimentStepRow> rows) {
    RowTable<ExperimentStepRow> table = FootfallTables.EXPERIMENT_STEPS;
    if (isDeclared(table)) {
      writeApart(
          table,
          canUpdate(table) ? rows : onlyFinal(rows.filter(ExperimentStepRow::isFinal), table));
    }
  }

  /** Writes {@code experiment_times}. */
  public void writeExperimentTimes(DataStream<ExperimentTimesRow> rows) {
    RowTable<ExperimentTimesRow> table = FootfallTables.EXPERIMENT_TIMES;
    if (isDeclared(table)) {
      writeApart(
          table,
          canUpdate(table) ? rows : onlyFinal(rows.filter(ExperimentTimesRow::isFinal), table));
    }
  }

  /** Whether anybody asks what reports count. */
  public boolean wantReports() {
    return isDeclared(FootfallTables.REPORT_FIGURES) || isDeclared(FootfallTables.UNIT_NEXT);
  }

  /** Writes {@code report_figures}. */
  public void writeFigures(DataStream<FigureRow> rows) {
    RowTable<FigureRow> table = FootfallTables.REPORT_FIGURES;
    if (isDeclared(table)) {
      writeApart(
          table, canUpdate(table) ? rows : onlyFinal(rows.filter(FigureRow::isFinal), table));
    }
  }

  /** Writes {@code unit_next}: each row is final when it comes. */
  public void writeNext(DataStream<NextOfUnit> rows) {
    if (isDeclared(FootfallTables.UNIT_NEXT)) {
      writeApart(FootfallTables.UNIT_NEXT, rows);
    }
  }

  /** Whether anybody asks for alerts. */
  public boolean wantAlerts() {
    return isDeclared(FootfallTables.ALERTS);
  }

  /** Writes {@code alerts}: each is final when it comes. */
  public void writeAlerts(DataStream<AlertRow> alerts) {
    if (wantAlerts()) {
      writeApart(FootfallTables.ALERTS, alerts);
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
    insert(table, rows(table, source));
  }

  /**
   * What is rare has a chain of its own: so a database that takes its time does not hold up the
   * thread that reads events.
   */
  private <T> void writeApart(RowTable<T> table, DataStream<T> source) {
    insert(table, rows(table, source).startNewChain());
  }

  private static <T> SingleOutputStreamOperator<Row> rows(RowTable<T> table, DataStream<T> source) {
    // what the job knows -> row
    return source
        .process(table.toRow(), table.rowType())
        .uid("rows-" + table.uid())
        .name("Rows of " + table.name());
  }

  private void insert(RowTable<?> table, DataStream<Row> rows) {
    Problems problems = new Problems();
    insert(table, rows, problems);
    problems.throwIfAny();
  }

  /** Row to sink table. */
  private void insert(RowTable<?> table, DataStream<Row> rows, Problems problems) {
    // The table's name and what the operator does for it: nothing that depends on which other
    // tables there are, or state of a sink would not be found again.
    environment
        .getConfig()
        .set(ExecutionConfigOptions.TABLE_EXEC_UID_FORMAT, table.uid() + "-<transformation>");
    Table whole = environment.fromDataStream(rows, table.schema());
    StreamStatementSet statements = environment.createStatementSet();
    try {
      statements.addInsert(table.name(), whole.select(columnsOfSink(table)));
      statements.attachAsDataStream();
    } catch (TableException | ValidationException invalid) {
      problems.add(fileOf(table).problem(invalid, MEND));
    }
  }

  private TableFile fileOf(RowTable<?> table) {
    return Objects.requireNonNull(declared.get(table.name()), table.name());
  }

  private boolean fits(RowTable<?> table, Problems problems) {
    Problems here = new Problems();
    requireFit(table, here);
    problems.addAll(here);
    return here.isEmpty();
  }

  private void requireFit(RowTable<?> table, Problems problems) {
    requireKey(table, problems);
    requireKnownColumns(table, problems);
  }

  /** A sink that updates must do so by our key: by another, rows would overwrite each other. */
  private void requireKey(RowTable<?> table, Problems problems) {
    schemaOf(table)
        .getPrimaryKey()
        .map(UniqueConstraint::getColumns)
        .filter(key -> !Set.copyOf(key).equals(Set.copyOf(table.key())))
        .ifPresent(
            key ->
                problems.add(
                    fileOf(table).positionOf("primary"),
                    "the primary key of " + table.name() + " is (" + String.join(", ", key) + ")",
                    "write PRIMARY KEY ("
                        + String.join(", ", table.key())
                        + ") NOT ENFORCED, or none to get final rows only"));
  }

  private void requireKnownColumns(RowTable<?> table, Problems problems) {
    for (String column : columnNamesOfSink(table)) {
      if (!table.columnNames().contains(column)) {
        problems.add(
            fileOf(table).positionOf(column),
            "there is nothing to fill the column " + column + " of " + table.name() + " with",
            "declare only some of " + String.join(", ", table.columnNames()));
      }
    }
  }

  private Expression[] columnsOfSink(RowTable<?> table) {
    return columnNamesOfSink(table).stream().map(Expressions::$).toArray(Expression[]::new);
  }

  private List<String> columnNamesOfSink(RowTable<?> table) {
    return schemaOf(table).getColumns().stream()
        .filter(column -> column instanceof PhysicalColumn)
        .map(org.apache.flink.table.catalog.Column::getName)
        .toList();
  }
}
