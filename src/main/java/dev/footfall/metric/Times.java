package dev.footfall.metric;

import java.util.Arrays;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * Times to a step, by bucket.
 *
 * @param buckets of {@link TimeBuckets}, ascending
 * @param units how many units each bucket counts
 */
record Times(int[] buckets, long[] units) {

  static Times of(SortedMap<Integer, Long> unitsByBucket) {
    return new Times(
        unitsByBucket.keySet().stream().mapToInt(Integer::intValue).toArray(),
        unitsByBucket.values().stream().mapToLong(Long::longValue).toArray());
  }

  /**
   * The time below which a share of the units lies, in milliseconds, between the two nearest units
   * as PostgreSQL's {@code percentile_cont} does; within 1 % of the exact one. Null if nobody came.
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
        return TimeBuckets.middle(buckets[i]);
      }
    }
    throw new IllegalStateException("rank " + rank + " of " + before);
  }
}
