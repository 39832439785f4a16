package dev.footfall.metric;

import dev.footfall.journey.Progress;
import java.util.Arrays;

/**
 * Adds up the tallies of many units. It only takes note of each cell, and counts when the sum is
 * asked for: a sum has thousands of cells, one unit's tally a few.
 */
final class TallySum {

  /** What was noted: the cell, and in the lowest bit whether a unit left it. */
  private int[] notes = new int[16];

  private int count;

  private long since = Long.MAX_VALUE;

  /**
   * A unit counts, or counts no more, as this progress says.
   *
   * @param time the event time at which it is known to
   */
  void note(Progress progress, boolean leaves, long time) {
    int[] cells = Tally.of(progress).cells();
    if (count + cells.length > notes.length) {
      notes = Arrays.copyOf(notes, 2 * (count + cells.length));
    }
    for (int cell : cells) {
      notes[count++] = cell << 1 | (leaves ? 1 : 0);
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
    int distinct = 0;
    for (int i = 0; i < count; i++) {
      int cell = notes[i] >> 1;
      if (distinct == 0 || cells[distinct - 1] != cell) {
        cells[distinct++] = cell;
      }
      units[distinct - 1] += (notes[i] & 1) == 0 ? 1 : -1;
    }
    return new Tally(Arrays.copyOf(cells, distinct), Arrays.copyOf(units, distinct));
  }
}
