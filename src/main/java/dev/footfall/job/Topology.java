package dev.footfall.job;

import dev.footfall.event.Declaration;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.journey.DeclaredFunnel;
import dev.footfall.journey.EngineChoice;
import dev.footfall.journey.Progress;
import dev.footfall.journey.UnservableFunnel;
import dev.footfall.journey.cep.CepEngine;
import dev.footfall.journey.tracker.TrackerEngine;
import dev.footfall.metric.CohortDelta;
import dev.footfall.metric.CohortKey;
import dev.footfall.metric.CombineChanges;
import dev.footfall.metric.CountUnits;
import dev.footfall.metric.CountUnitsOfVersions;
import dev.footfall.metric.Emit;
import dev.footfall.metric.StepRow;
import dev.footfall.metric.TimesRow;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.datastream.KeyedStream;
import org.apache.flink.streaming.api.datastream.SingleOutputStreamOperator;

/**
 * The middle of every job: admitted events in, progress and rows out. Read this first.
 *
 * @param changes what each unit did in each cohort, at every change
 * @param steps rows of {@code funnel_steps}
 * @param times rows of {@code funnel_times}
 */
public record Topology(
    DataStream<Progress.Change> changes, DataStream<StepRow> steps, DataStream<TimesRow> times) {

  /**
   * Lays the arrows from events to rows.
   *
   * @param events admitted events: none late, none twice
   * @param funnels at least one
   * @param emit when rows are written
   * @throws UnservableFunnel if a funnel asks for an engine that cannot serve it
   */
  public static Topology of(DataStream<Intake> events, List<Funnel> funnels, Emit emit) {
    UnservableFunnel.refuseAnyOf(funnels);

    // event -> progress
    List<Funnel> tracked = servedBy(Engine.TRACKER, funnels);
    DataStream<Progress.Change> changes =
        tracked.isEmpty()
            ? followByPattern(events, funnels).orElseThrow()
            : withPatterns(TrackerEngine.follow(events, tracked).changes(), events, funnels);

    // difference of counts -> rows
    SingleOutputStreamOperator<StepRow> steps =
        byCohort(changes)
            .process(new CountUnits(emit), TypeInformation.of(StepRow.class))
            .uid("count-units")
            .name("Count units per cohort");
    return new Topology(changes, steps, steps.getSideOutput(CountUnits.TIMES));
  }

  /**
   * Lays the arrows from events to rows for funnels that change while the job runs.
   *
   * @param intake admitted events, and declarations between them
   * @param initial the funnels in the beginning; those served by Flink CEP stay as they are
   * @param emit when rows are written
   * @throws UnservableFunnel if a funnel asks for an engine that cannot serve it
   */
  public static Topology ofChanging(DataStream<Intake> intake, Declaration initial, Emit emit) {
    List<Funnel> funnels =
        DeclaredFunnel.allIn(initial).stream().map(DeclaredFunnel::funnel).toList();
    UnservableFunnel.refuseAnyOf(funnels);

    // event -> progress, declaration -> note
    TrackerEngine tracker = TrackerEngine.followChanging(intake, initial);
    DataStream<Progress.Change> changes = withPatterns(tracker.changes(), intake, funnels);

    // difference of counts, note -> rows
    SingleOutputStreamOperator<StepRow> steps =
        byCohort(changes)
            .connect(tracker.notes().broadcast(CountUnitsOfVersions.VERSIONS))
            .process(new CountUnitsOfVersions(emit), TypeInformation.of(StepRow.class))
            .uid("count-units")
            .name("Count units per cohort");
    return new Topology(changes, steps, steps.getSideOutput(CountUnits.TIMES));
  }

  private static DataStream<Progress.Change> withPatterns(
      DataStream<Progress.Change> tracked, DataStream<Intake> events, List<Funnel> funnels) {
    return followByPattern(events, funnels).map(tracked::union).orElse(tracked);
  }

  private static Optional<DataStream<Progress.Change>> followByPattern(
      DataStream<Intake> events, List<Funnel> funnels) {
    return servedBy(Engine.CEP, funnels).stream()
        .map(funnel -> CepEngine.follow(events, funnel))
        .reduce(DataStream::union);
  }

  /** Differences of counts, added up before they are shuffled. */
  private static KeyedStream<CohortDelta, CohortKey> byCohort(DataStream<Progress.Change> changes) {
    return changes
        .transform("Add up changes", TypeInformation.of(CohortDelta.class), new CombineChanges())
        .uid("add-up-changes")
        .keyBy(CohortDelta::cohort, TypeInformation.of(CohortKey.class));
  }

  private static List<Funnel> servedBy(Engine engine, List<Funnel> funnels) {
    return funnels.stream().filter(funnel -> EngineChoice.of(funnel).engine() == engine).toList();
  }
}
