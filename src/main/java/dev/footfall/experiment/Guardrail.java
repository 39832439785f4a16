package dev.footfall.experiment;

/**
 * A rate that a treatment must not lower by more than a margin. Both arms have units.
 *
 * @param difference of that rate
 * @param margin in rate points, above 0
 */
public record Guardrail(Difference difference, double margin) {

  /** What can be said of it. */
  public enum State {
    /** Surely lower by more than the margin. */
    BREACHED,
    /** Surely not lower by more than the margin. */
    SAFE,
    /** Neither yet. */
    UNDECIDED
  }

  /** The score against being lower by the margin, for one look at the end. */
  double z() {
    return (difference.value() + margin) / difference.standardError();
  }

  /** The one-sided p-value of {@link #z}: small if it is safe. For one look at the end. */
  public double p() {
    return Gauss.tailAbove(z());
  }

  /** The lower bound of the difference at one look at the end. */
  double lowerBound(double alpha) {
    return difference.value() - Gauss.above(alpha) * difference.standardError();
  }

  /**
   * From where to where the difference may lie at every look; each end alone is missed with a
   * chance of alpha (equation 134 of arXiv:2103.06476, tuned to twice that alpha).
   */
  public Interval alwaysValid(double tunedTo, double alpha) {
    double half =
        AlwaysValid.tunedTo(tunedTo, 2 * alpha)
            .oneSidedHalfWidth(difference.standardError(), difference.units(), alpha);
    return Interval.around(difference.value(), half);
  }

  /** What the always valid interval says. */
  public State state(Interval alwaysValid) {
    if (alwaysValid.upper() < -margin) {
      return State.BREACHED;
    }
    return alwaysValid.lower() > -margin ? State.SAFE : State.UNDECIDED;
  }
}
