package dev.footfall.experiment;

import java.util.List;
import java.util.Optional;

/**
 * What one look says of one variant against the control.
 *
 * @param variant its position in the plan
 * @param verdict what may be said
 * @param control units that have had their time, and conversions
 * @param treatment likewise
 * @param compared the figures of the comparison; empty before both arms have units
 * @param p the smallest p-value of all looks so far
 * @param adjustedP the same after Holm over all variants, to be compared with alpha
 * @param difference the interval that holds at every look, cut with those of all looks before; in
 *     rate points
 * @param guards what is known of each guardrail
 */
public record Finding(
    int variant,
    Verdict verdict,
    Arm control,
    Arm treatment,
    Optional<Compared> compared,
    double p,
    double adjustedP,
    Interval difference,
    List<OfGuard> guards) {

  /**
   * Two arms that have units.
   *
   * @param difference of their rates
   * @param lift empty while an arm has no conversions
   * @param liftInterval the interval of the lift that holds at every look
   * @param bet a help for decisions
   */
  public record Compared(
      Difference difference,
      Optional<Lift> lift,
      Optional<Interval> liftInterval,
      BetaBinomial bet) {}

  /**
   * One guardrail.
   *
   * @param guard as planned
   * @param state the first that was found; it stays
   * @param difference the interval of this look; empty while there are too few units
   */
  public record OfGuard(Plan.Guard guard, Guardrail.State state, Optional<Interval> difference) {}

  public Finding {
    guards = List.copyOf(guards);
  }
}
