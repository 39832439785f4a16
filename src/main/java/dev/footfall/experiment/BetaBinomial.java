package dev.footfall.experiment;

import java.util.ArrayList;
import java.util.List;
import org.apache.commons.statistics.distribution.BetaDistribution;

/**
 * What somebody who knew nothing before would bet on two variants by now: each rate has the
 * posterior Beta(prior + conversions, prior + others). A help for decisions that must be taken, no
 * proof of a difference: a board that is watched sees every such number in the end.
 *
 * @param control Beta parameters of the control's rate
 * @param treatment those of the treatment's
 */
public record BetaBinomial(Posterior control, Posterior treatment) {

  /** So many standard deviations hold all of a posterior that matters. */
  private static final double WIDTH = 12;

  /**
   * What is believed of a rate.
   *
   * @param alpha above 0
   * @param beta above 0
   */
  public record Posterior(double alpha, double beta) {

    static Posterior of(Arm arm, double prior) {
      return new Posterior(prior + arm.conversions(), prior + arm.units() - arm.conversions());
    }

    /** The expected rate. */
    public double mean() {
      return alpha / (alpha + beta);
    }

    /** The middle of the belief that holds all but {@code error} of it. */
    public Interval central(double error) {
      BetaDistribution distribution = distribution();
      return new Interval(
          distribution.inverseCumulativeProbability(error / 2),
          distribution.inverseSurvivalProbability(error / 2));
    }

    private BetaDistribution distribution() {
      return BetaDistribution.of(alpha, beta);
    }

    private Interval support() {
      double deviation = Math.sqrt(distribution().getVariance());
      return Interval.around(mean(), WIDTH * deviation).cut(new Interval(0, 1));
    }
  }

  /** With the uniform prior Beta(1, 1). */
  public static BetaBinomial of(Arm control, Arm treatment) {
    return of(control, treatment, 1);
  }

  static BetaBinomial of(Arm control, Arm treatment, double prior) {
    return new BetaBinomial(Posterior.of(control, prior), Posterior.of(treatment, prior));
  }

  /** The chance that the treatment's rate is the higher one. */
  public double chanceToWin() {
    BetaDistribution below = control.distribution();
    BetaDistribution density = treatment.distribution();
    Interval range = treatment.support();
    return Quadrature.integrate(
        t -> density.density(t) * below.cumulativeProbability(t), range.lower(), range.upper());
  }

  /**
   * The chance of each arm that its rate is the highest of all, with the uniform prior: the
   * integral of its density times the others' distributions. They add up to 1.
   */
  public static List<Double> chancesToBeBest(List<Arm> arms) {
    List<BetaDistribution> rates =
        arms.stream().map(arm -> Posterior.of(arm, 1).distribution()).toList();
    List<Double> chances = new ArrayList<>();
    for (int arm = 0; arm < arms.size(); arm++) {
      int best = arm;
      Interval range = Posterior.of(arms.get(arm), 1).support();
      chances.add(
          Quadrature.integrate(
              t -> {
                double density = rates.get(best).density(t);
                for (int other = 0; other < rates.size(); other++) {
                  density *= other == best ? 1 : rates.get(other).cumulativeProbability(t);
                }
                return density;
              },
              range.lower(),
              range.upper()));
    }
    return chances;
  }

  /** What is lost on average by choosing the control, in rate points. */
  public double lossOfControl() {
    return loss(control, treatment);
  }

  /** What is lost on average by choosing the treatment, in rate points. */
  public double lossOfTreatment() {
    return loss(treatment, control);
  }

  /** E[(other - chosen)+] (Stucchio 2014), as the integral of P(chosen &lt; t &lt; other). */
  private static double loss(Posterior chosen, Posterior other) {
    BetaDistribution below = chosen.distribution();
    BetaDistribution above = other.distribution();
    Interval one = chosen.support();
    Interval two = other.support();
    return Quadrature.integrate(
        t -> below.cumulativeProbability(t) * above.survivalProbability(t),
        Math.min(one.lower(), two.lower()),
        Math.max(one.upper(), two.upper()));
  }
}
