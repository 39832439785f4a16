package dev.footfall.experiment;

import dev.footfall.experiment.Counts.OfVariant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Judges an experiment look by look. Look as often as you like: of all experiments in which there
 * is no difference, a share of alpha at most ever names a winner or a loser.
 */
public final class Judge {

  /** The version of all that is written here: rows say by which they were judged. */
  public static final int METHOD = 1;

  /** The normal approximation must have something to stand on. */
  static final long LEAST_UNITS = 100;

  private static final long LEAST_CONVERSIONS = 10;

  private final Plan plan;

  public Judge(Plan plan) {
    this.plan = plan;
  }

  /**
   * One look.
   *
   * @param evidence to lean on at the next look
   * @param findings of each variant but the control, in the order of the plan
   */
  public record Look(Evidence evidence, List<Finding> findings) {

    public Look {
      findings = List.copyOf(findings);
    }
  }

  /**
   * Looks.
   *
   * @param before what earlier looks have found
   * @param counts what all units have done by now
   */
  public Look look(Evidence before, Counts counts) {
    double exposedP = Math.min(before.exposedRatioP(), ratioP(counts.exposed()));
    double maturedP = Math.min(before.maturedRatioP(), ratioP(counts.matured()));
    List<Double> p = new ArrayList<>();
    List<Double> compared = new ArrayList<>();
    for (int variant = 0; variant < plan.variants().size(); variant++) {
      p.add(Math.min(before.variants().get(variant).p(), pOf(variant, counts)));
      if (variant != plan.control()) {
        compared.add(p.get(variant));
      }
    }
    List<Double> adjusted = Holm.adjust(compared);
    Evidence split = new Evidence(exposedP, maturedP, before.variants());
    List<Evidence.OfVariant> variants = new ArrayList<>();
    List<Finding> findings = new ArrayList<>();
    for (int variant = 0; variant < plan.variants().size(); variant++) {
      if (variant == plan.control()) {
        variants.add(before.variants().get(variant));
      } else {
        Finding finding =
            find(variant, split, counts, p.get(variant), adjusted.get(findings.size()));
        findings.add(finding);
        variants.add(evidenceOf(finding, before.variants().get(variant).verdict()));
      }
    }
    return new Look(new Evidence(exposedP, maturedP, variants), findings);
  }

  private double ratioP(List<Long> units) {
    return new SampleRatio(units, plan.shares()).p();
  }

  /** A broken split hides what lasted before, and does not undo it. */
  private static Evidence.OfVariant evidenceOf(Finding finding, Verdict before) {
    return new Evidence.OfVariant(
        finding.p(),
        finding.difference(),
        finding.guards().stream().map(Finding.OfGuard::state).toList(),
        before.isLasting() ? before : finding.verdict());
  }

  /** The p-value of this look alone. */
  private double pOf(int variant, Counts counts) {
    if (variant == plan.control()) {
      return 1;
    }
    Difference difference = difference(variant, plan.metric(), counts);
    if (!isEnough(difference)) {
      return 1;
    }
    return AlwaysValid.tunedTo(plan.plannedFor(variant), plan.alpha())
        .p(difference.value(), difference.standardError(), difference.units());
  }

  private Difference difference(int variant, int step, Counts counts) {
    OfVariant control = counts.variants().get(plan.control());
    return new Difference(control.matured(step), counts.variants().get(variant).matured(step));
  }

  private static boolean isEnough(Difference difference) {
    return isEnough(difference.control()) && isEnough(difference.treatment());
  }

  private static boolean isEnough(Arm arm) {
    return arm.units() >= LEAST_UNITS
        && arm.conversions() >= LEAST_CONVERSIONS
        && arm.units() - arm.conversions() >= LEAST_CONVERSIONS;
  }

  private Finding find(int variant, Evidence before, Counts counts, double p, double adjustedP) {
    Difference difference = difference(variant, plan.metric(), counts);
    Evidence.OfVariant found = before.variants().get(variant);
    // For several comparisons the intervals hold together.
    AlwaysValid sequence =
        AlwaysValid.tunedTo(plan.plannedFor(variant), plan.alpha() / plan.comparisons());
    Interval interval = found.difference();
    if (isEnough(difference)) {
      double half = sequence.halfWidth(difference.standardError(), difference.units());
      interval = interval.cut(Interval.around(difference.value(), half));
    }
    List<Finding.OfGuard> guards = new ArrayList<>();
    for (int guard = 0; guard < plan.guards().size(); guard++) {
      guards.add(guard(variant, plan.guards().get(guard), found.guards().get(guard), counts));
    }
    Verdict verdict = verdict(before, found, difference, adjustedP, interval, guards);
    return new Finding(
        variant,
        verdict,
        difference.control(),
        difference.treatment(),
        compared(difference, sequence),
        p,
        adjustedP,
        interval,
        guards);
  }

  private static Optional<Finding.Compared> compared(Difference difference, AlwaysValid sequence) {
    Arm control = difference.control();
    Arm treatment = difference.treatment();
    if (control.isEmpty() || treatment.isEmpty()) {
      return Optional.empty();
    }
    Optional<Lift> lift = Lift.of(control, treatment);
    Optional<Interval> interval =
        lift.filter(known -> isEnough(difference)).map(known -> known.alwaysValid(sequence));
    return Optional.of(
        new Finding.Compared(difference, lift, interval, BetaBinomial.of(control, treatment)));
  }

  /** What was found of a guardrail stays: each look was valid. */
  private Finding.OfGuard guard(
      int variant, Plan.Guard guard, Guardrail.State before, Counts counts) {
    Difference difference = difference(variant, guard.step(), counts);
    if (!isEnough(difference)) {
      return new Finding.OfGuard(guard, before, Optional.empty());
    }
    Guardrail guardrail = new Guardrail(difference, guard.margin());
    Interval interval = guardrail.alwaysValid(plan.plannedFor(variant), plan.alpha());
    Guardrail.State state =
        before == Guardrail.State.UNDECIDED ? guardrail.state(interval) : before;
    return new Finding.OfGuard(guard, state, Optional.of(interval));
  }

  private Verdict verdict(
      Evidence split,
      Evidence.OfVariant before,
      Difference difference,
      double adjustedP,
      Interval interval,
      List<Finding.OfGuard> guards) {
    if (split.isSplitBroken()) {
      return Verdict.SAMPLE_RATIO_MISMATCH;
    }
    if (before.verdict().isLasting()) {
      return before.verdict();
    }
    if (!isEnough(difference)) {
      return Verdict.COLLECTING;
    }
    if (guards.stream().anyMatch(guard -> guard.state() == Guardrail.State.BREACHED)) {
      return Verdict.GUARDRAIL_BREACH;
    }
    if (adjustedP < plan.alpha()) {
      return difference.value() > 0 ? Verdict.WINNER : Verdict.LOSER;
    }
    boolean meets = interval.lower() <= interval.upper();
    return meets && interval.isWithin(plan.leastEffect())
        ? Verdict.NO_DIFFERENCE_OF_INTEREST
        : Verdict.UNDECIDED;
  }

  /**
   * How many units more, of all variants, the experiment needs: until an effect of the least size
   * that matters would be found with a chance of 80 %, or until the planned size if any effect
   * matters.
   *
   * @param finding of the variant that is asked about
   */
  public long unitsNeeded(Finding finding, Counts counts) {
    double wanted = plan.planned();
    if (plan.leastEffect() > 0 && isEnough(finding.control())) {
      double baseline = finding.control().rate();
      double target = Math.min(baseline + plan.leastEffect(), (1 + baseline) / 2);
      double perArm = new Planning(plan.alpha(), 0.8).unitsPerArmWatched(baseline, target);
      // Arms of unequal size are as good as equal ones with the same harmonic mean.
      wanted =
          perArm
              / 2
              * (1 / plan.shares().get(plan.control()) + 1 / plan.shares().get(finding.variant()));
    }
    return Math.max(0, (long) Math.ceil(wanted - counts.allExposed()));
  }
}
