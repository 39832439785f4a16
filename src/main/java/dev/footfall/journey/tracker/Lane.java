package dev.footfall.journey.tracker;

import org.jspecify.annotations.Nullable;

/**
 * The runs of one unit in one cohort that hold the same value: at most one at each step.
 *
 * <p>That is enough. A run that entered earlier is never behind one that entered later (both take
 * the first event that fits, and in any order the later's steps are among the earlier's). So when
 * one comes to a step where another stands, it entered later, expires later, and from now on takes
 * whatever the other takes; what ends it ends the other. The other can be forgotten.
 */
final class Lane {

  /** By step, from 1; the first place stays empty. */
  private final @Nullable Run[] runs;

  /** The steps at which a run stands, a bit each. */
  private long occupied;

  Lane(int steps) {
    this.runs = new Run[steps + 1];
  }

  /** How many steps the funnel has. */
  int steps() {
    return runs.length - 1;
  }

  /** The steps at which a run stands, a bit each. */
  long occupied() {
    return occupied;
  }

  boolean isEmpty() {
    return occupied == 0;
  }

  /** The run that stands at the step, from 1. */
  Run at(int step) {
    Run run = runs[step];
    if (run == null) {
      throw new IllegalStateException("no run at step " + step);
    }
    return run;
  }

  boolean has(int step) {
    return runs[step] != null;
  }

  /** Puts the run where it stands; one that stood there is forgotten. */
  void put(Run run) {
    runs[run.current] = run;
    occupied |= 1L << run.current;
  }

  void remove(int step) {
    runs[step] = null;
    occupied &= ~(1L << step);
  }

  /** The last step at which a run stands, of those whose bits are set; 0 if there is none. */
  static int last(long steps) {
    return steps == 0 ? 0 : Long.SIZE - 1 - Long.numberOfLeadingZeros(steps);
  }

  /** The steps before this one, of those whose bits are set. */
  static long before(int step, long steps) {
    return steps & ((1L << step) - 1);
  }

  Lane copy() {
    Lane copy = new Lane(runs.length - 1);
    for (Run run : runs) {
      if (run != null) {
        copy.put(run.copy());
      }
    }
    return copy;
  }
}
