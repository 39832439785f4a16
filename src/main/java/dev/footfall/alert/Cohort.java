package dev.footfall.alert;

import dev.footfall.funnel.CohortAlert;
import dev.footfall.funnel.CohortWindow;

/**
 * A closed cohort, as far as an alert asks.
 *
 * @param start its first millisecond
 * @param end the first millisecond after it
 * @param entered units that entered
 * @param converted how many of them reached the alert's step
 * @param judged whether it has been held against those before it
 */
public record Cohort(long start, long end, long entered, long converted, boolean judged) {

  /** The event time from which none of its units can take another step. */
  long closedAt(CohortAlert alert) {
    return new CohortWindow(start, end).finalFrom(alert.within());
  }

  Cohort with(CohortCount count) {
    return count.entry()
        ? new Cohort(start, end, count.units(), converted, judged)
        : new Cohort(start, end, entered, count.units(), judged);
  }

  Cohort afterJudgement() {
    return new Cohort(start, end, entered, converted, true);
  }
}
