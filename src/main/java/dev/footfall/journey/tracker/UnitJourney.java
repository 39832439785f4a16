package dev.footfall.journey.tracker;

import java.util.ArrayList;
import java.util.List;

/** What one unit did in one funnel, in the cohorts that can still change. Changes. */
final class UnitJourney {

  static final long NO_TIMER = Long.MIN_VALUE;

  /** By their start. */
  final List<CohortJourney> cohorts = new ArrayList<>(1);

  /** The watermark for which a timer is set, or {@link #NO_TIMER}. */
  long timer = NO_TIMER;

  boolean isEmpty() {
    return cohorts.isEmpty();
  }
}
