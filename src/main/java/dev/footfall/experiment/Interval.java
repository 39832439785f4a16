package dev.footfall.experiment;

/**
 * The values from {@code lower} to {@code upper}, both included.
 *
 * @param lower may be infinite
 * @param upper at least {@code lower}, unless intervals that do not meet were cut: then nothing is
 *     inside
 */
public record Interval(double lower, double upper) {

  /** Every value. */
  public static final Interval EVERYTHING =
      new Interval(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /** The values at most this far from the middle. */
  static Interval around(double middle, double half) {
    return new Interval(middle - half, middle + half);
  }

  /** The values that are in both. */
  public Interval cut(Interval other) {
    return new Interval(Math.max(lower, other.lower), Math.min(upper, other.upper));
  }

  /** Whether all of it lies nearer to zero than {@code margin}. */
  public boolean isWithin(double margin) {
    return -margin < lower && upper < margin;
  }
}
