package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Order;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.funnel.Step;
import dev.footfall.journey.Classifier;
import dev.footfall.journey.Outcome;
import dev.footfall.journey.Progress;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One funnel, compiled into the rules by which a unit's journey moves on.
 *
 * <p>A journey is lived instant by instant, in the order of event time; each instant in four turns:
 * its events fill steps; then exclusions end runs; then, in a strict funnel, other events do; then
 * it is said what has changed. A run that took a step in the first turn is spared in the next two.
 *
 * <p>Not for several threads at once.
 */
final class FunnelTracker {

  /** Nothing changes by itself any more. */
  static final long NEVER = Long.MAX_VALUE;

  private final Funnel funnel;
  private final FunnelVersion version;
  private final Classifier classifier;
  private final int steps;
  private final boolean anyOrder;
  private final boolean holds;
  private final boolean hasOptionalSteps;
  private final int lastRequired;

  /** By current step: the furthest required step that a run there has reached. */
  private final int[] reachedAt;

  /** By current step: the next required step; beyond the last if there is none. */
  private final int[] nextRequired;

  /** The steps at which a run has not converted, a bit each. */
  private final long beforeConversion;

  /** Whether the instant that is being lived has changed the journey. */
  private boolean changed;

  /** The window of cohorts that was asked for last: most events fall into the same. */
  private CohortWindow window = new CohortWindow(0, 0);

  FunnelTracker(Funnel funnel) {
    this(funnel, FunnelVersion.of(funnel));
  }

  /**
   * @param version what is said bears it
   */
  FunnelTracker(Funnel funnel, FunnelVersion version) {
    this.funnel = funnel;
    this.version = version;
    this.classifier = new Classifier(funnel);
    this.steps = funnel.steps().size();
    this.anyOrder = funnel.order() == Order.ANY;
    this.holds = !funnel.hold().isEmpty();
    this.hasOptionalSteps = funnel.steps().stream().anyMatch(Step::optional);
    this.lastRequired = funnel.lastRequiredStep();
    this.reachedAt = new int[steps + 1];
    this.nextRequired = new int[steps + 1];
    long unconverted = 0;
    for (int step = 1; step <= steps; step++) {
      boolean optional = funnel.steps().get(step - 1).optional();
      reachedAt[step] = optional ? reachedAt[step - 1] : step;
      nextRequired[step] = step + 1;
      while (nextRequired[step] <= steps && funnel.steps().get(nextRequired[step] - 1).optional()) {
        nextRequired[step]++;
      }
      unconverted |= reachedAt[step] < lastRequired ? bit(step) : 0;
    }
    this.beforeConversion = unconverted;
  }

  Funnel funnel() {
    return funnel;
  }

  FunnelVersion version() {
    return version;
  }

  Classifier classifier() {
    return classifier;
  }

  /** Whether events that fill these steps may start a run. */
  boolean mayStartWith(long fills) {
    return anyOrder ? fills != 0 : (fills & bit(1)) != 0;
  }

  /**
   * Lives one instant of a unit: all its events at that time, at once.
   *
   * @param journey what the unit did before; changed
   * @param instant what the events mean, in the order of rule 2; at least one
   * @param said where each change goes
   * @return whether the journey is another than before
   */
  boolean live(
      String unit, UnitJourney journey, List<Signal> instant, Consumer<Progress.Change> said) {
    changed = false;
    long now = instant.get(0).event.time();
    for (int rank = 0; rank < instant.size(); rank++) {
      Signal signal = instant.get(rank);
      if (signal.fills != 0) {
        fill(journey, signal, rank, now);
      }
    }
    for (Signal signal : instant) {
      if (signal.ends != 0) {
        exclude(journey, signal, now);
      }
    }
    for (Signal signal : instant) {
      if (signal.breaks) {
        breakRuns(journey, signal, now);
      }
    }
    for (CohortJourney cohort : journey.cohorts) {
      if (cohort.touched) {
        say(unit, cohort, now, said);
      }
    }
    return changed;
  }

  /**
   * Lets event time pass without events.
   *
   * @param watermark how far
   */
  void passTime(String unit, UnitJourney journey, long watermark, Consumer<Progress.Change> said) {
    for (Iterator<CohortJourney> all = journey.cohorts.iterator(); all.hasNext(); ) {
      CohortJourney cohort = all.next();
      if (cohort.outcome == Outcome.IN_PROGRESS && cohort.aliveUntil <= watermark) {
        say(unit, cohort, watermark, said);
        cohort.forgetRuns();
        cohort.counted = null;
      }
      if (nextChange(cohort) <= watermark) {
        all.remove();
      }
    }
  }

  /** The first watermark at which something changes without an event; or {@link #NEVER}. */
  long nextChange(UnitJourney journey) {
    long next = NEVER;
    for (CohortJourney cohort : journey.cohorts) {
      next = Math.min(next, nextChange(cohort));
    }
    return next;
  }

  private long nextChange(CohortJourney cohort) {
    if (cohort.outcome == Outcome.IN_PROGRESS) {
      return cohort.aliveUntil;
    }
    // Until the cohort ends, another entry may change what was said of it.
    long forgotten = cohort.end - 1;
    return cohort.counted == null ? forgotten : Math.max(forgotten, endOf(cohort.counted));
  }

  // --- steps

  private void fill(UnitJourney journey, Signal signal, int rank, long now) {
    String held = signal.held == null ? "" : signal.held;
    for (CohortJourney cohort : journey.cohorts) {
      if (hasOptionalSteps) {
        takeOptionalStepApart(cohort, held, signal.fills, now);
      }
      Lane lane = cohort.lane(held);
      if (lane != null) {
        advance(cohort, lane, signal.fills, now);
      }
    }
    if (mayStartWith(signal.fills)) {
      enter(journey, signal, held, rank, now);
    }
  }

  /**
   * Moves every run of the lane that takes a step by the event, the first to have entered first.
   */
  private void advance(CohortJourney cohort, Lane lane, long fills, long now) {
    long waiting = lane.occupied();
    if (!anyOrder && !hasOptionalSteps) {
      waiting &= fills >>> 1;
    }
    for (int step = Lane.last(waiting); step != 0; step = Lane.last(waiting)) {
      waiting = Lane.before(step, waiting);
      Run run = lane.at(step);
      int next = nextStep(run, fills);
      if (next == 0) {
        continue;
      }
      changed = true;
      lane.remove(step);
      if (endOf(run) < now) {
        expired(cohort, run);
        continue;
      }
      take(run, next, now);
      lane.put(run);
      cohort.touched |= run == cohort.counted;
      arrive(cohort, run);
    }
  }

  /** Which step the run takes by an event that fills these; 0 if none. */
  private int nextStep(Run run, long fills) {
    if (anyOrder) {
      return first(fills & ~run.done);
    }
    int required = nextRequired[run.current];
    if ((fills & bit(required)) != 0) {
      return required;
    }
    return hasOptionalSteps ? nextOptional(run, fills) : 0;
  }

  private int nextOptional(Run run, long fills) {
    return first(Lane.before(nextRequired[run.current], fills) & -bit(run.current + 1));
  }

  private void take(Run run, int step, long now) {
    if (anyOrder) {
      run.done |= bit(step);
      run.current++;
    } else {
      run.current = step;
    }
    run.times[run.current - 1] = now;
  }

  /** The counted run goes on taking optional steps, also where a later run took its place. */
  private void takeOptionalStepApart(CohortJourney cohort, String held, long fills, long now) {
    Run run = cohort.counted;
    if (run == null || cohort.countedStandsInLane() || !run.held.equals(held) || endOf(run) < now) {
      return;
    }
    int optional = nextOptional(run, fills);
    if (optional != 0) {
      changed = true;
      take(run, optional, now);
      cohort.touched = true;
    }
  }

  private void enter(UnitJourney journey, Signal signal, String held, int rank, long now) {
    CohortJourney cohort = cohortAt(now, journey);
    boolean convertedBefore = cohort.furthest == lastRequired;
    if (convertedBefore) {
      return;
    }
    changed = true;
    if (cohort.lanes != null && cohort.lanes.size() >= cohort.lanesToTidyAt) {
      tidy(cohort, now);
    }
    Lane lane = cohort.laneFor(held, holds, steps);
    Run before = lane.has(1) ? lane.at(1) : null;
    Run run =
        before == null || before == cohort.counted
            ? new Run(new long[steps], held, CohortJourney.NO_VALUES)
            : before;
    run.enter(now, rank);
    run.values = valuesOf(signal.event, run.values);
    run.done = anyOrder ? Long.lowestOneBit(signal.fills) : 0;
    lane.put(run);
    cohort.aliveUntil = Math.max(cohort.aliveUntil, funnel.within().endOf(now));
    cohort.touched = true;
    arrive(cohort, run);
  }

  /** The event's values, as those of before if they are equal: most often they are. */
  private String[] valuesOf(Event event, String[] before) {
    if (funnel.breakdowns().isEmpty()) {
      return CohortJourney.NO_VALUES;
    }
    String[] values = classifier.valuesOf(event);
    return java.util.Arrays.equals(values, before) ? before : values;
  }

  /**
   * Forgets the runs that have expired. A value that is held may never come again, so its runs are
   * looked for when the values have doubled.
   */
  private void tidy(CohortJourney cohort, long now) {
    for (Lane lane : lanesOf(cohort)) {
      long standing = lane.occupied();
      for (int step = Lane.last(standing); step != 0; step = Lane.last(standing)) {
        standing = Lane.before(step, standing);
        Run run = lane.at(step);
        if (endOf(run) < now) {
          lane.remove(step);
          expired(cohort, run);
        }
      }
    }
    cohort.forgetEmptyLanes();
  }

  private CohortJourney cohortAt(long now, UnitJourney journey) {
    if (!window.contains(now)) {
      window = funnel.cohort().windowOf(now, funnel.zone());
    }
    for (int i = journey.cohorts.size() - 1; i >= 0; i--) {
      if (journey.cohorts.get(i).start == window.start()) {
        return journey.cohorts.get(i);
      }
    }
    CohortJourney cohort = new CohortJourney(window.start(), window.end());
    journey.cohorts.add(cohort);
    return cohort;
  }

  /**
   * A run has come to where it stands. It is the counted run if nobody of the cohort had come so
   * far before this instant, nor did another that entered later come so far in it.
   */
  private void arrive(CohortJourney cohort, Run run) {
    int reached = reachedAt[run.current];
    boolean further = reached > Math.max(cohort.reaching, cohort.furthest);
    if (further || (reached == cohort.reaching && run.enteredAfter(cohort.arrived))) {
      cohort.reaching = reached;
      cohort.arrived = run;
      cohort.excludedAt = 0;
      cohort.touched = true;
    }
  }

  // --- ends

  private void exclude(UnitJourney journey, Signal signal, long now) {
    for (CohortJourney cohort : journey.cohorts) {
      boolean ended = false;
      for (Lane lane : lanesMeantBy(signal, cohort)) {
        long meant = lane.occupied() & signal.ends;
        for (int step = Lane.last(meant); step != 0; step = Lane.last(meant)) {
          meant = Lane.before(step, meant);
          ended |= end(cohort, lane, step, now, true);
        }
      }
      if (ended) {
        countTheLiving(cohort);
      }
      Run counted = cohort.counted;
      if (counted != null
          && (signal.held == null || signal.held.equals(counted.held))
          && (signal.ends & beforeConversion & bit(counted.current)) != 0
          && counted.lastStepAt() < now) {
        cohort.counted = null;
        changed = true;
      }
    }
  }

  private static Collection<Lane> lanesMeantBy(Signal signal, CohortJourney cohort) {
    if (cohort.lanes != null && signal.held == null) {
      return cohort.lanes.values();
    }
    Lane lane = signal.held == null ? cohort.lane : cohort.lane(signal.held);
    return lane == null ? List.of() : List.of(lane);
  }

  private void breakRuns(UnitJourney journey, Signal signal, long now) {
    for (CohortJourney cohort : journey.cohorts) {
      boolean ended = false;
      if (cohort.lane != null) {
        ended = breakLane(cohort, cohort.lane, signal.fills, now);
      }
      if (cohort.lanes != null) {
        for (Map.Entry<String, Lane> entry : cohort.lanes.entrySet()) {
          long repeats = entry.getKey().equals(signal.held) ? signal.fills : 0;
          ended |= breakLane(cohort, entry.getValue(), repeats, now);
        }
      }
      if (ended) {
        countTheLiving(cohort);
      }
    }
  }

  private boolean breakLane(CohortJourney cohort, Lane lane, long repeats, long now) {
    boolean ended = false;
    long meant = lane.occupied() & ~repeats;
    for (int step = Lane.last(meant); step != 0; step = Lane.last(meant)) {
      meant = Lane.before(step, meant);
      ended |= end(cohort, lane, step, now, false);
    }
    return ended;
  }

  /** Ends the run that stands there, unless it took a step at this very instant. */
  private boolean end(CohortJourney cohort, Lane lane, int step, long now, boolean excluded) {
    Run run = lane.at(step);
    if (run.lastStepAt() == now) {
      return false;
    }
    changed = true;
    lane.remove(step);
    if (endOf(run) < now) {
      expired(cohort, run);
    } else if (reachedAt[step] == reached(cohort)) {
      cohort.excludedAt = excluded ? now : 0;
    }
    cohort.touched = true;
    return true;
  }

  /** A run had expired some time before it was found. */
  private void expired(CohortJourney cohort, Run run) {
    if (reachedAt[run.current] == reached(cohort) && endOf(run) >= cohort.excludedAt) {
      cohort.excludedAt = 0;
    }
  }

  private static int reached(CohortJourney cohort) {
    return Math.max(cohort.furthest, cohort.reaching);
  }

  private void countTheLiving(CohortJourney cohort) {
    cohort.aliveUntil = Long.MIN_VALUE;
    for (Lane lane : lanesOf(cohort)) {
      long standing = lane.occupied();
      for (int step = Lane.last(standing); step != 0; step = Lane.last(standing)) {
        standing = Lane.before(step, standing);
        cohort.aliveUntil = Math.max(cohort.aliveUntil, endOf(lane.at(step)));
      }
    }
    cohort.forgetEmptyLanes();
  }

  private static Collection<Lane> lanesOf(CohortJourney cohort) {
    if (cohort.lanes != null) {
      return cohort.lanes.values();
    }
    return cohort.lane == null ? List.of() : List.of(cohort.lane);
  }

  // --- what is said

  private void say(String unit, CohortJourney cohort, long now, Consumer<Progress.Change> said) {
    cohort.touched = false;
    int furthest = reached(cohort);
    Outcome outcome = outcome(cohort, furthest, now);
    Run arrived = cohort.arrived;
    if (hasOptionalSteps && arrived != null) {
      cohort.counted = arrived;
    }
    Run counted = arrived == null ? cohort.counted : arrived;
    boolean tookStep = counted != null && !java.util.Arrays.equals(counted.times, cohort.times);
    if (arrived == null && !tookStep && outcome == cohort.outcome) {
      return;
    }
    Progress before = cohort.furthest == 0 ? null : progress(unit, cohort);
    if (counted != null) {
      cohort.times = counted.times.clone();
      cohort.values = counted.values;
    }
    cohort.furthest = furthest;
    cohort.outcome = outcome;
    cohort.reaching = 0;
    cohort.arrived = null;
    said.accept(new Progress.Change(before, progress(unit, cohort)));
    if (outcome == Outcome.CONVERTED) {
      cohort.forgetRuns();
      cohort.counted = lastRequired < steps ? counted : null;
    } else if (outcome == Outcome.DROPPED) {
      cohort.excludedAt = 0;
    }
  }

  private Progress progress(String unit, CohortJourney cohort) {
    return new Progress(
        version,
        unit,
        cohort.start,
        cohort.end,
        cohort.furthest,
        cohort.outcome,
        cohort.times,
        cohort.values);
  }

  private Outcome outcome(CohortJourney cohort, int furthest, long now) {
    if (furthest == lastRequired) {
      return Outcome.CONVERTED;
    }
    if (cohort.aliveUntil > now) {
      return Outcome.IN_PROGRESS;
    }
    return cohort.excludedAt != 0 && !expiredAfterExclusion(cohort, furthest)
        ? Outcome.EXCLUDED
        : Outcome.DROPPED;
  }

  private boolean expiredAfterExclusion(CohortJourney cohort, int furthest) {
    for (Lane lane : lanesOf(cohort)) {
      long standing = lane.occupied();
      for (int step = Lane.last(standing); step != 0; step = Lane.last(standing)) {
        standing = Lane.before(step, standing);
        if (reachedAt[step] == furthest && endOf(lane.at(step)) >= cohort.excludedAt) {
          return true;
        }
      }
    }
    return false;
  }

  // --- small words

  private long endOf(Run run) {
    return funnel.within().endOf(run.entry());
  }

  private static long bit(int step) {
    return 1L << step;
  }

  /** The first of the steps whose bits are set; 0 if there is none. */
  private static int first(long steps) {
    return steps == 0 ? 0 : Long.numberOfTrailingZeros(steps);
  }
}
