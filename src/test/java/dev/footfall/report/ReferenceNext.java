package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.WhatNext;
import dev.footfall.journey.Outcome;
import dev.footfall.journey.Progress;
import dev.footfall.journey.ReferenceFunnel;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What users of a funnel did next, in plain words: each unit of each cohort, as the plain funnel
 * has it in the end; then what it did around it.
 */
final class ReferenceNext {

  private final WhatNext next;
  private final List<Event> events;
  private final Figures figures;

  /** How far the user was at each moment. */
  private final Map<Long, List<Progress>> then = new HashMap<>();

  private ReferenceNext(WhatNext next, List<Event> events, Figures figures) {
    this.next = next;
    this.events = events;
    this.figures = figures;
  }

  /** Counts what a user did, given all its events in order. */
  static void count(WhatNext next, List<Event> events, Figures figures) {
    ReferenceNext reference = new ReferenceNext(next, events, figures);
    ReferenceFunnel.atTheEnd(next.funnel(), events).forEach(reference::count);
  }

  private void count(Progress progress) {
    boolean converted = progress.outcome() == Outcome.CONVERTED;
    long reached = progress.times()[progress.furthest() - 1];
    long since = firstEntry(windowOf(progress));
    List<Event> known =
        events.stream()
            .filter(event -> next.events().accepts(event))
            .filter(event -> event.time() >= since && isWhileOpen(event, progress))
            .toList();
    Optional<Event> after = known.stream().filter(event -> event.time() > reached).findFirst();
    String nextEvent = after.map(Event::name).orElse("(nothing)");
    Map<String, String> last = new TreeMap<>();
    known.stream()
        .filter(event -> !converted || event.time() <= reached)
        .forEach(event -> putAsked(event, last));
    count(progress, "unit", "");
    count(progress, "next", nextEvent);
    last.forEach((property, value) -> count(progress, "last", property + "=" + value));
    Set<String> seen = new TreeSet<>();
    known.stream()
        .filter(event -> event.time() > since && (!converted || event.time() < reached))
        .filter(event -> !fillsStep(event))
        .forEach(event -> seen.add(event.name()));
    seen.forEach(name -> count(progress, "seen", name));
    figures.tell(
        windowOf(progress),
        new NextOfUnit.Told(
            progress.furthest(),
            progress.outcome(),
            nextEvent,
            after.map(Event::time).orElse(NextOfUnit.Told.NEVER),
            last));
  }

  private void putAsked(Event event, Map<String, String> values) {
    for (String property : next.properties()) {
      String value = event.properties().get(property);
      if (value != null && !value.isEmpty()) {
        values.put(property, value);
      }
    }
  }

  private boolean fillsStep(Event event) {
    return next.funnel().steps().stream().anyMatch(step -> step.fills().acceptsName(event.name()));
  }

  private long firstEntry(CohortWindow window) {
    return events.stream()
        .filter(event -> next.funnel().steps().get(0).fills().accepts(event))
        .mapToLong(Event::time)
        .filter(window::contains)
        .min()
        .orElseThrow();
  }

  /** Whether the run by which the unit was counted at that moment could still go on. */
  private boolean isWhileOpen(Event event, Progress inTheEnd) {
    return then
        .computeIfAbsent(event.time(), time -> ReferenceFunnel.at(time, next.funnel(), events))
        .stream()
        .filter(progress -> progress.cohortStart() == inTheEnd.cohortStart())
        .anyMatch(progress -> event.time() <= next.funnel().within().endOf(progress.entry()));
  }

  private void count(Progress progress, String part, String name) {
    CohortWindow window = windowOf(progress);
    int breakdown = next.funnel().breakdowns().indexOf(next.frame().breakdown());
    figures.count(
        window,
        window.finalFrom(next.funnel().within()),
        breakdown < 0 ? "" : progress.values()[breakdown],
        Cell.of(
            part, progress.furthest(), name, progress.outcome().name().toLowerCase(Locale.ROOT)),
        new Amounts(1, 0, 0));
  }

  private static CohortWindow windowOf(Progress progress) {
    return new CohortWindow(progress.cohortStart(), progress.cohortEnd());
  }
}
