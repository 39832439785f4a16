package dev.footfall.experiment;

import java.util.Optional;

/**
 * The rate of a treatment relative to that of the control, less one: 0.2 is 20 % more. Both arms
 * have conversions.
 *
 * @param control what is compared with
 * @param treatment what is compared
 */
public record Lift(Arm control, Arm treatment) {

  /** The lift, if both arms have conversions: without, it has no bounds. */
  public static Optional<Lift> of(Arm control, Arm treatment) {
    return control.conversions() == 0 || treatment.conversions() == 0
        ? Optional.empty()
        : Optional.of(new Lift(control, treatment));
  }

  /** The lift as observed. */
  public double value() {
    return ratio() - 1;
  }

  private double ratio() {
    return treatment.rate() / control.rate();
  }

  /**
   * The standard error of the ratio's logarithm, sqrt((1 - pA) / xA + (1 - pB) / xB) (Katz,
   * Baptista, Azen and Pike, Biometrics 34, 1978, 469).
   */
  public double logStandardError() {
    return Math.sqrt(
        (1 - control.rate()) / control.conversions()
            + (1 - treatment.rate()) / treatment.conversions());
  }

  /**
   * The standard error of the lift itself by the delta method, to compare with tools that use it:
   * where few convert it is too small, so nothing is judged by it.
   */
  public double deltaStandardError() {
    double pA = control.rate();
    double pB = treatment.rate();
    return Math.sqrt(treatment.variance() + control.variance() * pB * pB / (pA * pA)) / pA;
  }

  /** Katz's interval, for one look at the end. */
  public Interval katz(double alpha) {
    return within(Gauss.above(alpha / 2) * logStandardError());
  }

  /** The interval that holds at every look. */
  public Interval alwaysValid(AlwaysValid sequence) {
    return within(
        sequence.halfWidth(logStandardError(), new Difference(control, treatment).units()));
  }

  private Interval within(double halfOfLog) {
    return new Interval(ratio() * Math.exp(-halfOfLog) - 1, ratio() * Math.exp(halfOfLog) - 1);
  }
}
