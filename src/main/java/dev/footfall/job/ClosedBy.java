package dev.footfall.job;

import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Progress;
import dev.footfall.metric.StepRow;
import dev.footfall.metric.TimesRow;
import dev.footfall.report.FigureRow;
import dev.footfall.report.NextOfUnit;
import java.io.Serializable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells which cohorts, experiments and windows of reports nothing could change any more at a
 * moment, all events up to then being known.
 */
final class ClosedBy implements Serializable {

  private static final long serialVersionUID = 1L;

  private final long moment;
  private final HashMap<String, Funnel> funnels = new HashMap<>();

  /**
   * @param moment in event time
   * @param funnels all that are counted
   */
  ClosedBy(long moment, List<Funnel> funnels) {
    this.moment = moment;
    funnels.forEach(funnel -> this.funnels.put(funnel.id(), funnel));
  }

  boolean test(StepRow row) {
    return isClosed(row.funnel(), row.cohortStart());
  }

  boolean test(TimesRow row) {
    return isClosed(row.funnel(), row.cohortStart());
  }

  boolean test(Progress progress) {
    return isClosed(progress.funnel(), progress.cohortStart());
  }

  boolean test(NextOfUnit row) {
    return isClosed(row.funnel(), row.cohortStart());
  }

  boolean test(FigureRow row) {
    return row.report().finalFrom(new CohortWindow(row.windowStart(), row.windowEnd())) <= moment;
  }

  /** Whether all who could be exposed have had their time. */
  boolean test(Experiment experiment) {
    return experiment.end() + experiment.funnel().within().millis() <= moment;
  }

  private boolean isClosed(String id, long cohortStart) {
    Funnel funnel = ((Map<String, Funnel>) funnels).get(id);
    if (funnel == null) {
      throw new IllegalStateException("a row of a funnel that is not declared: " + id);
    }
    return funnel.cohort().windowOf(cohortStart, funnel.zone()).finalFrom(funnel.within())
        <= moment;
  }
}
