package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Retention;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * How users come back, in plain words: each first entry of a window, then each day of it: came
 * anybody back then, or later?
 */
final class ReferenceRetention {

  private final Retention retention;
  private final Figures figures;

  private ReferenceRetention(Retention retention, Figures figures) {
    this.retention = retention;
    this.figures = figures;
  }

  /** Counts what a user did, given all its events in order. */
  static void count(Retention retention, List<Event> events, Figures figures) {
    ReferenceRetention reference = new ReferenceRetention(retention, figures);
    Set<Long> windows = new HashSet<>();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      if (retention.entry().accepts(event)
          && windows.add(retention.frame().windowOf(event.time()).start())) {
        List<Event> returns =
            events.subList(i + 1, events.size()).stream()
                .filter(later -> retention.returns().accepts(later))
                .toList();
        reference.count(event, returns);
      }
    }
  }

  private void count(Event entry, List<Event> returns) {
    count(entry, entry.time(), "entered", 0, new Amounts(1, 0, 0));
    for (int n = 0; n <= retention.days(); n++) {
      int day = n;
      returns.stream()
          .filter(event -> daysAfter(entry, event) == day)
          .findFirst()
          .ifPresent(event -> count(entry, event.time(), "day", day, new Amounts(1, 0, 0)));
      returns.stream()
          .filter(event -> daysAfter(entry, event) >= day)
          .filter(event -> daysAfter(entry, event) <= retention.days())
          .findFirst()
          .ifPresent(event -> count(entry, event.time(), "day", day, new Amounts(0, 1, 0)));
    }
  }

  private void count(Event entry, long at, String part, int day, Amounts amounts) {
    CohortWindow window = retention.frame().windowOf(entry.time());
    String value = ReferenceReport.valueOf(entry, retention.frame());
    figures.count(window, at, value, Cell.of(part, day, "", ""), amounts);
  }

  private long daysAfter(Event entry, Event event) {
    return dayOf(event) - dayOf(entry);
  }

  private long dayOf(Event event) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(event.time()), retention.frame().zone())
        .toEpochDay();
  }
}
