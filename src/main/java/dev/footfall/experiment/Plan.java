package dev.footfall.experiment;

import java.util.List;

/**
 * What was settled before the first look.
 *
 * @param variants their names
 * @param shares of all units, of each variant; they add up to 1
 * @param control its position among the variants
 * @param metric the step, from 1, that is asked about
 * @param guards steps that must not fall
 * @param alpha how often a difference is found where there is none
 * @param planned how many units are expected, all variants together
 * @param leastEffect differences smaller than this, in rate points, do not matter; 0 if all do
 */
public record Plan(
    List<String> variants,
    List<Double> shares,
    int control,
    int metric,
    List<Guard> guards,
    double alpha,
    double planned,
    double leastEffect) {

  /**
   * A step that the variants must not lower.
   *
   * @param step from 1
   * @param margin how many rate points it may fall
   */
  public record Guard(int step, double margin) {}

  public Plan {
    variants = List.copyOf(variants);
    shares = List.copyOf(shares);
    guards = List.copyOf(guards);
  }

  /** How many variants are compared with the control. */
  int comparisons() {
    return variants.size() - 1;
  }

  /** How many units are expected of a variant and the control together. */
  double plannedFor(int variant) {
    return planned * (shares.get(control) + shares.get(variant));
  }
}
