package dev.footfall.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges what units brought, a number each, by one look; what it says holds however often somebody
 * looks. It rests on the normal approximation of means: with few units of which some brought very
 * much it is too sure of itself.
 */
public final class ValueJudge {

  private final Plan plan;

  /** The plan's metric and guardrails are of steps, and not asked for. */
  public ValueJudge(Plan plan) {
    this.plan = plan;
  }

  /**
   * What is said of one variant against the control.
   *
   * @param variant its position in the plan
   * @param verdict what may be said
   * @param difference of the means; empty if all values are equal
   * @param lift the same relative to the control; empty as well if that is not above 0
   * @param p that holds at every look, after Holm over all variants
   */
  public record Finding(
      int variant,
      Verdict verdict,
      Optional<Estimate> difference,
      Optional<Estimate> lift,
      double p) {}

  /** The split of units, alone of this look. */
  public SampleRatio split(List<Values> arms) {
    return new SampleRatio(arms.stream().map(Values::units).toList(), plan.shares());
  }

  /** The sequence of a variant's intervals; for several variants they hold together. */
  public AlwaysValid sequence(int variant) {
    return AlwaysValid.tunedTo(plan.plannedFor(variant), plan.alpha() / plan.comparisons());
  }

  /**
   * Looks.
   *
   * @param arms what the units of each variant brought, in the order of the plan
   * @return what is said of each variant but the control, in that order
   */
  public List<Finding> look(List<Values> arms) {
    List<Integer> treatments = new ArrayList<>();
    List<Double> p = new ArrayList<>();
    for (int variant = 0; variant < arms.size(); variant++) {
      if (variant != plan.control()) {
        treatments.add(variant);
        p.add(pOf(variant, arms));
      }
    }
    List<Double> adjusted = Holm.adjust(p);
    boolean isBroken = split(arms).p() < SampleRatio.ALARM;
    List<Finding> findings = new ArrayList<>();
    for (int index = 0; index < treatments.size(); index++) {
      int variant = treatments.get(index);
      Optional<ValueDifference> difference = difference(variant, arms);
      findings.add(
          new Finding(
              variant,
              isBroken
                  ? Verdict.SAMPLE_RATIO_MISMATCH
                  : verdict(variant, arms, difference, adjusted.get(index)),
              difference.map(ValueDifference::absolute),
              difference.flatMap(ValueDifference::lift),
              adjusted.get(index)));
    }
    return findings;
  }

  private Optional<ValueDifference> difference(int variant, List<Values> arms) {
    return Optional.of(new ValueDifference(arms.get(plan.control()), arms.get(variant)))
        .filter(ValueDifference::isSpread);
  }

  private boolean isEnough(int variant, List<Values> arms) {
    return arms.get(plan.control()).units() >= Judge.LEAST_UNITS
        && arms.get(variant).units() >= Judge.LEAST_UNITS;
  }

  private double pOf(int variant, List<Values> arms) {
    if (!isEnough(variant, arms)) {
      return 1;
    }
    AlwaysValid sequence = AlwaysValid.tunedTo(plan.plannedFor(variant), plan.alpha());
    return difference(variant, arms)
        .map(difference -> difference.absolute().alwaysValidP(sequence))
        .orElse(1.0);
  }

  private Verdict verdict(
      int variant, List<Values> arms, Optional<ValueDifference> difference, double p) {
    if (difference.isEmpty() || !isEnough(variant, arms)) {
      return Verdict.COLLECTING;
    }
    Estimate estimate = difference.get().absolute();
    if (p < plan.alpha()) {
      return estimate.value() > 0 ? Verdict.WINNER : Verdict.LOSER;
    }
    return estimate.alwaysValid(sequence(variant)).isWithin(plan.leastEffect())
        ? Verdict.NO_DIFFERENCE_OF_INTEREST
        : Verdict.UNDECIDED;
  }
}
