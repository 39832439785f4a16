package dev.footfall.journey.tracker;

import dev.footfall.journey.Outcome;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one unit did in one cohort of one funnel, as far as it can still matter. Changes. */
final class CohortJourney {

  static final String[] NO_VALUES = {};

  private static final int FEW_LANES = 8;

  /** The cohort's window of entries. */
  final long start;

  final long end;

  /** The runs, if the funnel holds nothing. */
  @Nullable Lane lane;

  /** Else the runs by the value they hold. */
  @Nullable Map<String, Lane> lanes;

  /** How many values are held when those that expired are looked for. */
  int lanesToTidyAt = FEW_LANES;

  /** What was last said of it; no times: nothing yet. */
  int furthest;

  Outcome outcome = Outcome.IN_PROGRESS;
  long[] times = {};
  String[] values = NO_VALUES;

  /** The watermark from which no run is alive. */
  long aliveUntil = Long.MIN_VALUE;

  /**
   * When an exclusion ended a run at the furthest step that is the last there to have ended; 0 if
   * there is none such.
   */
  long excludedAt;

  /**
   * The counted run, as long as it may still take an optional step; it may stand in no lane any
   * more.
   */
  @Nullable Run counted;

  /** The furthest step within the instant that is being lived, not yet said. */
  int reaching;

  /** The run that came to it first, in this instant. */
  @Nullable Run arrived;

  /** Whether this instant changed anything. */
  boolean touched;

  CohortJourney(long start, long end) {
    this.start = start;
    this.end = end;
  }

  /** The lane of a held value, made if it is not there. */
  Lane laneFor(String held, boolean holds, int steps) {
    if (!holds) {
      lane = lane == null ? new Lane(steps) : lane;
      return lane;
    }
    lanes = lanes == null ? new LinkedHashMap<>() : lanes;
    return lanes.computeIfAbsent(held, value -> new Lane(steps));
  }

  /** The lane of a held value, if there is one. */
  @Nullable Lane lane(String held) {
    return lanes == null ? lane : lanes.get(held);
  }

  void forgetEmptyLanes() {
    if (lanes != null) {
      lanes.values().removeIf(Lane::isEmpty);
      lanesToTidyAt = Math.max(FEW_LANES, 2 * lanes.size());
    }
  }

  void forgetRuns() {
    lane = null;
    lanes = null;
    aliveUntil = Long.MIN_VALUE;
  }

  CohortJourney copy() {
    CohortJourney copy = new CohortJourney(start, end);
    copy.lane = lane == null ? null : lane.copy();
    if (lanes != null) {
      Map<String, Lane> copies = new LinkedHashMap<>();
      lanes.forEach((held, itsLane) -> copies.put(held, itsLane.copy()));
      copy.lanes = copies;
    }
    copy.lanesToTidyAt = lanesToTidyAt;
    copy.furthest = furthest;
    copy.outcome = outcome;
    copy.times = times;
    copy.values = values;
    copy.aliveUntil = aliveUntil;
    copy.excludedAt = excludedAt;
    if (counted != null) {
      Lane its = copy.lane(counted.held);
      copy.counted =
          countedStandsInLane() && its != null ? its.at(counted.current) : counted.copy();
    }
    return copy;
  }

  /** Whether the counted run still stands where it is found by its step. */
  boolean countedStandsInLane() {
    Run run = counted;
    Lane its = run == null ? null : lane(run.held);
    return run != null && its != null && its.has(run.current) && its.at(run.current) == run;
  }
}
