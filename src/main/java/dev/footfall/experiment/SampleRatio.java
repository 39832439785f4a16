package dev.footfall.experiment;

import java.util.List;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Units per variant against the shares that they should have.
 *
 * @param observed units of each variant
 * @param shares what each should have of all; they add up to 1, and each is above 0
 */
public record SampleRatio(List<Long> observed, List<Double> shares) {

  /** Below this p-value the split is taken to be broken. */
  public static final double ALARM = 0.001;

  /** How sure the sequential test is that a broken split is near the shares. */
  static final double CONCENTRATION = 1000;

  public SampleRatio {
    observed = List.copyOf(observed);
    shares = List.copyOf(shares);
    if (observed.size() != shares.size()) {
      throw new IllegalArgumentException(observed + " of " + shares);
    }
  }

  private long units() {
    return observed.stream().mapToLong(Long::longValue).sum();
  }

  /** Pearson's statistic, the sum of (O - E)² / E; 0 without units. */
  public double chiSquare() {
    double sum = 0;
    for (int i = 0; i < shares.size(); i++) {
      double expected = units() * shares.get(i);
      sum +=
          expected == 0
              ? 0
              : (observed.get(i) - expected) * (observed.get(i) - expected) / expected;
    }
    return sum;
  }

  /** The p-value of {@link #chiSquare}, for one look at the end. */
  public double chiSquareP() {
    return shares.size() < 2
        ? 1
        : ChiSquaredDistribution.of(shares.size() - 1).survivalProbability(chiSquare());
  }

  /** {@link #logBayesFactor(double)} as the judgement uses it. */
  public double logBayesFactor() {
    return logBayesFactor(CONCENTRATION);
  }

  /**
   * The logarithm of how much better a Dirichlet-multinomial around the shares explains the units
   * than the shares themselves (Lindon and Malek, NeurIPS 2022, arXiv:2011.03567). It depends on
   * totals alone, so it does not matter how units came in batches.
   *
   * @param concentration how narrow the Dirichlet distribution is
   */
  double logBayesFactor(double concentration) {
    long units = units();
    double log = LogGamma.value(concentration) - LogGamma.value(concentration + units);
    for (int i = 0; i < shares.size(); i++) {
      double prior = concentration * shares.get(i);
      log += LogGamma.value(prior + observed.get(i)) - LogGamma.value(prior);
      log -= observed.get(i) * Math.log(shares.get(i));
    }
    return log;
  }

  /** The p-value of this look; the running minimum over all looks is valid at every one. */
  public double p() {
    return Math.min(1, Math.exp(-logBayesFactor()));
  }
}
