package dev.footfall.journey;

import dev.footfall.event.Event;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Order;
import dev.footfall.funnel.FunnelVersion;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * The meaning of a funnel, word for word: every run is kept until the end and nothing is clever.
 * What an engine says must equal what this says.
 *
 * <p>Where the semantics are silent, this decides:
 *
 * <ul>
 *   <li>All that happens to a unit at one instant happens in four turns: its events fill steps, in
 *       the order of rule 2; then exclusions end runs; then, in a strict funnel, other events break
 *       runs; then runs expire. Whoever took a step in the first turn is spared in the second and
 *       third. So an exclusion at exactly entry + within still ends the run as excluded, and the
 *       "last to end" of rule 6 is decided between runs that end at one instant.
 *   <li>An event that fills a step and is an exclusion does both, each in its turn. A strict
 *       funnel's exclusion excludes; it does not break.
 *   <li>An exclusion that bears the held properties ends runs of that value; one that lacks them
 *       ends runs of every value. Any other event breaks a strict run, whatever it holds; a repeat
 *       of the run's current step must bear the run's own value.
 *   <li>A run that has converted is never ended by an exclusion or a break.
 *   <li>Optional steps are taken in the order declared too: a run that took the second of two
 *       cannot go back for the first. The current step of a run is the last it took, optional or
 *       not; the furthest step is always a required one. A counted run may still take optional
 *       steps after its furthest step, also after the last required one.
 *   <li>In any order, the current step is how many are done, an entry does the lowest step it
 *       fills, and the times are in the order done: the k-th is when the k-th different step was
 *       done.
 * </ul>
 */
public final class ReferenceFunnel {

  private ReferenceFunnel() {}

  /** What every unit did in every cohort it entered, at the end of the input. */
  public static List<Progress> atTheEnd(Funnel funnel, List<Event> events) {
    return at(Long.MAX_VALUE, funnel, events);
  }

  /**
   * What every unit had done in every cohort it had entered when the watermark stood there, by unit
   * and cohort.
   *
   * @param events in any order; those after the watermark have not come yet
   */
  public static List<Progress> at(long watermark, Funnel funnel, List<Event> events) {
    TreeMap<String, List<StepEvent>> eventsByUnit = new TreeMap<>();
    Classifier classifier = new Classifier(funnel);
    for (Event event : events) {
      classifier
          .classify(event)
          .filter(step -> step.time() <= watermark)
          .ifPresent(s -> eventsByUnit.computeIfAbsent(s.unit(), u -> new ArrayList<>()).add(s));
    }
    List<Progress> progress = new ArrayList<>();
    eventsByUnit.forEach((unit, its) -> progress.addAll(ofUnit(unit, its, funnel, watermark)));
    return progress;
  }

  private static List<Progress> ofUnit(
      String unit, List<StepEvent> events, Funnel funnel, long watermark) {
    events.sort(StepEvent.ORDER);
    List<Run> runs = new ArrayList<>();
    for (int from = 0; from < events.size(); ) {
      int to = from + 1;
      while (to < events.size() && events.get(to).time() == events.get(from).time()) {
        to++;
      }
      live(events.subList(from, to), funnel, runs);
      from = to;
    }
    runs.forEach(run -> run.expireIfOver(watermark));

    TreeMap<Long, List<Run>> runsByCohort = new TreeMap<>();
    for (Run run : runs) {
      long cohort = funnel.cohort().windowOf(run.entry(), funnel.zone()).start();
      runsByCohort.computeIfAbsent(cohort, c -> new ArrayList<>()).add(run);
    }
    List<Progress> progress = new ArrayList<>();
    runsByCohort.values().forEach(cohort -> progress.add(ofCohort(unit, cohort, funnel)));
    return progress;
  }

  /** Lets one instant happen to all runs of a unit. */
  private static void live(List<StepEvent> instant, Funnel funnel, List<Run> runs) {
    long now = instant.get(0).time();
    runs.forEach(run -> run.expireIfOver(now - 1));
    for (StepEvent event : instant) {
      runs.forEach(run -> run.takeIfNext(event));
      if (Run.mayStartWith(event, funnel)) {
        runs.add(new Run(funnel, event));
      }
    }
    for (StepEvent event : instant) {
      runs.forEach(run -> run.endIfExcludedBy(event));
    }
    for (StepEvent event : instant) {
      runs.forEach(run -> run.endIfBrokenBy(event));
    }
  }

  private static Progress ofCohort(String unit, List<Run> runs, Funnel funnel) {
    int furthest = runs.stream().mapToInt(Run::reached).max().orElseThrow();
    List<Run> furthestRuns = runs.stream().filter(run -> run.reached() == furthest).toList();
    Run counted = furthestRuns.get(0);
    for (Run run : furthestRuns) { // in the order of their entries: the latest stays
      counted = run.reachedAt() <= counted.reachedAt() ? run : counted;
    }
    Outcome outcome;
    if (counted.converted()) {
      outcome = Outcome.CONVERTED;
    } else if (runs.stream().anyMatch(run -> run.end == End.NOT_YET)) {
      outcome = Outcome.IN_PROGRESS;
    } else {
      Comparator<Run> byEnd =
          Comparator.<Run>comparingLong(r -> r.endedAt).thenComparing(r -> r.end);
      Run lastToEnd = furthestRuns.stream().max(byEnd).orElseThrow();
      outcome = lastToEnd.end == End.EXCLUDED ? Outcome.EXCLUDED : Outcome.DROPPED;
    }
    CohortWindow window = funnel.cohort().windowOf(counted.entry(), funnel.zone());
    return new Progress(
        FunnelVersion.of(funnel),
        unit,
        window.start(),
        window.end(),
        furthest,
        outcome,
        counted.times,
        counted.first.values());
  }

  /** How a run ended, in the order in which this happens at one instant. */
  private enum End {
    NOT_YET,
    EXCLUDED,
    BROKEN,
    EXPIRED
  }

  /** One chain of events. */
  private static final class Run {
    final Funnel funnel;
    final StepEvent first;
    final long[] times;

    /** The steps done, a bit each. */
    long done;

    /** The last step taken; in any order, how many are done. */
    int current;

    long lastStepAt;
    End end = End.NOT_YET;
    long endedAt;

    Run(Funnel funnel, StepEvent first) {
      this.funnel = funnel;
      this.first = first;
      this.times = new long[funnel.steps().size()];
      take(nextStepFilledBy(first), first);
    }

    static boolean mayStartWith(StepEvent event, Funnel funnel) {
      return funnel.order() == Order.ANY ? event.fills() != 0 : event.fills(1);
    }

    long entry() {
      return first.time();
    }

    /** The furthest required step it took; in any order, how many are done. */
    int reached() {
      int step = current;
      while (funnel.steps().get(step - 1).optional()) {
        step--;
      }
      return step;
    }

    long reachedAt() {
      return times[reached() - 1];
    }

    boolean converted() {
      return reached() == funnel.lastRequiredStep();
    }

    void takeIfNext(StepEvent event) {
      if (end == End.NOT_YET && holdsThatOf(event) && nextStepFilledBy(event) != 0) {
        take(nextStepFilledBy(event), event);
      }
    }

    private void take(int step, StepEvent event) {
      done |= StepEvent.bit(step);
      current = funnel.order() == Order.ANY ? Long.bitCount(done) : step;
      times[current - 1] = event.time();
      lastStepAt = event.time();
    }

    /** Which step this run would take by the event; 0 if none. */
    private int nextStepFilledBy(StepEvent event) {
      int steps = funnel.steps().size();
      if (funnel.order() == Order.ANY) {
        for (int step = 1; step <= steps; step++) {
          if (event.fills(step) && (done & StepEvent.bit(step)) == 0) {
            return step;
          }
        }
        return 0;
      }
      int required = current + 1;
      while (required <= steps && funnel.steps().get(required - 1).optional()) {
        required++;
      }
      if (required <= steps && event.fills(required)) {
        return required;
      }
      for (int optional = current + 1; optional < required; optional++) {
        if (event.fills(optional)) {
          return optional;
        }
      }
      return 0;
    }

    private boolean holdsThatOf(StepEvent event) {
      return first.held() != null && first.held().equals(event.held());
    }

    private boolean canBeEndedAt(long time) {
      return end == End.NOT_YET && !converted() && lastStepAt < time;
    }

    void endIfExcludedBy(StepEvent event) {
      boolean meant = event.held() == null || holdsThatOf(event);
      if (meant && event.endsAt(current) && canBeEndedAt(event.time())) {
        end(End.EXCLUDED, event.time());
      }
    }

    void endIfBrokenBy(StepEvent event) {
      boolean repeat = event.fills(current) && holdsThatOf(event);
      if (event.breaks() && !repeat && canBeEndedAt(event.time())) {
        end(End.BROKEN, event.time());
      }
    }

    void expireIfOver(long watermark) {
      long over = funnel.within().endOf(entry());
      if (end == End.NOT_YET && over <= watermark) {
        end(End.EXPIRED, over);
      }
    }

    private void end(End how, long when) {
      end = how;
      endedAt = when;
    }
  }
}
