package dev.footfall.metric;

import dev.footfall.journey.Progress;
import java.util.Arrays;

/**
 * Adds up what many units count for. It only takes note of each cell and time, and counts when the
 * sum is asked for: a sum has thousands of cells, one unit a few.
 */
final class TallySum {

  /** What was noted: see {@link Tally#notes}, and in the lowest bit whether a unit left. */
  private long[] notes = new long[16];

  private int count;

  private long since = Long.MAX_VALUE;

  /**
   * A unit counts, or counts no more, as this progress says.
   *
   * @param time the event time at which it is known to
   */
  void note(Progress progress, boolean leaves, long time) {
    long[] its = Tally.notes(progress);
    if (count + its.length > notes.length) {
      notes = Arrays.copyOf(notes, 2 * (count + its.length));
    }
    for (long note : its) {
      notes[count++] = note << 1 | (leaves ? 1 : 0);
    }
    since = Math.min(since, time);
  }

  /** The earliest time of all that was noted. */
  long since() {
    return since;
  }

  /** The sum. A cell that comes out at nobody is kept. */
  Tally sum() {
    Arrays.sort(notes, 0, count);
    int[] cells = new int[count];
    long[] units = new long[count];
    long[] millis = new long[count];
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      long note = notes[i] >> 1;
      int cell = (int) (note >> Tally.OFFSET_BITS);
      if (distinct == 0 || cells[distinct - 1] != cell) {
        cells[distinct++] = cell;
      }
      int sign = (notes[i] & 1) == 0 ? 1 : -1;
      units[distinct - 1] += sign;
      millis[distinct - 1] +=
          sign * (TimeBuckets.least(Tally.bucketOf(cell)) + (note & Tally.LARGEST_OFFSET));
    }
    return new Tally(
        Arrays.copyOf(cells, distinct),
        Arrays.copyOf(units, distinct),
        Arrays.copyOf(millis, distinct));
  }
}
