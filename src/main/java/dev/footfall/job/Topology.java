package dev.footfall.job;

import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.journey.EngineChoice;
import dev.footfall.journey.Progress;
import dev.footfall.journey.UnservableFunnel;
import dev.footfall.journey.cep.CepEngine;
import dev.footfall.journey.tracker.TrackerEngine;
import dev.footfall.metric.CohortDelta;
import dev.footfall.metric.CohortKey;
import dev.footfall.metric.CombineChanges;
import dev.footfall.metric.CountUnits;
import dev.footfall.metric.Emit;
import dev.footfall.metric.StepRow;
import dev.footfall.metric.TimesRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
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
  public static Topology of(DataStream<Event> events, List<Funnel> funnels, Emit emit) {
    UnservableFunnel.refuseAnyOf(funnels);
    Map<String, Funnel> byId = byId(funnels);

    // event -> progress
    DataStream<Progress.Change> changes = follow(events, funnels);

    // progress -> difference of counts, added up before it is shuffled
    SingleOutputStreamOperator<CohortDelta> deltas =
        changes
            .transform(
                "Add up changes", TypeInformation.of(CohortDelta.class), new CombineChanges(byId))
            .uid("add-up-changes");

    // difference of counts -> rows
    SingleOutputStreamOperator<StepRow> steps =
        deltas
            .keyBy(CohortDelta::cohort, TypeInformation.of(CohortKey.class))
            .process(new CountUnits(byId, emit), TypeInformation.of(StepRow.class))
            .uid("count-units")
            .name("Count units per cohort");
    return new Topology(changes, steps, steps.getSideOutput(CountUnits.TIMES));
  }

  private static DataStream<Progress.Change> follow(
      DataStream<Event> events, List<Funnel> funnels) {
    List<Funnel> tracked = servedBy(Engine.TRACKER, funnels);
    List<DataStream<Progress.Change>> changes = new ArrayList<>();
    if (!tracked.isEmpty()) {
      changes.add(TrackerEngine.follow(events, tracked));
    }
    servedBy(Engine.CEP, funnels).forEach(funnel -> changes.add(CepEngine.follow(events, funnel)));
    return changes.stream().reduce(DataStream::union).orElseThrow();
  }

  private static List<Funnel> servedBy(Engine engine, List<Funnel> funnels) {
    return funnels.stream().filter(funnel -> EngineChoice.of(funnel).engine() == engine).toList();
  }

  /** Funnels by their id, in their order. */
  static Map<String, Funnel> byId(List<Funnel> funnels) {
    Map<String, Funnel> byId = new LinkedHashMap<>();
    funnels.forEach(funnel -> byId.put(funnel.id(), funnel));
    return byId;
  }
}
