package dev.footfall.metric;

import java.util.Arrays;

/**
 * Cuts times into buckets that can be added up, narrow enough that any two times in one are within
 * 2 % of each other.
 *
 * <p>The bounds grow by a fiftieth from one to the next and by at least one millisecond, in whole
 * numbers only: the same on every machine. Up to 50 ms every bucket holds a single millisecond.
 */
public final class TimeBuckets {

  /** The last millisecond that each bucket holds; bucket 0 holds 0 ms alone. */
  private static final long[] LAST_MILLIS = lastMillis();

  private TimeBuckets() {}

  private static long[] lastMillis() {
    long[] bounds = new long[4096];
    int count = 0;
    for (long last = 0; last < Long.MAX_VALUE / 2; last += Math.max(1, last / 50)) {
      bounds[count++] = last;
    }
    bounds[count++] = Long.MAX_VALUE;
    return Arrays.copyOf(bounds, count);
  }

  /** The bucket that holds a time of 0 ms or more. */
  public static int bucketOf(long millis) {
    int found = Arrays.binarySearch(LAST_MILLIS, millis);
    return found >= 0 ? found : -found - 1;
  }

  /** Every time in the bucket is greater than this, in milliseconds; -1 for the bucket of 0 ms. */
  public static long above(int bucket) {
    return bucket == 0 ? -1 : LAST_MILLIS[bucket - 1];
  }

  /** No time in the bucket is greater than this, in milliseconds. */
  public static long upTo(int bucket) {
    return LAST_MILLIS[bucket];
  }

  /** The least time that the bucket holds, in milliseconds. */
  static long least(int bucket) {
    return above(bucket) + 1;
  }
}
