package dev.footfall.metric;

import dev.footfall.journey.Outcome;
import dev.footfall.journey.Progress;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Counts of units that can be added up: by furthest step and outcome, by step taken, and by the
 * time it took to each step. Of units counted by time, the times themselves are added up too.
 *
 * <p>A cell that has counted somebody is kept when it comes back to nobody: readers may have seen
 * it, also in a run of the job that then failed, and must be told.
 *
 * @param cells what is counted, ascending: see {@link #cell}
 * @param units how many units each cell counts; may be negative in a difference
 * @param millis the times of these units, added up, in milliseconds; 0 in cells that count by
 *     something else
 */
public record Tally(int[] cells, long[] units, long[] millis) {

  public static final Tally NOTHING = new Tally(new int[0], new long[0], new long[0]);

  /** What a cell counts, by its highest bits. */
  private enum Kind {
    CONVERTED,
    IN_PROGRESS,
    EXCLUDED,
    DROPPED,
    TAKEN,
    FROM_PREVIOUS,
    FROM_ENTRY
  }

  /** From which step the time to a step is measured. */
  public enum Measure {
    /** From the required step before. */
    PREVIOUS(Kind.FROM_PREVIOUS),
    /** From the entry. */
    ENTRY(Kind.FROM_ENTRY);

    private final Kind kind;

    Measure(Kind kind) {
      this.kind = kind;
    }

    /** As it stands in {@code funnel_times}. */
    String word() {
      return switch (this) {
        case PREVIOUS -> "previous";
        case ENTRY -> "entry";
      };
    }
  }

  private static final int BUCKET_BITS = 14;
  private static final int STEP_BITS = 7;

  /**
   * For how far a time lies above the least of its bucket. With the cell's 24 bits and one to spare
   * it fits into a number that sorts by cell; in buckets of times beyond 400 years it may not, and
   * is cut.
   */
  static final int OFFSET_BITS = 38;

  static final long LARGEST_OFFSET = (1L << OFFSET_BITS) - 1;

  /** The number of a cell: its kind, its step from 1, its time bucket. */
  private static int cell(Kind kind, int step, int bucket) {
    return ((kind.ordinal() << STEP_BITS) | step) << BUCKET_BITS | bucket;
  }

  /** What one unit's progress counts for. */
  public static Tally of(Progress progress) {
    TallySum sum = new TallySum();
    sum.note(progress, false, progress.entry());
    return sum.sum();
  }

  /**
   * What one unit's progress counts for, each as one number: the cell, and in the lowest {@link
   * #OFFSET_BITS} bits how far the time lies above the least of the cell's bucket. In no order.
   */
  static long[] notes(Progress progress) {
    long[] notes = new long[1 + 3 * progress.times().length];
    int count = 0;
    notes[count++] = note(cell(kindOf(progress.outcome()), progress.furthest(), 0), 0);
    int requiredBefore = 1;
    for (int step = 1; step <= progress.times().length; step++) {
      long time = progress.times()[step - 1];
      if (time == Progress.NOT_TAKEN) {
        continue;
      }
      notes[count++] = note(cell(Kind.TAKEN, step, 0), 0);
      if (step > 1) {
        long before = progress.times()[requiredBefore - 1];
        notes[count++] = timeNote(Kind.FROM_PREVIOUS, step, time - before);
        notes[count++] = timeNote(Kind.FROM_ENTRY, step, time - progress.entry());
      }
      if (!progress.version().isOptional(step)) {
        requiredBefore = step;
      }
    }
    return Arrays.copyOf(notes, count);
  }

  private static long timeNote(Kind kind, int step, long time) {
    int bucket = TimeBuckets.bucketOf(time);
    return note(cell(kind, step, bucket), time - TimeBuckets.least(bucket));
  }

  private static long note(int cell, long offset) {
    return (long) cell << OFFSET_BITS | Math.min(offset, LARGEST_OFFSET);
  }

  private static Kind kindOf(Outcome outcome) {
    return switch (outcome) {
      case CONVERTED -> Kind.CONVERTED;
      case IN_PROGRESS -> Kind.IN_PROGRESS;
      case EXCLUDED -> Kind.EXCLUDED;
      case DROPPED -> Kind.DROPPED;
    };
  }

  /** The two added up. */
  public Tally plus(Tally other) {
    return merge(other, 1);
  }

  /** This without the other. */
  public Tally minus(Tally other) {
    return merge(other, -1);
  }

  private Tally merge(Tally other, int sign) {
    int[] mergedCells = new int[cells.length + other.cells.length];
    long[] mergedUnits = new long[mergedCells.length];
    long[] mergedMillis = new long[mergedCells.length];
    int count = 0;
    int left = 0;
    int right = 0;
    while (left < cells.length || right < other.cells.length) {
      boolean takeLeft =
          right == other.cells.length || (left < cells.length && cells[left] <= other.cells[right]);
      boolean takeRight =
          left == cells.length || (right < other.cells.length && other.cells[right] <= cells[left]);
      if (takeLeft) {
        mergedCells[count] = cells[left];
        mergedUnits[count] += units[left];
        mergedMillis[count] += millis[left++];
      }
      if (takeRight) {
        mergedCells[count] = other.cells[right];
        mergedUnits[count] += sign * other.units[right];
        mergedMillis[count] += sign * other.millis[right++];
      }
      count++;
    }
    return new Tally(
        Arrays.copyOf(mergedCells, count),
        Arrays.copyOf(mergedUnits, count),
        Arrays.copyOf(mergedMillis, count));
  }

  /** Units that entered. */
  public long entered() {
    return reachedAtLeast(1);
  }

  /** Units whose furthest step is this one or a later one. */
  long reachedAtLeast(int step) {
    return sum(cell -> kind(cell) < Kind.TAKEN.ordinal() && stepOf(cell) >= step);
  }

  /** Units whose counted run took this step. */
  long taken(int step) {
    return at(cell(Kind.TAKEN, step, 0));
  }

  /** Units that ended at this step, or stand there, with this outcome. */
  long at(int step, Outcome outcome) {
    return at(cell(kindOf(outcome), step, 0));
  }

  /** Units with this outcome, wherever they stand. */
  long with(Outcome outcome) {
    int kind = kindOf(outcome).ordinal();
    return sum(cell -> kind(cell) == kind);
  }

  /** Units that a cell counts. */
  long at(int cell) {
    int found = Arrays.binarySearch(cells, cell);
    return found >= 0 ? units[found] : 0;
  }

  /** The times of the units that a cell counts, added up, in milliseconds. */
  long millisAt(int cell) {
    int found = Arrays.binarySearch(cells, cell);
    return found >= 0 ? millis[found] : 0;
  }

  private long sum(IntPredicate wanted) {
    long sum = 0;
    for (int i = 0; i < cells.length; i++) {
      if (wanted.test(cells[i])) {
        sum += units[i];
      }
    }
    return sum;
  }

  /** Times to a step, by bucket. */
  Times times(Measure measure, int step) {
    int from = position(cell(measure.kind, step, 0));
    int to = position(cell(measure.kind, step + 1, 0));
    int[] buckets = new int[to - from];
    for (int i = from; i < to; i++) {
      buckets[i - from] = bucketOf(cells[i]);
    }
    return new Times(
        buckets, Arrays.copyOfRange(units, from, to), Arrays.copyOfRange(millis, from, to));
  }

  private int position(int cell) {
    int found = Arrays.binarySearch(cells, cell);
    return found >= 0 ? found : -found - 1;
  }

  private static int kind(int cell) {
    return cell >>> (BUCKET_BITS + STEP_BITS);
  }

  /** The step, from 1, that a cell is about. */
  static int stepOf(int cell) {
    return (cell >>> BUCKET_BITS) & ((1 << STEP_BITS) - 1);
  }

  /** The bucket of {@link TimeBuckets} that a cell of times is about. */
  static int bucketOf(int cell) {
    return cell & ((1 << BUCKET_BITS) - 1);
  }

  /** What times the cell counts; empty if it counts something else. */
  static Optional<Measure> measureOf(int cell) {
    for (Measure measure : Measure.values()) {
      if (measure.kind.ordinal() == kind(cell)) {
        return Optional.of(measure);
      }
    }
    return Optional.empty();
  }
}
