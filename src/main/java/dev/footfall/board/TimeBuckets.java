package dev.footfall.board;

import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How many units took how long, in buckets about 2 % wide. Buckets of several cohorts add up, and
 * the median of the sum is that of all their units; medians themselves never add up.
 */
final class TimeBuckets {

  private record Bucket(long fromMillis, long toMillis) implements Comparable<Bucket> {

    @Override
    public int compareTo(Bucket other) {
      int byStart = Long.compare(fromMillis, other.fromMillis);
      return byStart != 0 ? byStart : Long.compare(toMillis, other.toMillis);
    }
  }

  private record Units(long count, double sumMillis) {

    Units plus(Units other) {
      return new Units(count + other.count, sumMillis + other.sumMillis);
    }
  }

  private final TreeMap<Bucket, Units> unitsByBucket = new TreeMap<>();
  private long total;

  /** Takes one bucket: units that took more than from, up to to. */
  interface Taker {
    void take(long fromMillis, long toMillis, long units);
  }

  /** Hands on every bucket, shortest times first. */
  void forEach(Taker taker) {
    unitsByBucket.forEach(
        (bucket, units) -> taker.take(bucket.fromMillis, bucket.toMillis, units.count));
  }

  /**
   * Adds units.
   *
   * @param sumMillis their times, added up
   */
  void add(long fromMillis, long toMillis, long count, double sumMillis) {
    unitsByBucket.merge(new Bucket(fromMillis, toMillis), new Units(count, sumMillis), Units::plus);
    total += count;
  }

  void addAll(TimeBuckets others) {
    others.unitsByBucket.forEach(
        (bucket, units) -> add(bucket.fromMillis, bucket.toMillis, units.count, units.sumMillis));
  }

  /**
   * The time that this share of units stayed below, in milliseconds, between the two nearest units
   * where it falls between two; null where there are none. The mean of a bucket stands for each
   * time in it.
   *
   * @param share 0.5 is the median
   */
  @Nullable Long quantile(double share) {
    if (total == 0) {
      return null;
    }
    double rank = share * (total - 1);
    long below = (long) Math.floor(rank);
    double lower = timeOf(below);
    double upper = timeOf((long) Math.ceil(rank));
    return Math.round(lower + (rank - below) * (upper - lower));
  }

  /** The time of the unit of this rank, from 0 for the fastest. */
  private double timeOf(long rank) {
    long passed = 0;
    for (Units units : unitsByBucket.values()) {
      passed += units.count;
      if (rank < passed) {
        return units.sumMillis / units.count;
      }
    }
    throw new IllegalStateException("no unit of rank " + rank + " among " + total);
  }
}
