package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.Channels;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.FunnelVersion;
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
    return rows(report, events, (ofUnit, figures) -> count(report, ofUnit, figures));
  }

  /** The same, with what is said of each unit, of which all events are given in order. */
  static Map<Place, Amounts> rows(
      Report report, List<Event> events, BiConsumer<List<Event>, Figures> ofEachUnit) {
    CountedPlainly counted = new CountedPlainly();
    byUnit(report, events).values().forEach(ofUnit -> ofEachUnit.accept(ofUnit, counted));
    return counted.sums(report.frame().maxValues());
  }

  private static Map<String, List<Event>> byUnit(Report report, List<Event> events) {
    Map<String, List<Event>> byUnit = new TreeMap<>();
    Report.Frame frame = report.frame();
    for (Event event : events.stream().sorted(ReportChain.TAKEN).toList()) {
      String unit =
          frame.followsUsers() ? event.user() : event.properties().getOrDefault(frame.unit(), "");
      if (!unit.isEmpty()) {
        byUnit.computeIfAbsent(unit, u -> new ArrayList<>()).add(event);
      }
    }
    return byUnit;
  }

  private static void count(Report report, List<Event> ofUnit, Figures figures) {
    if (report instanceof Channels channels) {
      ReferenceChannels.count(channels, ofUnit, figures);
    } else if (report instanceof Paths paths) {
      ReferencePaths.count(paths, ofUnit, figures);
    } else if (report instanceof Retention retention) {
      ReferenceRetention.count(retention, ofUnit, figures);
    } else if (report instanceof Rhythm rhythm) {
      ReferenceRhythm.count(rhythm, ofUnit, figures);
    } else {
      ReferenceNext.count((WhatNext) report, ofUnit, figures);
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

  /** What each unit of a funnel did next, by unit. */
  public static Map<String, List<NextOfUnit>> nextOfUnits(WhatNext report, List<Event> events) {
    Map<String, List<NextOfUnit>> next = new TreeMap<>();
    byUnit(report, events)
        .forEach(
            (unit, ofUnit) ->
                ReferenceNext.count(
                    report,
                    ofUnit,
                    new Figures() {
                      @Override
                      public void count(
                          CohortWindow window, long at, String value, Cell cell, Amounts amounts) {}

                      @Override
                      public void tell(CohortWindow window, NextOfUnit.Told told) {
                        next.computeIfAbsent(unit, its -> new ArrayList<>())
                            .add(nextOf(report, unit, window, told));
                      }
                    }));
    return next;
  }

  /** A row as it belongs to the unit's journey, where all was declared from the beginning. */
  static NextOfUnit nextOf(
      WhatNext report, String unit, CohortWindow window, NextOfUnit.Told told) {
    return new NextOfUnit(
        report.funnel().id(),
        report.funnel().version(1),
        unit,
        window.start(),
        window.end(),
        report.id(),
        report.version(1),
        FunnelVersion.FROM_THE_BEGINNING,
        told);
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
