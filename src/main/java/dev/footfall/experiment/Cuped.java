package dev.footfall.experiment;

import java.util.ArrayList;
import java.util.List;

/**
 * Takes out of values what units differed in before they were exposed, so that fewer units tell as
 * much: Y - theta (X - mean X), theta = cov(Y, X) / var(X) over all arms together (Deng, Xu, Kohavi
 * and Walker, WSDM 2013). X must be from before the exposure: else the effect itself is taken out.
 *
 * @param theta how much of what was before goes on; 0 if all units were alike
 * @param mean of what was before, over all arms
 */
public record Cuped(double theta, double mean) {

  /**
   * The units of one variant.
   *
   * @param values a number of each unit, since its exposure
   * @param before the number of the same units from before
   */
  public record Paired(double[] values, double[] before) {}

  /** By all arms together. */
  public static Cuped of(List<Paired> arms) {
    double before = meanOf(arms.stream().map(Paired::before).toList());
    double values = meanOf(arms.stream().map(Paired::values).toList());
    double together = 0;
    double alone = 0;
    for (Paired arm : arms) {
      for (int unit = 0; unit < arm.values().length; unit++) {
        double off = arm.before()[unit] - before;
        together += off * (arm.values()[unit] - values);
        alone += off * off;
      }
    }
    return new Cuped(alone == 0 ? 0 : together / alone, before);
  }

  private static double meanOf(List<double[]> parts) {
    List<Double> all = new ArrayList<>();
    parts.forEach(
        part -> {
          for (double value : part) {
            all.add(value);
          }
        });
    return all.stream().mapToDouble(Double::doubleValue).average().orElse(0);
  }

  /** The values of one arm as they are without what was before. */
  public Values adjust(Paired arm) {
    double[] adjusted = new double[arm.values().length];
    for (int unit = 0; unit < adjusted.length; unit++) {
      adjusted[unit] = arm.values()[unit] - theta * (arm.before()[unit] - mean);
    }
    return Values.of(adjusted);
  }
}
