package dev.footfall.metric;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Times to a step, by bucket.
 *
 * @param buckets of {@link TimeBuckets}, ascending
 * @param units how many units each bucket counts
 * @param millis their times, added up, in milliseconds
 */
record Times(int[] buckets, long[] units, long[] millis) {

  /**
   * The time below which a share of the units lies, in milliseconds, between the two nearest units
   * as PostgreSQL's {@code percentile_cont} does. The mean of a bucket stands for each time in it:
   * that is exact where they are all the same, or where there is only one, and within 2 % at worst.
   * Null if nobody came.
   */
  @Nullable Long quantileOrNull(double share) {
    long total = Arrays.stream(units).sum();
    if (total == 0) {
      return null;
    }
    double rank = (total - 1) * share;
    double lower = ranked((long) Math.floor(rank));
    double upper = ranked((long) Math.ceil(rank));
    return Math.round(lower + (upper - lower) * (rank - Math.floor(rank)));
  }

  /** The time of the unit at a rank from 0. */
  private double ranked(long rank) {
    long before = 0;
    for (int i = 0; i < buckets.length; i++) {
      before += units[i];
      if (rank < before) {
        return (double) millis[i] / units[i];
      }
    }
    throw new IllegalStateException("rank " + rank + " of " + before);
  }
}
