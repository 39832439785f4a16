package dev.footfall.job;

import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Progress;
import dev.footfall.journey.cep.CepEngine;
import dev.footfall.metric.CohortDelta;
import dev.footfall.metric.CohortKey;
import dev.footfall.metric.CombineChanges;
import dev.footfall.metric.CountUnits;
import dev.footfall.metric.Emit;
import dev.footfall.metric.StepRow;
import dev.footfall.metric.TimesRow;
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
   */
  public static Topology of(DataStream<Event> events, List<Funnel> funnels, Emit emit) {
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
    DataStream<Progress.Change> changes = CepEngine.follow(events, funnels.get(0));
    for (Funnel funnel : funnels.subList(1, funnels.size())) {
      changes = changes.union(CepEngine.follow(events, funnel));
    }
    return changes;
  }

  /** Funnels by their id, in their order. */
  static Map<String, Funnel> byId(List<Funnel> funnels) {
    Map<String, Funnel> byId = new LinkedHashMap<>();
    funnels.forEach(funnel -> byId.put(funnel.id(), funnel));
    return byId;
  }
}
