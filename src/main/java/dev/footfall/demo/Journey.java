package dev.footfall.demo;

import java.util.List;

/** One unit's way through one cohort of one funnel, as it was planned. */
final class Journey {

  /** A property of the entry and its value there. */
  record Split(String breakdown, String value) {}

  private final String funnel;
  private final long cohortStart;
  private final List<Split> splits;
  private final int[] milestones;
  private int reached;

  /**
   * @param milestones for each step, the bits of the events by which it is taken
   */
  Journey(String funnel, long cohortStart, List<Split> splits, int... milestones) {
    this.funnel = funnel;
    this.cohortStart = cohortStart;
    this.splits = splits;
    this.milestones = milestones;
  }

  /** Takes every next step all of whose milestones have been passed. */
  void advance(int passed, Truth truth) {
    while (reached < milestones.length && (passed & milestones[reached]) == milestones[reached]) {
      reached++;
      truth.count(this);
    }
  }

  String funnel() {
    return funnel;
  }

  long cohortStart() {
    return cohortStart;
  }

  List<Split> splits() {
    return splits;
  }

  int steps() {
    return milestones.length;
  }

  /** The furthest step reached so far, from 1. */
  int reached() {
    return reached;
  }
}
