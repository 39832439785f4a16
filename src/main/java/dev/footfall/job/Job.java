package dev.footfall.job;

import dev.footfall.definitions.Declarations;
import dev.footfall.definitions.Declared;
import dev.footfall.definitions.DefinitionStore;
import dev.footfall.event.Arrival;
import dev.footfall.event.Declaration;
import dev.footfall.funnel.Funnel;
import dev.footfall.ingest.Ingest;
import dev.footfall.journey.Progress;
import dev.footfall.metric.Emit;
import dev.footfall.table.SinkTables;
import dev.footfall.table.TableFolder;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.table.api.bridge.java.StreamTableEnvironment;

/** The whole job: a source in, sink tables out. */
public final class Job {

  private Job() {}

  /**
   * Puts the whole job into the environment; nothing runs yet.
   *
   * @param funnels at least one
   * @param emit when rows are written
   * @param folder the sink tables
   */
  public static void assemble(
      StreamExecutionEnvironment environment,
      Source<Arrival, ?, ?> source,
      Ingest.Timing timing,
      List<Funnel> funnels,
      Emit emit,
      TableFolder folder) {

    // source -> events, rejected, late
    Ingest ingest = Ingest.from(environment, source, timing);

    // events -> progress, rows
    Topology topology = Topology.of(ingest.admitted(), funnels, emit);

    // everything -> its table
    SinkTables tables = SinkTables.declare(folder, StreamTableEnvironment.create(environment));
    write(ingest, topology, tables);
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
    Topology topology =
        Topology.ofChanging(ingest.admitted(), Declared.first(initial).declaration(), emit);

    // everything -> its table
    SinkTables tables = SinkTables.declare(folder, StreamTableEnvironment.create(environment));
    write(ingest, topology, tables);
    tables.writeVersions(declarations.versions());
  }

  private static void write(Ingest ingest, Topology topology, SinkTables tables) {

    // change -> progress
    DataStream<Progress> progress =
        topology
            .changes()
            .map(Progress.Change::after, TypeInformation.of(Progress.class))
            .uid("latest-progress")
            .name("Latest progress");

    // everything -> its table
    tables.writeSteps(topology.steps());
    tables.writeTimes(topology.times());
    tables.writeJourneys(progress);
    tables.writeRejected(ingest.rejected());
    tables.writeLate(ingest.late());
  }
}
