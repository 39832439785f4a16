package dev.footfall.journey.tracker;

import org.jspecify.annotations.Nullable;

/** One chain of a unit's events that is still worth following. Changes as it takes steps. */
final class Run {

  /**
   * When each step was taken, 0 where it was not; in any order, when the k-th different step was.
   */
  final long[] times;

  /** The value that all its steps hold; empty if the funnel holds nothing. */
  final String held;

  /** The value of each breakdown at its entry. */
  String[] values;

  /** Among the entries of one instant, which in the order of rule 2. */
  int rank;

  /** The last step it took; in any order, how many are done. */
  int current;

  /** In any order, the steps done, a bit each. */
  long done;

  Run(long[] times, String held, String[] values) {
    this.times = times;
    this.held = held;
    this.values = values;
  }

  long entry() {
    return times[0];
  }

  long lastStepAt() {
    return times[current - 1];
  }

  /** Whether it entered after the other, by the order of rule 2. */
  boolean enteredAfter(@Nullable Run other) {
    return other == null
        || entry() > other.entry()
        || (entry() == other.entry() && rank > other.rank);
  }

  /** Makes it anew, as if nothing had been. */
  void enter(long time, int rankThen) {
    java.util.Arrays.fill(times, 0);
    times[0] = time;
    rank = rankThen;
    current = 1;
    done = 0;
  }

  Run copy() {
    Run copy = new Run(times.clone(), held, values);
    copy.rank = rank;
    copy.current = current;
    copy.done = done;
    return copy;
  }
}
