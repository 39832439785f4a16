package dev.footfall.metric;

import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes the counts of one cohort as rows.
 *
 * @param funnel the version of the funnel that was counted
 * @param cohort the cohort's window
 * @param isFinal whether the counts can never change again
 * @param since the event time after which every event has been seen
 * @param watermark at which they are true
 * @param writtenAt the moment of the clock at which they are written
 */
record CohortRows(
    FunnelVersion funnel,
    CohortWindow cohort,
    boolean isFinal,
    long since,
    long watermark,
    long writtenAt) {

  /** A row for each step of the funnel. */
  List<StepRow> steps(Slice slice, Tally tally, boolean truncated) {
    List<StepRow> rows = new ArrayList<>();
    for (int step = 1; step <= funnel.steps().size(); step++) {
      Times fromPrevious = tally.times(Tally.Measure.PREVIOUS, step);
      Times fromEntry = tally.times(Tally.Measure.ENTRY, step);
      boolean optional = funnel.isOptional(step);
      rows.add(
          new StepRow(
              funnel.id(),
              funnel.version(),
              cohort.start(),
              cohort.end(),
              slice.breakdown(),
              slice.value(),
              step,
              funnel.steps().get(step - 1),
              optional ? tally.taken(step) : tally.reachedAtLeast(step),
              tally.at(step, Outcome.DROPPED),
              tally.at(step, Outcome.IN_PROGRESS),
              tally.at(step, Outcome.EXCLUDED),
              fromPrevious.quantileOrNull(0.5),
              fromPrevious.quantileOrNull(0.9),
              fromEntry.quantileOrNull(0.5),
              fromEntry.quantileOrNull(0.9),
              isFinal,
              truncated,
              since,
              watermark,
              writtenAt));
    }
    return rows;
  }

  /** A row for each time bucket among these cells of the tally. */
  List<TimesRow> times(Slice slice, Tally tally, int[] cells) {
    List<TimesRow> rows = new ArrayList<>();
    for (int cell : cells) {
      Tally.measureOf(cell)
          .ifPresent(
              measure ->
                  rows.add(
                      new TimesRow(
                          funnel.id(),
                          funnel.version(),
                          cohort.start(),
                          slice.breakdown(),
                          slice.value(),
                          Tally.stepOf(cell),
                          measure.word(),
                          TimeBuckets.above(Tally.bucketOf(cell)),
                          TimeBuckets.upTo(Tally.bucketOf(cell)),
                          tally.at(cell),
                          tally.millisAt(cell),
                          isFinal,
                          since,
                          watermark,
                          writtenAt)));
    }
    return rows;
  }
}
