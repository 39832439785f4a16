package dev.footfall.alert;

import dev.footfall.funnel.CohortAlert;
import dev.footfall.metric.StepRow;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/**
 * One of the two final counts of a cohort that an alert asks about.
 *
 * @param alert the number of the alert's definition
 * @param funnelVersion of which the cohort is: another is not compared with it
 * @param start the cohort's first millisecond
 * @param end the first millisecond after it
 * @param entry whether these are the units that entered, or those that reached the alert's step
 * @param units how many
 */
public record CohortCount(
    long alert, String funnelVersion, long start, long end, boolean entry, long units) {

  /** Cohorts that are compared with each other. */
  String series() {
    return Long.toHexString(alert) + ' ' + funnelVersion;
  }

  /** Keeps the final rows of whole cohorts that alerts ask about. */
  static final class Pick implements FlatMapFunction<StepRow, CohortCount> {
    private static final long serialVersionUID = 1L;

    private final CohortAlert[] alerts;

    Pick(CohortAlert[] alerts) {
      this.alerts = alerts;
    }

    @Override
    public void flatMap(StepRow row, Collector<CohortCount> counts) {
      boolean sawAllOfIt = row.since() <= row.cohortStart();
      if (!row.isFinal() || !row.breakdown().isEmpty() || !sawAllOfIt) {
        return;
      }
      for (CohortAlert alert : alerts) {
        boolean entry = row.step() == 1;
        if (row.funnel().equals(alert.funnel()) && (entry || row.stepName().equals(alert.step()))) {
          counts.collect(
              new CohortCount(
                  alert.number(),
                  row.version(),
                  row.cohortStart(),
                  row.cohortEnd(),
                  entry,
                  row.reached()));
        }
      }
    }
  }
}
