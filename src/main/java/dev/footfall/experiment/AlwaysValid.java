package dev.footfall.experiment;

/**
 * Intervals and p-values that hold at every look at once, however often and whenever somebody
 * looks: the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy and Ramdas
 * (Annals of Statistics 2024, arXiv:2103.06476; equations 9, 134, 155 and 161). The mixture SPRT of
 * Johari, Koomen, Pekelis and Walsh (KDD 2017) with tau² = 2 V rho², Lindon's anytime-valid linear
 * model with g = 1 / rho², and GrowthBook's sequential test are the same formula.
 *
 * <p>It rests on the normal approximation: let it begin at 100 units and 10 conversions an arm.
 *
 * @param alpha how often a sequence of intervals ever misses the truth
 * @param rho where the intervals are narrowest; see {@link #tunedTo}
 */
public record AlwaysValid(double alpha, double rho) {

  /**
   * The sequence that is narrowest when this many units are there, both arms together. Fix it
   * before the first look. The closed form of equation 161, as GrowthBook has it.
   */
  public static AlwaysValid tunedTo(double units, double alpha) {
    double twice = -2 * Math.log(alpha);
    return new AlwaysValid(alpha, Math.sqrt((twice + Math.log1p(twice)) / units));
  }

  /**
   * How far the interval reaches to each side of an estimate (equation 9).
   *
   * @param standardError of the estimate
   * @param units of both arms
   */
  public double halfWidth(double standardError, double units) {
    return standardError * multiplier(units);
  }

  /** What takes the place of 1.96 when so many units are there. */
  double multiplier(double units) {
    double spread = spread(units);
    return reach(units, spread, Math.log(spread) / 2 - Math.log(alpha));
  }

  /**
   * How far a one-sided bound lies from an estimate (equation 134): {@link #alpha} is that of one
   * side. Tune the sequence to twice that alpha.
   */
  double oneSidedHalfWidth(double standardError, double units, double oneSidedAlpha) {
    double spread = spread(units);
    double log = Math.log1p(Math.sqrt(spread) / (2 * oneSidedAlpha));
    return standardError * reach(units, spread, log);
  }

  private double spread(double units) {
    return units * rho * rho + 1;
  }

  private double reach(double units, double spread, double log) {
    return Math.sqrt(2 * spread / (units * rho * rho) * log);
  }

  /**
   * The logarithm of the e-value against the estimate being zero (equation 155): what a bet against
   * that would have won by now.
   */
  public double logE(double estimate, double standardError, double units) {
    if (standardError == 0) {
      return 0;
    }
    double z = estimate / standardError;
    double spread = spread(units);
    return z * z * (spread - 1) / (2 * spread) - Math.log(spread) / 2;
  }

  /** The p-value of this look alone, min(1, 1 / e); a running minimum of them is valid as well. */
  public double p(double estimate, double standardError, double units) {
    return Math.min(1, Math.exp(-logE(estimate, standardError, units)));
  }
}
