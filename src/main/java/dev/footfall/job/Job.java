package dev.footfall.job;

import dev.footfall.alert.Alerts;
import dev.footfall.definitions.Declarations;
import dev.footfall.definitions.Declared;
import dev.footfall.definitions.DefinitionStore;
import dev.footfall.event.Arrival;
import dev.footfall.event.Declaration;
import dev.footfall.funnel.Alert;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.ingest.Ingest;
import dev.footfall.metric.Emit;
import dev.footfall.metric.ExperimentStepRow;
import dev.footfall.metric.ExperimentTimesRow;
import dev.footfall.report.Reports;
import dev.footfall.table.SinkTables;
import dev.footfall.table.TableFolder;
import dev.footfall.yaml.Problems;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** The whole job: a source in, sink tables out. */
public final class Job {

  private Job() {}

  /**
   * Puts the whole job into the environment; nothing runs yet.
   *
   * @param declared at least one funnel; experiments, reports and alerts may be none
   * @param emit when rows are written
   * @param folder the sink tables
   */
  public static void assemble(
      StreamExecutionEnvironment environment,
      Source<Arrival, ?, ?> source,
      Ingest.Timing timing,
      FunnelFile.Content declared,
      Emit emit,
      TableFolder folder) {

    // source -> events, rejected, late
    Ingest ingest = Ingest.from(environment, source, timing);

    // events -> progress, rows
    Topology topology = Topology.of(ingest.admitted(), declared.funnels(), emit);

    // everything -> its table
    SinkTables tables = SinkTables.declare(folder, StreamTableEnvironment.create(environment));
    write(ingest, topology, tables);
    tables.writeJourneys(topology.progress());
    if (!declared.experiments().isEmpty() && tables.wantExperiments()) {
      write(Topology.judge(ingest.admitted(), declared.experiments(), emit), tables);
    }
    if (!declared.reports().isEmpty() && tables.wantReports()) {
      write(Reports.of(ingest.admitted(), declared.reports(), emit), tables);
    }
    writeAlerts(ingest, topology, declared.alerts(), tables);
  }

  /**
   * Puts a job whose funnels change while it runs into the environment; nothing runs yet.
   *
   * @param initial what is declared in the beginning, without a problem
   * @param store where definitions are watched
   * @param emit when rows are written
   * @param folder the sink tables
   */
  public static void assembleChanging(
      StreamExecutionEnvironment environment,
      Source<Arrival, ?, ?> source,
      Ingest.Timing timing,
      List<Declaration.Text> initial,
      DefinitionStore store,
      Emit emit,
      TableFolder folder) {

    // store -> declarations, versions
    Declarations declarations = Declarations.of(environment, store, initial);

    // source -> events and declarations between them, rejected, late
    Ingest ingest = Ingest.from(environment, source, timing, declarations.changes());

    // events, declarations -> progress, rows
    Topology.Changing changing =
        Topology.ofChanging(ingest.admitted(), Declared.first(initial).declaration(), emit);

    // everything -> its table
    SinkTables tables = SinkTables.declare(folder, StreamTableEnvironment.create(environment));
    write(ingest, changing.topology(), tables);
    tables.writeJourneys(changing.topology().progress(), changing.notes());
    tables.writeVersions(declarations.versions());
    if (tables.wantExperiments()) {
      // There may be none yet: what is declared while the job runs finds its place.
      write(
          Topology.judgeChanging(ingest.admitted(), Declared.first(initial).declaration(), emit),
          tables);
    }
    if (tables.wantReports()) {
      write(
          Reports.ofChanging(ingest.admitted(), Declared.first(initial).declaration(), emit),
          tables);
    }

    // Patterns of Flink CEP are part of the job itself: those of the beginning stay.
    writeAlerts(
        ingest,
        changing.topology(),
        FunnelFile.parseAll(initial, FunnelFile.Use.CONTINUOUS, new Problems()).alerts(),
        tables);
  }

  /**
   * Puts a job over history into the environment, which must be in batch mode: it writes the final
   * rows of the cohorts and windows that are closed, the same as if it had run all the time. What
   * is no event is not written again, and nobody is alerted.
   *
   * @param source bounded
   * @param dedupe for how long before an event its id is remembered
   * @param declared one funnel at least; of experiments those count in which all have had their
   *     time by then
   * @param until up to when history is complete, in event time
   * @param folder the sink tables
   */
  public static void assembleHistory(
      StreamExecutionEnvironment environment,
      Source<Arrival, ?, ?> source,
      Duration dedupe,
      FunnelFile.Content declared,
      Instant until,
      TableFolder folder) {
    List<Funnel> funnels = declared.funnels();
    ClosedBy closed = new ClosedBy(until.toEpochMilli(), funnels);

    // source -> events
    Ingest ingest =
        Ingest.from(
            environment, source, new Ingest.Timing(Optional.empty(), Optional.empty(), dedupe));

    // events -> progress, rows
    Topology topology = Topology.of(ingest.admitted(), funnels, Emit.FINAL);

    // rows of closed cohorts -> their tables
    SinkTables tables =
        SinkTables.declare(
            folder,
            StreamTableEnvironment.create(
                environment, EnvironmentSettings.newInstance().inBatchMode().build()));
    tables.writeSteps(
        topology.steps().filter(closed::test).uid("closed-steps").name("Steps of closed cohorts"));
    tables.writeTimes(
        topology.times().filter(closed::test).uid("closed-times").name("Times of closed cohorts"));
    tables.writeJourneys(
        topology
            .lastProgress()
            .filter(closed::test)
            .uid("closed-journeys")
            .name("Journeys of closed cohorts"));
    List<Experiment> over = declared.experiments().stream().filter(closed::test).toList();
    if (!over.isEmpty() && tables.wantExperiments()) {
      // Every look is told, for the board shows how it came to be; of counts only the last.
      Topology.Judged judged = Topology.judge(ingest.admitted(), over, Emit.live(0));
      tables.writeVerdicts(judged.verdicts());
      tables.writeExperimentSteps(
          judged
              .steps()
              .filter(ExperimentStepRow::isFinal)
              .uid("last-experiment-steps")
              .name("Steps at the last look"));
      tables.writeExperimentTimes(
          judged
              .times()
              .filter(ExperimentTimesRow::isFinal)
              .uid("last-experiment-times")
              .name("Times at the last look"));
    }
    if (!declared.reports().isEmpty() && tables.wantReports()) {
      Reports reports = Reports.of(ingest.admitted(), declared.reports(), Emit.FINAL);
      tables.writeFigures(
          reports
              .figures()
              .filter(closed::test)
              .uid("closed-figures")
              .name("Figures of closed windows"));
      tables.writeNext(
          reports
              .next()
              .filter(closed::test)
              .uid("closed-next")
              .name("What units of closed cohorts did next"));
    }
  }

  private static void writeAlerts(
      Ingest ingest, Topology topology, List<Alert> alerts, SinkTables tables) {
    if (!alerts.isEmpty() && tables.wantAlerts()) {
      tables.writeAlerts(Alerts.of(ingest.admitted(), topology::steps, alerts));
    }
  }

  private static void write(Topology.Judged judged, SinkTables tables) {
    tables.writeVerdicts(judged.verdicts());
    tables.writeExperimentSteps(judged.steps());
    tables.writeExperimentTimes(judged.times());
  }

  private static void write(Reports reports, SinkTables tables) {
    tables.writeFigures(reports.figures());
    tables.writeNext(reports.next());
  }

  private static void write(Ingest ingest, Topology topology, SinkTables tables) {
    tables.writeSteps(topology.steps());
    tables.writeTimes(topology.times());
    tables.writeRejected(ingest.rejected());
    tables.writeLate(ingest.late());
    tables.writeProgress(ingest.progress());
  }
}
