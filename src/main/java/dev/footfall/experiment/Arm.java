package dev.footfall.experiment;

import org.apache.commons.statistics.interval.BinomialConfidenceInterval;

/**
 * Units of one variant, and how many of them converted.
 *
 * @param conversions at most {@code units}
 * @param units zero or more
 */
public record Arm(long conversions, long units) {

  /** No unit yet. */
  public static final Arm EMPTY = new Arm(0, 0);

  public Arm {
    if (conversions < 0 || units < conversions) {
      throw new IllegalArgumentException(conversions + " conversions of " + units + " units");
    }
  }

  /** Whether there is nothing to divide by. */
  public boolean isEmpty() {
    return units == 0;
  }

  /**
   * The share that converted; the arm must not be empty.
   *
   * @throws IllegalStateException if it is
   */
  public double rate() {
    if (isEmpty()) {
      throw new IllegalStateException("no units");
    }
    return (double) conversions / units;
  }

  /** The variance of the rate, p (1 - p) / n. */
  double variance() {
    return rate() * (1 - rate()) / units;
  }

  /**
   * Wilson's score interval of the rate (Wilson 1927; method 3 of Newcombe, Statistics in Medicine
   * 17, 1998, 857): it never leaves 0 to 1, and is no point at 0 or 1.
   *
   * @param alpha how often such intervals miss the truth
   */
  public Interval wilson(double alpha) {
    org.apache.commons.statistics.interval.Interval interval =
        BinomialConfidenceInterval.WILSON_SCORE.fromErrorRate(
            Math.toIntExact(units), Math.toIntExact(conversions), alpha);
    return new Interval(interval.getLowerBound(), interval.getUpperBound());
  }
}
