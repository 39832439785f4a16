package dev.footfall.experiment;

import java.util.Arrays;

/**
 * What the units of one variant brought, a number each, as in revenue: told by its mean.
 *
 * @param units two or more
 * @param mean of the numbers, or what stands for it
 * @param variance of one unit's number, so that {@code variance / units} is that of the mean
 */
public record Values(long units, double mean, double variance) {

  public Values {
    if (units < 2) {
      throw new IllegalArgumentException(units + " units have no variance");
    }
  }

  /** Of the numbers themselves, two at least. */
  public static Values of(double[] values) {
    double mean = mean(values);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return new Values(values.length, mean, squares / (values.length - 1));
  }

  /**
   * The sum of one number over the sum of another, as in purchases per visit, where a unit may have
   * several: the delta method over units (Deng, Knoblich and Lu, KDD 2018), s_m² / D² + s_d² M² /
   * D⁴ - 2 s_md M / D³.
   *
   * @param above a number of each unit
   * @param below the other of the same units; their sum is not 0
   */
  public static Values ratio(double[] above, double[] below) {
    double ratio = mean(above) / mean(below);
    // To first order a unit moves the ratio by this much; the variance of that is the formula.
    double[] moves = new double[above.length];
    for (int unit = 0; unit < moves.length; unit++) {
      moves[unit] = (above[unit] - ratio * below[unit]) / mean(below);
    }
    return new Values(above.length, ratio, of(moves).variance());
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).sum() / values.length;
  }

  /**
   * The value below which a share of all lies, between two of them by their distance: type 7 of
   * Hyndman and Fan (The American Statistician 50, 1996, 361), as in spreadsheets, R and numpy.
   *
   * @param sorted from the smallest, one at least
   * @param share from 0 to 1
   */
  public static double quantile(double[] sorted, double share) {
    double place = (sorted.length - 1) * share;
    int below = (int) place;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
  }
}
