package dev.footfall.experiment;

import java.util.List;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/** Rates of several arms at once. */
public final class Proportions {

  private Proportions() {}

  /**
   * The p-value of all rates being equal, by Pearson's chi-square without correction; 1 if nobody
   * or everybody converted. For one look at the end.
   *
   * @param arms two or more, none of them empty
   */
  public static double equalP(List<Arm> arms) {
    double units = arms.stream().mapToLong(Arm::units).sum();
    double rate = arms.stream().mapToLong(Arm::conversions).sum() / units;
    if (rate == 0 || rate == 1) {
      return 1;
    }
    double sum = 0;
    for (Arm arm : arms) {
      double off = arm.rate() - rate;
      sum += off * off * arm.units() / (rate * (1 - rate));
    }
    return ChiSquaredDistribution.of(arms.size() - 1).survivalProbability(sum);
  }
}
