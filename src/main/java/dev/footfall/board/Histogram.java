package dev.footfall.board;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Lays many narrow buckets of time out in a few bins whose bounds people know. */
final class Histogram {

  /** The longest time of each bin, in milliseconds: each two or three times the one before. */
  private static final long[] UP_TO =
      Stream.of(
              Duration.ofMillis(100),
              Duration.ofMillis(500),
              Duration.ofSeconds(1),
              Duration.ofSeconds(2),
              Duration.ofSeconds(5),
              Duration.ofSeconds(10),
              Duration.ofSeconds(20),
              Duration.ofSeconds(30),
              Duration.ofMinutes(1),
              Duration.ofMinutes(2),
              Duration.ofMinutes(5),
              Duration.ofMinutes(10),
              Duration.ofMinutes(20),
              Duration.ofMinutes(30),
              Duration.ofHours(1),
              Duration.ofHours(2),
              Duration.ofHours(4),
              Duration.ofHours(8),
              Duration.ofHours(12),
              Duration.ofDays(1),
              Duration.ofDays(2),
              Duration.ofDays(3),
              Duration.ofDays(5),
              Duration.ofDays(7),
              Duration.ofDays(10),
              Duration.ofDays(14),
              Duration.ofDays(21),
              Duration.ofDays(30),
              Duration.ofDays(60),
              Duration.ofDays(90),
              Duration.ofDays(180),
              Duration.ofDays(366))
          .mapToLong(Duration::toMillis)
          .toArray();

  private Histogram() {}

  /**
   * Bins from the shortest time to the longest, empty ones between them too. A bucket lies in the
   * bin that holds its middle: near its bounds a bin is as exact as the buckets, 2 %.
   */
  static List<Answers.Bin> bins(TimeBuckets times) {
    long[] units = new long[UP_TO.length];
    times.forEach((from, to, count) -> units[binOf((from + 1 + to) / 2.0)] += count);
    int first = 0;
    while (first < units.length && units[first] == 0) {
      first++;
    }
    int last = units.length - 1;
    while (last > first && units[last] == 0) {
      last--;
    }
    List<Answers.Bin> bins = new ArrayList<>();
    for (int bin = first; bin <= last && bin < units.length; bin++) {
      bins.add(new Answers.Bin(bin == 0 ? 0 : UP_TO[bin - 1], UP_TO[bin], units[bin]));
    }
    return bins;
  }

  private static int binOf(double millis) {
    int bin = 0;
    while (bin < UP_TO.length - 1 && millis > UP_TO[bin]) {
      bin++;
    }
    return bin;
  }
}
