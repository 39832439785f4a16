package dev.footfall.experiment;

import java.util.List;
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

  /** Halvings that leave less than a billionth. */
  private static final int HALVINGS = 40;

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

  /**
   * The interval of the rate that holds at every look, also where few or nobody converted: no
   * approximation is in it. All rates against which the beta-binomial mixture has not won 1 / alpha
   * (Howard, Ramdas, McAuliffe and Sekhon, Annals of Statistics 49, 2021, 1055; as in confseq). It
   * is the test of {@link SampleRatio} for two shares, the rate and its rest.
   *
   * @param tunedTo how many units make it narrowest; fix it before the first look
   * @param alpha how often a sequence of intervals ever misses the truth
   */
  public Interval alwaysValid(double tunedTo, double alpha) {
    double twice = -2 * Math.log(alpha);
    double concentration = Math.max(0.001, tunedTo / (twice + Math.log1p(twice)) - 1);
    double lower = conversions == 0 ? 0 : edge(0, concentration, alpha);
    double upper = conversions == units ? 1 : edge(1, concentration, alpha);
    return new Interval(lower, upper);
  }

  /** Where between the rate itself and what is surely wrong the bet has won 1 / alpha. */
  private double edge(double wrong, double concentration, double alpha) {
    List<Long> split = List.of(conversions, units - conversions);
    double outside = wrong;
    double inside = rate();
    for (int i = 0; i < HALVINGS; i++) {
      double middle = (outside + inside) / 2;
      SampleRatio against = new SampleRatio(split, List.of(middle, 1 - middle));
      if (against.logBayesFactor(concentration) > -Math.log(alpha)) {
        outside = middle;
      } else {
        inside = middle;
      }
    }
    return inside;
  }
}
