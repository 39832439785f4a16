package dev.footfall.experiment;

import org.apache.commons.statistics.distribution.NormalDistribution;

/** The standard normal distribution. */
final class Gauss {

  private static final NormalDistribution STANDARD = NormalDistribution.of(0, 1);

  private Gauss() {}

  /** The value above which a share {@code tail} of the distribution lies. */
  static double above(double tail) {
    return STANDARD.inverseSurvivalProbability(tail);
  }

  /** The share of the distribution above {@code z}. */
  static double tailAbove(double z) {
    return STANDARD.survivalProbability(z);
  }

  /** How dense the distribution is at {@code z}. */
  static double density(double z) {
    return STANDARD.density(z);
  }

  /** The share of the distribution farther from zero than {@code z}, on both sides. */
  static double bothTails(double z) {
    return Math.min(1, 2 * tailAbove(Math.abs(z)));
  }
}
