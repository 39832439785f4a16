package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.WhatNext;
import dev.footfall.journey.Progress;
import dev.footfall.journey.tracker.OneFunnel;
import dev.footfall.report.TailState.Tail;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Tells what users of a funnel did next, once their cohort is final.
 *
 * <p>A user counts in a cohort by one run, at each moment the one that has come furthest by then.
 * What is told happened while that run was open: from its entry to the end of {@code within}. Each
 * user is told by itself too ({@link NextOfUnit}). In every part the position is the user's
 * furthest step and {@link Cell#to} its outcome:
 *
 * <ul>
 *   <li>{@code unit}: users. They are those of the funnel's final rows.
 *   <li>{@code next}: by the name of the first event after the moment of its furthest step; {@code
 *       (nothing)} if there was none.
 *   <li>{@code last}: by {@code property=value}, the last value it had; of those who converted, up
 *       to that moment.
 *   <li>{@code seen}: by the name of an event that fills no step, after its first entry; of those
 *       who converted, before that moment.
 * </ul>
 */
final class WhatNextFollower implements Follower<TailState> {

  static final String UNIT = "unit";
  static final String NEXT = "next";
  static final String LAST = "last";
  static final String SEEN = "seen";

  /** Stands for no event at all. */
  static final String NOTHING = "(nothing)";

  static final List<Part> PARTS =
      List.of(
          new Part(UNIT, "step", null, "outcome", "units", null, null),
          new Part(NEXT, "step", "next_event", "outcome", "units", null, null),
          new Part(LAST, "step", "last_value", "outcome", "units", null, null),
          new Part(SEEN, "step", "event", "outcome", "units", null, null));

  /** So many names are remembered of a user: the least in the order of texts. */
  private static final int MOST_SEEN = 100;

  private final WhatNext report;
  private final OneFunnel funnel;

  /** The breakdown's place among the funnel's; -1 if there is none. */
  private final int breakdown;

  WhatNextFollower(WhatNext report) {
    this.report = report;
    this.funnel = new OneFunnel(report.funnel());
    this.breakdown = report.funnel().breakdowns().indexOf(report.frame().breakdown());
  }

  @Override
  public boolean wants(Event event) {
    return funnel.isConcernedBy(event.name()) || report.events().accepts(event);
  }

  @Override
  public TailState begin() {
    return new TailState();
  }

  @Override
  public void live(TailState user, List<Event> instant, Figures figures) throws Exception {
    long time = instant.get(0).time();
    funnel.live(user.way, instant, change -> follow(user, change.after(), time));
    for (Tail tail : user.tails) {
      if (tail.entry <= time && time <= endOf(tail)) {
        for (Event event : instant) {
          note(tail, event);
        }
      }
    }
  }

  private long endOf(Tail tail) {
    return report.funnel().within().endOf(tail.entry);
  }

  private void follow(TailState user, Progress progress, long time) {
    Tail tail = tailOf(user, progress, time);
    long reachedAt = progress.times()[progress.furthest() - 1];
    if (progress.furthest() != tail.furthest || reachedAt != tail.reachedAt) {
      tail.next = "";
      tail.nextAt = NextOfUnit.Told.NEVER;
    }
    tail.entry = progress.entry();
    tail.furthest = progress.furthest();
    tail.reachedAt = reachedAt;
    tail.outcome = progress.outcome();
    tail.value = breakdown < 0 ? "" : progress.values()[breakdown];
  }

  private Tail tailOf(TailState user, Progress progress, long time) {
    for (Tail tail : user.tails) {
      if (tail.cohortStart == progress.cohortStart()) {
        return tail;
      }
    }
    Tail tail = new Tail(progress.cohortStart(), progress.cohortEnd(), time);
    report.properties().forEach(property -> tail.last.add(""));
    user.tails.add(tail);
    return tail;
  }

  private void note(Tail tail, Event event) {
    if (!report.events().accepts(event)) {
      return;
    }
    if (event.time() > tail.reachedAt && tail.next.isEmpty()) {
      tail.next = event.name();
      tail.nextAt = event.time();
    }
    if (tail.hasConverted() && event.time() > tail.reachedAt) {
      return;
    }
    for (int i = 0; i < tail.last.size(); i++) {
      String value = event.properties().get(report.properties().get(i));
      if (value != null && !value.isEmpty()) {
        tail.last.set(i, value);
      }
    }
    if (event.time() > tail.since && !tail.hasConverted() && !fillsStep(event.name())) {
      tail.seen.add(event.name());
      if (tail.seen.size() > MOST_SEEN) {
        tail.seen.pollLast();
      }
    }
  }

  private boolean fillsStep(String name) {
    return report.funnel().steps().stream().anyMatch(step -> step.fills().acceptsName(name));
  }

  @Override
  public long nextChange(TailState user) {
    long next = AT_THE_END;
    for (Tail tail : user.tails) {
      next = Math.min(next, finalFrom(tail));
    }
    return next;
  }

  private long finalFrom(Tail tail) {
    return windowOf(tail).finalFrom(report.funnel().within());
  }

  private static CohortWindow windowOf(Tail tail) {
    return new CohortWindow(tail.cohortStart, tail.cohortEnd);
  }

  @Override
  public void passTime(TailState user, long time, Figures figures) {
    if (nextChange(user) > time) {
      return;
    }
    funnel.passTime(user.way, time, change -> follow(user, change.after(), time));
    for (Iterator<Tail> tails = user.tails.iterator(); tails.hasNext(); ) {
      Tail tail = tails.next();
      if (finalFrom(tail) <= time) {
        count(tail, figures);
        tails.remove();
      }
    }
  }

  private void count(Tail tail, Figures figures) {
    count(tail, UNIT, "", figures);
    count(tail, NEXT, nextOf(tail), figures);
    for (int i = 0; i < tail.last.size(); i++) {
      if (!tail.last.get(i).isEmpty()) {
        count(tail, LAST, report.properties().get(i) + "=" + tail.last.get(i), figures);
      }
    }
    tail.seen.forEach(name -> count(tail, SEEN, name, figures));
    figures.tell(windowOf(tail), told(tail));
  }

  private NextOfUnit.Told told(Tail tail) {
    Map<String, String> last = new HashMap<>();
    for (int i = 0; i < tail.last.size(); i++) {
      if (!tail.last.get(i).isEmpty()) {
        last.put(report.properties().get(i), tail.last.get(i));
      }
    }
    return new NextOfUnit.Told(tail.furthest, tail.outcome, nextOf(tail), tail.nextAt, last);
  }

  private static String nextOf(Tail tail) {
    return tail.next.isEmpty() ? NOTHING : tail.next;
  }

  private void count(Tail tail, String part, String name, Figures figures) {
    figures.count(
        windowOf(tail),
        finalFrom(tail),
        tail.value,
        Cell.of(part, tail.furthest, name, tail.outcome.name().toLowerCase(Locale.ROOT)),
        new Amounts(1, 0, 0));
  }
}
