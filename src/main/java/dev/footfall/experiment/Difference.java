package dev.footfall.experiment;

/**
 * The rate of a treatment less that of the control, in rate points. Both arms have units.
 *
 * @param control what is compared with
 * @param treatment what is compared
 */
public record Difference(Arm control, Arm treatment) {

  /** The difference as observed. */
  public double value() {
    return treatment.rate() - control.rate();
  }

  /** Without pooling: sqrt(pA qA / nA + pB qB / nB). */
  public double standardError() {
    return Math.sqrt(control.variance() + treatment.variance());
  }

  /** The units of both arms. */
  public double units() {
    return (double) control.units() + treatment.units();
  }

  /**
   * The score of the two-proportion test with pooled variance; 0 if nobody or everybody converted.
   * For one look at the end, not for a board.
   */
  public double pooledZ() {
    double pooled = (double) (control.conversions() + treatment.conversions()) / units();
    double variance = pooled * (1 - pooled) * (1.0 / control.units() + 1.0 / treatment.units());
    return variance == 0 ? 0 : value() / Math.sqrt(variance);
  }

  /** The two-sided p-value of {@link #pooledZ}. For one look at the end, not for a board. */
  public double pooledP() {
    return Gauss.bothTails(pooledZ());
  }

  /**
   * Newcombe's hybrid score interval (method 10 in Statistics in Medicine 17, 1998, 873), for one
   * look at the end. At its edge it may disagree with {@link #pooledP}.
   */
  public Interval newcombe(double alpha) {
    Interval a = control.wilson(alpha);
    Interval b = treatment.wilson(alpha);
    double pA = control.rate();
    double pB = treatment.rate();
    return new Interval(
        value() - Math.hypot(pB - b.lower(), a.upper() - pA),
        value() + Math.hypot(b.upper() - pB, pA - a.lower()));
  }
}
