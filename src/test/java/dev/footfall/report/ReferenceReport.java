package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.Channels;
import dev.footfall.funnel.Paths;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.Retention;
import dev.footfall.funnel.Rhythm;
import dev.footfall.funnel.WhatNext;
import dev.footfall.report.CountedPlainly.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/** What every report means, in plain words, with all events at hand. */
public final class ReferenceReport {

  private ReferenceReport() {}

  /** The final rows of a report when these are all events there are. */
  static Map<Place, Amounts> rows(Report report, List<Event> events) {
    return rows(report, events, (ofUser, figures) -> count(report, ofUser, figures));
  }

  /** The same, with what is said of each user, of whom all events are given in order. */
  static Map<Place, Amounts> rows(
      Report report, List<Event> events, BiConsumer<List<Event>, Figures> ofEachUser) {
    Map<String, List<Event>> byUser = new TreeMap<>();
    events.stream()
        .sorted(ReportChain.TAKEN)
        .forEach(event -> byUser.computeIfAbsent(event.user(), u -> new ArrayList<>()).add(event));
    CountedPlainly counted = new CountedPlainly();
    byUser.values().forEach(ofUser -> ofEachUser.accept(ofUser, counted));
    return counted.sums(report.frame().maxValues());
  }

  private static void count(Report report, List<Event> ofUser, Figures figures) {
    if (report instanceof Channels channels) {
      ReferenceChannels.count(channels, ofUser, figures);
    } else if (report instanceof Paths paths) {
      ReferencePaths.count(paths, ofUser, figures);
    } else if (report instanceof Retention retention) {
      ReferenceRetention.count(retention, ofUser, figures);
    } else if (report instanceof Rhythm rhythm) {
      ReferenceRhythm.count(rhythm, ofUser, figures);
    } else {
      ReferenceNext.count((WhatNext) report, ofUser, figures);
    }
  }

  /**
   * Tells each final row: the start of its window in milliseconds, then what was counted (part,
   * position, names and value, between bars), and how much.
   */
  public static void tell(
      Report report, List<Event> events, BiConsumer<Long, Map.Entry<String, String>> row) {
    rows(report, events)
        .forEach(
            (place, amounts) -> {
              Cell cell = place.cell();
              row.accept(
                  place.windowStart(),
                  Map.entry(
                      String.join(
                          "|",
                          cell.part(),
                          Integer.toString(cell.position()),
                          cell.from(),
                          cell.to(),
                          cell.value()),
                      "%d, of them %d, %d ms"
                          .formatted(amounts.count(), amounts.ofThem(), amounts.millis())));
            });
  }

  /** What a report's breakdown calls an event. */
  static String valueOf(Event event, Report.Frame frame) {
    if (frame.breakdown().isEmpty()) {
      return "";
    }
    String value = event.properties().getOrDefault(frame.breakdown(), "");
    return value.isEmpty() ? "(none)" : value;
  }
}
