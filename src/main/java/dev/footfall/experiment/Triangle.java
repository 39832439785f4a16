package dev.footfall.experiment;

import dev.footfall.experiment.LifeTable.AtAge;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Units by when they were exposed, and conversions by that and by how long they took: all that
 * {@link LifeTable} needs to know of units, as counts that can be added up and taken back. Changes.
 *
 * <p>Units that were exposed in the same bucket are one cohort. At a watermark a cohort has an age
 * complete when even the last that could be in it has lived through it; only complete ages count.
 */
public final class Triangle {

  /** How a triangle is cut. */
  public record Shape(long widthMillis, int ages) {

    /** Lengths of buckets that people read with ease. */
    private static final long[] WIDTHS = {
      1_000,
      5_000,
      15_000,
      60_000,
      5 * 60_000,
      15 * 60_000,
      3_600_000,
      3 * 3_600_000,
      6 * 3_600_000,
      12 * 3_600_000,
      24 * 3_600_000,
      7 * 24 * 3_600_000
    };

    private static final int MOST_AGES = 60;

    /** The finest buckets of which at most 60 are within this time. */
    public static Shape of(long withinMillis) {
      for (long width : WIDTHS) {
        if (withinMillis <= width * MOST_AGES) {
          return new Shape(width, (int) Math.max(1, (withinMillis + width - 1) / width));
        }
      }
      throw new IllegalArgumentException(withinMillis + " ms is longer than a job remembers");
    }

    /** The start of the bucket that holds this time. */
    public long bucketOf(long time) {
      return Math.floorDiv(time, widthMillis) * widthMillis;
    }

    /** The bucket, from 1, of an age; the very end of the time within belongs to the last. */
    public int ageOf(long millis) {
      return (int) Math.min(ages, millis / widthMillis + 1);
    }
  }

  private final Shape shape;

  /** By the start of the entry bucket: exposed units, then conversions at each age. */
  private final TreeMap<Long, long[]> cohorts = new TreeMap<>();

  public Triangle(Shape shape) {
    this.shape = shape;
  }

  /**
   * Adds units.
   *
   * @param bucket where their exposure's bucket starts
   * @param age 0 for the exposure itself, else the bucket of the age at which they converted
   * @param units may be less than zero
   */
  public void add(long bucket, int age, long units) {
    cohorts.computeIfAbsent(bucket, start -> new long[shape.ages() + 1])[age] += units;
  }

  /** Units exposed in a bucket, or those of them that converted at an age. */
  public long at(long bucket, int age) {
    long[] counts = cohorts.get(bucket);
    return counts == null ? 0 : counts[age];
  }

  /** By the start of the entry bucket: exposed units, then conversions at each age. */
  public SortedMap<Long, long[]> cohorts() {
    return cohorts;
  }

  /** What is known at a watermark, by the end of each age's bucket in milliseconds. */
  public LifeTable at(long watermark) {
    long[] atRisk = new long[shape.ages() + 1];
    long[] conversions = new long[shape.ages() + 1];
    for (Map.Entry<Long, long[]> cohort : cohorts.entrySet()) {
      long[] counts = cohort.getValue();
      long open = counts[0];
      int complete = completeAges(cohort.getKey(), watermark);
      for (int age = 1; age <= complete; age++) {
        atRisk[age] += open;
        conversions[age] += counts[age];
        open -= counts[age];
      }
    }
    List<AtAge> table = new ArrayList<>();
    for (int age = 1; age <= shape.ages() && atRisk[age] > 0; age++) {
      table.add(new AtAge(age * shape.widthMillis(), atRisk[age], conversions[age]));
    }
    return new LifeTable(table);
  }

  /**
   * The last that could be exposed in the bucket was so at its last millisecond, and has lived
   * through an age when its bucket is over for it.
   */
  private int completeAges(long bucket, long watermark) {
    long lived = watermark + 1 - (bucket + shape.widthMillis());
    return (int) Math.max(0, Math.min(shape.ages(), lived / shape.widthMillis()));
  }
}
