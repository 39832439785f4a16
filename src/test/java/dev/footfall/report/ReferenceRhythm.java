package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.Rhythm;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** When users are active, in plain words. */
final class ReferenceRhythm {

  private ReferenceRhythm() {}

  /** Counts what a user did, given all its events in order. */
  static void count(Rhythm rhythm, List<Event> events, Figures figures) {
    Set<String> seen = new HashSet<>();
    for (Event event : events) {
      if (rhythm.events().accepts(event)) {
        ZonedDateTime local = Instant.ofEpochMilli(event.time()).atZone(rhythm.frame().zone());
        int hour = local.getDayOfWeek().ordinal() * 24 + local.getHour();
        boolean isNew = seen.add(rhythm.frame().windowOf(event.time()).start() + " " + hour);
        figures.count(
            rhythm.frame().windowOf(event.time()),
            event.time(),
            ReferenceReport.valueOf(event, rhythm.frame()),
            Cell.of("hour", hour, "", ""),
            new Amounts(1, isNew ? 1 : 0, 0));
      }
    }
  }
}
