package dev.footfall.experiment;

import org.apache.commons.statistics.distribution.TDistribution;

/**
 * How far a treatment lies from the control by what was seen, and how sure that is.
 *
 * @param value 0 if they are alike
 * @param standardError above 0
 * @param units of both arms
 * @param degreesOfFreedom of the standard error
 */
public record Estimate(double value, double standardError, double units, double degreesOfFreedom) {

  /** Student's interval, for one look at the end. */
  public Interval atOneLook(double alpha) {
    return Interval.around(
        value,
        standardError * TDistribution.of(degreesOfFreedom).inverseSurvivalProbability(alpha / 2));
  }

  /** Student's two-sided p-value, for one look at the end. */
  public double pAtOneLook() {
    double t = Math.abs(value) / standardError;
    return Math.min(1, 2 * TDistribution.of(degreesOfFreedom).survivalProbability(t));
  }

  /** The interval that holds at every look. */
  public Interval alwaysValid(AlwaysValid sequence) {
    return Interval.around(value, sequence.halfWidth(standardError, units));
  }

  /** The p-value of this look; the running minimum over all looks is valid at every one. */
  public double alwaysValidP(AlwaysValid sequence) {
    return sequence.p(value, standardError, units);
  }

  /**
   * The chance that the treatment is the better one, for somebody who knew nothing before: the
   * posterior is normal, around the estimate. A help for decisions that must be taken, no proof.
   */
  public double chanceToWin() {
    return Gauss.tailAbove(-value / standardError);
  }

  /** What is lost on average by choosing the control: E[(true value)+] by that posterior. */
  public double lossOfControl() {
    return expectedAbove(value);
  }

  /** What is lost on average by choosing the treatment. */
  public double lossOfTreatment() {
    return expectedAbove(-value);
  }

  private double expectedAbove(double mean) {
    double z = mean / standardError;
    return mean * Gauss.tailAbove(-z) + standardError * Gauss.density(z);
  }
}
