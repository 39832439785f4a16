package dev.footfall.experiment;

import java.util.Collections;
import java.util.List;

/**
 * What earlier looks have found, and later ones may lean on: with it, every look is valid.
 *
 * @param exposedRatioP the smallest p-value of the split of all units
 * @param maturedRatioP likewise of those who have had their time
 * @param variants what was found of each variant, in the order of the plan; of the control nothing
 */
public record Evidence(double exposedRatioP, double maturedRatioP, List<OfVariant> variants) {

  /**
   * What was found of one variant.
   *
   * @param p the smallest p-value against it being like the control
   * @param difference what every interval of the difference holds
   * @param guards what was found of each guardrail
   * @param verdict the first lasting one; else the last
   */
  public record OfVariant(
      double p, Interval difference, List<Guardrail.State> guards, Verdict verdict) {

    public OfVariant {
      guards = List.copyOf(guards);
    }
  }

  public Evidence {
    variants = List.copyOf(variants);
  }

  /** Before the first look. */
  public static Evidence none(Plan plan) {
    OfVariant nothing =
        new OfVariant(
            1,
            Interval.EVERYTHING,
            Collections.nCopies(plan.guards().size(), Guardrail.State.UNDECIDED),
            Verdict.COLLECTING);
    return new Evidence(1, 1, Collections.nCopies(plan.variants().size(), nothing));
  }

  /** Whether units are not split as they should be. */
  public boolean isSplitBroken() {
    return Math.min(exposedRatioP, maturedRatioP) < SampleRatio.ALARM;
  }
}
