package dev.footfall.experiment;

import java.util.List;

/**
 * What all units have done by one look.
 *
 * @param variants in the order of the plan
 * @param multiExposed units that were seen in two variants, and count in none
 */
public record Counts(List<OfVariant> variants, long multiExposed) {

  /**
   * What the units of one variant have done.
   *
   * @param exposed all
   * @param matured those who have had their time: what they have done is final
   * @param reached of all, how many took each step
   * @param maturedReached of those who have had their time, how many took each step in it
   */
  public record OfVariant(
      long exposed, long matured, List<Long> reached, List<Long> maturedReached) {

    public OfVariant {
      reached = List.copyOf(reached);
      maturedReached = List.copyOf(maturedReached);
    }

    /** Those who have had their time, and how many of them took the step. */
    public Arm matured(int step) {
      return new Arm(maturedReached.get(step - 1), matured);
    }
  }

  public Counts {
    variants = List.copyOf(variants);
  }

  List<Long> exposed() {
    return variants.stream().map(OfVariant::exposed).toList();
  }

  List<Long> matured() {
    return variants.stream().map(OfVariant::matured).toList();
  }

  /** The units of all variants. */
  public long allExposed() {
    return exposed().stream().mapToLong(Long::longValue).sum();
  }
}
