package dev.footfall.metric;

import dev.footfall.journey.Outcome;
import dev.footfall.journey.Progress;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * Counts of units that can be added up: by furthest step and outcome, by step taken, and by the
 * time it took to each step.
 *
 * <p>A cell that has counted somebody is kept when it comes back to nobody: readers may have seen
 * it, also in a run of the job that then failed, and must be told.
 *
 * @param cells what is counted, ascending: see {@link #cell}
 * @param units how many units each cell counts; may be negative in a difference
 */
public record Tally(int[] cells, long[] units) {

  public static final Tally NOTHING = new Tally(new int[0], new long[0]);

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

  /** The number of a cell: its kind, its step from 1, its time bucket. */
  private static int cell(Kind kind, int step, int bucket) {
    return ((kind.ordinal() << STEP_BITS) | step) << BUCKET_BITS | bucket;
  }

  /** What one unit's progress counts for. */
  public static Tally of(Progress progress) {
    int[] cells = new int[1 + 3 * progress.times().length];
    int count = 0;
    cells[count++] = cell(kindOf(progress.outcome()), progress.furthest(), 0);
    int requiredBefore = 1;
    for (int step = 1; step <= progress.times().length; step++) {
      long time = progress.times()[step - 1];
      if (time == Progress.NOT_TAKEN) {
        continue;
      }
      cells[count++] = cell(Kind.TAKEN, step, 0);
      if (step > 1) {
        long before = progress.times()[requiredBefore - 1];
        cells[count++] = cell(Kind.FROM_PREVIOUS, step, TimeBuckets.bucketOf(time - before));
        cells[count++] = cell(Kind.FROM_ENTRY, step, TimeBuckets.bucketOf(time - progress.entry()));
      }
      if (!progress.version().isOptional(step)) {
        requiredBefore = step;
      }
    }
    int[] counted = Arrays.copyOf(cells, count);
    Arrays.sort(counted);
    long[] ones = new long[count];
    Arrays.fill(ones, 1);
    return new Tally(counted, ones);
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
    int count = 0;
    int left = 0;
    int right = 0;
    while (left < cells.length || right < other.cells.length) {
      boolean takeLeft =
          right == other.cells.length || (left < cells.length && cells[left] <= other.cells[right]);
      boolean takeRight =
          left == cells.length || (right < other.cells.length && other.cells[right] <= cells[left]);
      int cell = takeLeft ? cells[left] : other.cells[right];
      long sum = (takeLeft ? units[left++] : 0) + (takeRight ? sign * other.units[right++] : 0);
      mergedCells[count] = cell;
      mergedUnits[count++] = sum;
    }
    return new Tally(Arrays.copyOf(mergedCells, count), Arrays.copyOf(mergedUnits, count));
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

  /** Units that a cell counts. */
  long at(int cell) {
    int found = Arrays.binarySearch(cells, cell);
    return found >= 0 ? units[found] : 0;
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
    return new Times(buckets, Arrays.copyOfRange(units, from, to));
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
