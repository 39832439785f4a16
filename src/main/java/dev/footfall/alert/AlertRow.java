package dev.footfall.alert;

import dev.footfall.funnel.CohortAlert;
import dev.footfall.funnel.PatternAlert;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One alert: a row of the table. It is final when it is written.
 *
 * @param alert its id
 * @param version the version of its definition
 * @param title of its definition
 * @param unit who; empty for a cohort
 * @param at the event time at which it was certain
 * @param began the event time of the first event, or the cohort's first millisecond
 * @param ended the event time of the last event, or the first millisecond after the cohort
 * @param events the events that made it, in order; none for a cohort
 * @param cohort the figures that made it; null for a unit
 * @param certain whether the watermark has passed {@code at}; if not, the input has ended, and
 *     nobody knows whether it went that far
 */
public record AlertRow(
    String alert,
    String version,
    String title,
    String unit,
    long at,
    long began,
    long ended,
    List<AlertEvent> events,
    @Nullable CohortFigures cohort,
    boolean certain) {

  /**
   * The figures of a cohort that is out of its band.
   *
   * @param funnel the funnel's id
   * @param entered units that entered it
   * @param converted how many of them reached the step
   * @param low the least rate that would have been usual
   * @param high the greatest
   * @param cohorts so many closed cohorts before it made the band
   * @param enteredBefore units that entered those
   * @param convertedBefore how many of them reached the step
   */
  public record CohortFigures(
      String funnel,
      long entered,
      long converted,
      double low,
      double high,
      int cohorts,
      long enteredBefore,
      long convertedBefore) {

    /** The share that reached the step. */
    public double rate() {
      return (double) converted / entered;
    }
  }

  static AlertRow of(PatternAlert alert, AlertRun run, long at, boolean certain) {
    return new AlertRow(
        alert.id(),
        alert.version(),
        alert.title(),
        run.first().unit(),
        at,
        run.first().time(),
        run.last().time(),
        run.events(),
        null,
        certain);
  }

  static AlertRow of(CohortAlert alert, Cohort cohort, CohortFigures figures, boolean certain) {
    return new AlertRow(
        alert.id(),
        alert.version(),
        alert.title(),
        "",
        cohort.closedAt(alert),
        cohort.start(),
        cohort.end(),
        List.of(),
        figures,
        certain);
  }
}
