package dev.footfall.metric;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The counts of one slice of a cohort, and what readers have not been told of them.
 *
 * @param tally the counts
 * @param untold cells that have changed since rows were last written, ascending
 * @param since the earliest event time at which a unit counted here
 * @param admitted whether it is among the {@code max_values} that have rows of their own
 */
public record SliceCounts(Tally tally, int[] untold, long since, boolean admitted) {

  static final SliceCounts NOTHING =
      new SliceCounts(Tally.NOTHING, new int[0], Long.MAX_VALUE, false);

  SliceCounts plus(CohortDelta.Part part) {
    return plus(part.change(), part.since());
  }

  SliceCounts plus(Tally change, long changeSince) {
    int[] changed =
        IntStream.concat(Arrays.stream(untold), Arrays.stream(change.cells()))
            .sorted()
            .distinct()
            .toArray();
    return new SliceCounts(tally.plus(change), changed, Math.min(since, changeSince), admitted);
  }

  SliceCounts told() {
    return new SliceCounts(tally, new int[0], since, admitted);
  }

  SliceCounts allowed() {
    return new SliceCounts(tally, untold, since, true);
  }

  boolean hasUntold() {
    return untold.length > 0;
  }
}
