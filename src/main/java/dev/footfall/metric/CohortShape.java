package dev.footfall.metric;

import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.FunnelVersion;

/**
 * What the rows of a cohort look like.
 *
 * @param funnel the version of the funnel that is counted
 * @param cohortEnd the first millisecond after the cohort
 */
public record CohortShape(FunnelVersion funnel, long cohortEnd) {

  /** The same after what was known before: whoever saw the fewest events says since when. */
  CohortShape after(CohortShape before) {
    return before.funnel.since() > funnel.since()
        ? new CohortShape(funnel.since(before.funnel.since()), cohortEnd)
        : this;
  }

  /** The watermark from which the counts of the cohort never change again. */
  long finalFrom(CohortKey cohort) {
    return windowOf(cohort).finalFrom(funnel.within());
  }

  CohortWindow windowOf(CohortKey cohort) {
    return new CohortWindow(cohort.cohortStart(), cohortEnd);
  }
}
