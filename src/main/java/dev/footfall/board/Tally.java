package dev.footfall.board;

import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Step;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Adds up the step sets of several cohorts. */
final class Tally {

  private final Funnel funnel;
  private final BitSet cohorts = new BitSet();
  private final BitSet partial = new BitSet();
  private final long[] reached;
  private final long[] dropped;
  private final long[] inProgress;
  private final long[] excluded;
  private final TimeBuckets[] fromPrevious;
  private final TimeBuckets[] fromEntry;

  Tally(Funnel funnel) {
    this.funnel = funnel;
    int steps = funnel.steps().size();
    reached = new long[steps];
    dropped = new long[steps];
    inProgress = new long[steps];
    excluded = new long[steps];
    fromPrevious = emptyBuckets(steps);
    fromEntry = emptyBuckets(steps);
  }

  private static TimeBuckets[] emptyBuckets(int steps) {
    TimeBuckets[] buckets = new TimeBuckets[steps];
    java.util.Arrays.setAll(buckets, step -> new TimeBuckets());
    return buckets;
  }

  /**
   * Adds one cohort.
   *
   * @param cohort numbers the cohorts of a reading, so that each counts once
   */
  void add(int cohort, StepSet set) {
    cohorts.set(cohort);
    if (set.first().isPartial()) {
      partial.set(cohort);
    }
    for (StepRow row : set.rows()) {
      int step = row.step() - 1;
      reached[step] += row.reached();
      dropped[step] += row.dropped();
      inProgress[step] += row.inProgress();
      excluded[step] += row.excluded();
    }
  }

  void addAll(Tally other) {
    cohorts.or(other.cohorts);
    partial.or(other.partial);
    for (int step = 0; step < reached.length; step++) {
      reached[step] += other.reached[step];
      dropped[step] += other.dropped[step];
      inProgress[step] += other.inProgress[step];
      excluded[step] += other.excluded[step];
      fromPrevious[step].addAll(other.fromPrevious[step]);
      fromEntry[step].addAll(other.fromEntry[step]);
    }
  }

  /** The buckets of a step, from 1, and a measure as the table names it. */
  TimeBuckets times(int step, String measure) {
    return measure.equals("entry") ? fromEntry[step - 1] : fromPrevious[step - 1];
  }

  long entered() {
    return reached[0];
  }

  Answers.Sum sum() {
    long converted = reached[funnel.lastRequiredStep() - 1];
    return new Answers.Sum(
        cohorts.cardinality(),
        partial.cardinality(),
        entered(),
        converted,
        LongStream.of(dropped).sum(),
        LongStream.of(inProgress).sum(),
        LongStream.of(excluded).sum(),
        rate(converted, entered()),
        stepSums());
  }

  private List<Answers.StepSum> stepSums() {
    List<Answers.StepSum> sums = new ArrayList<>();
    @Nullable Integer previousRequired = null;
    for (int step = 0; step < reached.length; step++) {
      Step declared = funnel.steps().get(step);
      sums.add(
          new Answers.StepSum(
              step + 1,
              declared.name(),
              declared.optional(),
              reached[step],
              dropped[step],
              inProgress[step],
              excluded[step],
              rate(reached[step], entered()),
              previousRequired == null ? null : rate(reached[step], reached[previousRequired]),
              fromPrevious[step].quantile(0.5),
              fromPrevious[step].quantile(0.9),
              fromEntry[step].quantile(0.5),
              fromEntry[step].quantile(0.9)));
      // Rates skip optional steps: the next step is measured from the required one before.
      previousRequired = declared.optional() ? previousRequired : Integer.valueOf(step);
    }
    return sums;
  }

  private static @Nullable Double rate(long part, long whole) {
    return whole == 0 ? null : (double) part / whole;
  }
}
