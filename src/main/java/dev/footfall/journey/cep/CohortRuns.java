package dev.footfall.journey.cep;

import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.Outcome;
import dev.footfall.journey.Progress;
import dev.footfall.journey.StepEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The runs of one unit that entered in one cohort.
 *
 * <p>Matches come in no promised order within an instant, so what is kept does not depend on it:
 * the counted run is a maximum, and a run is known by its entry.
 *
 * @param cohortStart the first millisecond of the cohort
 * @param cohortEnd the first millisecond after it
 * @param counted the run by which the unit first reached its furthest step (rule 4)
 * @param known the runs that can still decide the outcome, each at its latest step
 * @param told the outcome last told
 */
public record CohortRuns(
    long cohortStart, long cohortEnd, Run counted, List<Run> known, Outcome told) {

  /** The furthest step wins; then who got there first; then the latest entry (rule 4). */
  private static final Comparator<Run> COUNTS_BEFORE =
      Comparator.comparingInt(Run::step)
          .reversed()
          .thenComparingLong(Run::reachedAt)
          .thenComparing(Run::entry, StepEvent.ORDER.reversed());

  /** The runs after this one was told. */
  CohortRuns with(Run run, Funnel funnel) {
    List<Run> runs = new ArrayList<>();
    for (Run other : known) {
      if (StepEvent.ORDER.compare(other.entry(), run.entry()) != 0) {
        runs.add(other);
      }
    }
    runs.add(run);
    if (funnel.exclusions().isEmpty()) {
      // Nothing but time ends a run then, so the latest entry alone tells whether any is alive.
      runs = List.of(runs.stream().max(Comparator.comparing(Run::entry, StepEvent.ORDER)).get());
    }
    boolean counts = !run.excluded() && COUNTS_BEFORE.compare(run, counted) < 0;
    return new CohortRuns(cohortStart, cohortEnd, counts ? run : counted, runs, told);
  }

  boolean countsAnotherRunThan(CohortRuns other) {
    return COUNTS_BEFORE.compare(counted, other.counted) != 0;
  }

  CohortRuns telling(Outcome outcome) {
    return new CohortRuns(cohortStart, cohortEnd, counted, known, outcome);
  }

  /** Where the unit stands at a watermark (rule 6). */
  Outcome outcomeAt(long watermark, Funnel funnel) {
    if (counted.step() == funnel.steps().size()) {
      return Outcome.CONVERTED;
    }
    if (aliveUntil(funnel) > watermark) {
      return Outcome.IN_PROGRESS;
    }
    return lastAtFurthestWasExcluded(funnel) ? Outcome.EXCLUDED : Outcome.DROPPED;
  }

  /** The watermark from which no run is alive; 0 if none is open. */
  long aliveUntil(Funnel funnel) {
    long until = 0;
    for (Run run : known) {
      if (!run.excluded()) {
        until = Math.max(until, funnel.within().endOf(run.entry().time()));
      }
    }
    return until;
  }

  private boolean lastAtFurthestWasExcluded(Funnel funnel) {
    long lastExcluded = Long.MIN_VALUE;
    long lastExpired = Long.MIN_VALUE;
    for (Run run : known) {
      if (run.step() != counted.step()) {
        continue;
      }
      if (run.excluded()) {
        lastExcluded = Math.max(lastExcluded, run.excludedAt());
      } else {
        lastExpired = Math.max(lastExpired, funnel.within().endOf(run.entry().time()));
      }
    }
    // The window's last millisecond still counts, so a run expires after an exclusion of that
    // millisecond.
    return lastExcluded > lastExpired;
  }

  Progress progress(FunnelVersion version, String unit) {
    long[] times = new long[version.steps().size()];
    System.arraycopy(counted.times(), 0, times, 0, counted.step());
    return new Progress(
        version,
        unit,
        cohortStart,
        cohortEnd,
        counted.step(),
        told,
        times,
        counted.entry().values());
  }
}
