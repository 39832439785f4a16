package dev.footfall.demo;

/**
 * The experiment on the trial's first page: half of the registrations see each variant, and the
 * second one truly makes more of them start the trial. A trial is bought as often in either, so
 * that over both the odds are those of the {@link Channel}.
 */
public enum Variant {
  /** The old page. */
  A(0.94),
  /** The new page. */
  B(1.06);

  private final double trials;

  Variant(double trials) {
    this.trials = trials;
  }

  /** How many times the channel's share of trials start here. */
  public double trials() {
    return trials;
  }

  static Variant of(Dice dice) {
    return dice.chance(0.5) ? B : A;
  }
}
