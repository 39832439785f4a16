package dev.footfall.battery;

import dev.footfall.alert.ReferenceAlert;
import dev.footfall.battery.Message.Fate;
import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.PatternAlert;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.WhatNext;
import dev.footfall.job.ExpectedRows;
import dev.footfall.journey.Progress;
import dev.footfall.journey.ReferenceFunnel;
import dev.footfall.metric.TimeBuckets;
import dev.footfall.report.NextOfUnit;
import dev.footfall.report.ReferenceReport;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.CRC32;

/** The tables as they must be in the end, made of what was sent, without Flink. */
final class Wanted {

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
  private static final int LARGEST_RAW = 8 * 1024;

  private final List<Event> events;
  private final Map<Funnel, Map<String, ExpectedRows.Row>> rows = new HashMap<>();
  private final Map<Funnel, List<Progress>> units = new HashMap<>();
  private final Map<Report, Rows> figures = new HashMap<>();
  private final Map<WhatNext, Map<String, List<NextOfUnit>>> next = new HashMap<>();
  private final Map<PatternAlert, List<String>> alerts = new HashMap<>();

  /** Nothing is worked out twice: tables are compared again and again until they are right. */
  Wanted(List<Event> events) {
    this.events = events;
  }

  private Map<String, ExpectedRows.Row> rowsOf(Funnel funnel) {
    return rows.computeIfAbsent(funnel, one -> ExpectedRows.of(one, events));
  }

  /** The events that are counted. */
  static List<Event> counted(List<Sent> sent) {
    return sent.stream()
        .map(Sent::message)
        .filter(message -> message.fate() == Fate.COUNTED)
        .map(message -> message.event().orElseThrow())
        .toList();
  }

  /** {@code funnel_steps} of one funnel: all but the quantiles, which are close and not equal. */
  void addSteps(Funnel funnel, long since, Rows rows) {
    rowsOf(funnel)
        .forEach(
            (key, row) -> {
              String[] parts = key.split(" ", -1);
              long cohort = Long.parseLong(parts[1]);
              if (cohort > since) {
                String name = funnel.steps().get(Integer.parseInt(parts[4]) - 1).name();
                rows.add(
                    keyOfStep(funnel, cohort, parts),
                    "until %s %s %s"
                        .formatted(
                            moment(funnel.cohort().windowOf(cohort, funnel.zone()).end()),
                            name,
                            row.counts()));
              }
            });
  }

  private static String keyOfStep(Funnel funnel, long cohort, String[] parts) {
    return String.join(
        "|", funnel.id(), funnel.version(1), moment(cohort), parts[2], parts[3], parts[4]);
  }

  /** The exact times behind each row of {@code funnel_steps}, by its key. */
  Map<String, ExpectedRows.Row> times(Funnel funnel) {
    Map<String, ExpectedRows.Row> times = new HashMap<>();
    rowsOf(funnel)
        .forEach(
            (key, row) -> {
              String[] parts = key.split(" ", -1);
              times.put(keyOfStep(funnel, Long.parseLong(parts[1]), parts), row);
            });
    return times;
  }

  /** {@code funnel_times} of one funnel. */
  void addTimes(Funnel funnel, long since, Rows rows) {
    rowsOf(funnel)
        .forEach(
            (key, row) -> {
              String[] parts = key.split(" ", -1);
              long cohort = Long.parseLong(parts[1]);
              if (cohort > since) {
                addBuckets(
                    keyOfStep(funnel, cohort, parts) + "|previous", row.fromPrevious(), rows);
                addBuckets(keyOfStep(funnel, cohort, parts) + "|entry", row.fromEntry(), rows);
              }
            });
  }

  private static void addBuckets(String key, List<Long> times, Rows rows) {
    Map<Integer, List<Long>> byBucket =
        times.stream()
            .collect(
                Collectors.groupingBy(TimeBuckets::bucketOf, TreeMap::new, Collectors.toList()));
    byBucket.forEach(
        (bucket, its) ->
            rows.add(
                key + "|" + TimeBuckets.above(bucket),
                "up to %d: %d units, %d ms"
                    .formatted(
                        TimeBuckets.upTo(bucket),
                        its.size(),
                        its.stream().mapToLong(Long::longValue).sum())));
  }

  /** {@code journeys} of one funnel. */
  void addJourneys(Funnel funnel, long since, Rows rows) {
    for (Progress unit :
        units.computeIfAbsent(funnel, one -> ReferenceFunnel.atTheEnd(one, events))) {
      if (unit.cohortStart() > since) {
        rows.add(
            String.join(
                "|", funnel.id(), funnel.version(1), moment(unit.cohortStart()), unit.unit()),
            "until %s entry %s furthest %d %s %s %s"
                .formatted(
                    moment(unit.cohortEnd()),
                    moment(unit.entry()),
                    unit.furthest(),
                    unit.outcome().name().toLowerCase(Locale.ROOT),
                    stepTimes(unit),
                    values(funnel, unit)));
      }
    }
  }

  private static String stepTimes(Progress unit) {
    return Arrays.stream(unit.times())
        .mapToObj(
            time -> time == Progress.NOT_TAKEN ? "null" : "\"" + Instant.ofEpochMilli(time) + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String values(Funnel funnel, Progress unit) {
    List<String> values = new ArrayList<>();
    for (int i = 0; i < unit.values().length; i++) {
      values.add("\"%s\":\"%s\"".formatted(funnel.breakdowns().get(i), unit.values()[i]));
    }
    return "{" + String.join(",", values) + "}";
  }

  /** {@code report_figures} of one report. */
  void addFigures(Report report, long since, Rows rows) {
    // Keys of later windows come after all of this one, whose parts begin with letters.
    String first = keyOfWindow(report, since);
    figures
        .computeIfAbsent(report, this::figuresOf)
        .byKey()
        .tailMap(first + "|~")
        .forEach(rows::add);
  }

  private static String keyOfWindow(Report report, long start) {
    return String.join("|", report.id(), report.version(1), moment(start));
  }

  private Rows figuresOf(Report report) {
    Rows rows = new Rows("report_figures");
    ReferenceReport.tell(
        report,
        events,
        (start, figure) -> {
          long end = report.frame().windowOf(start).end();
          boolean isFinal = end + report.horizonMillis() - 1 <= Traffic.LAST_WATERMARK;
          rows.add(
              keyOfWindow(report, start) + "|" + figure.getKey(),
              "until %s: %s%s"
                  .formatted(moment(end), figure.getValue(), isFinal ? "" : " (not final)"));
        });
    return rows;
  }

  /** {@code unit_next} of one report. */
  void addNext(WhatNext report, Rows rows) {
    next.computeIfAbsent(report, one -> ReferenceReport.nextOfUnits(one, events))
        .values()
        .forEach(ofUnit -> ofUnit.forEach(one -> add(one, rows)));
  }

  private static void add(NextOfUnit one, Rows rows) {
    NextOfUnit.Told told = one.told();
    rows.add(
        String.join(
            "|", one.funnel(), one.version(), moment(one.cohortStart()), one.unit(), one.report()),
        "until %s furthest %d %s then %s at %s, last %s"
            .formatted(
                moment(one.cohortEnd()),
                told.furthest(),
                told.outcome().name().toLowerCase(Locale.ROOT),
                told.event(),
                told.at() == NextOfUnit.Told.NEVER ? "" : moment(told.at()),
                new TreeMap<>(told.last())));
  }

  /** What is told of one alert. */
  void addAlerts(PatternAlert alert, Rows rows) {
    alerts
        .computeIfAbsent(alert, one -> ReferenceAlert.at(Traffic.LAST_WATERMARK, one, events))
        .forEach(said -> rows.add(alert.id() + "|" + alert.version() + "|" + said, "told"));
  }

  /** {@code rejected_events}, by place. */
  static Rows rejected(List<Sent> sent) {
    Rows rows = new Rows("rejected_events");
    for (Sent one : sent) {
      if (one.message().fate() == Fate.REJECTED) {
        byte[] value = one.message().value();
        byte[] all = value == null ? new byte[0] : value;
        rows.add(
            one.place(),
            "%s, %d bytes, the first are %s"
                .formatted(
                    one.message().reason().orElseThrow().name().toLowerCase(Locale.ROOT),
                    all.length,
                    digest(Arrays.copyOf(all, Math.min(all.length, LARGEST_RAW)))));
      }
    }
    return rows;
  }

  /** Bytes in few characters. */
  static String digest(byte[] bytes) {
    CRC32 crc = new CRC32();
    crc.update(bytes);
    return HexFormat.of().toHexDigits((int) crc.getValue()) + "/" + bytes.length;
  }

  /** {@code late_events}, by id. */
  static Rows late(List<Sent> sent) {
    Rows rows = new Rows("late_events");
    for (Sent one : sent) {
      if (one.message().fate() == Fate.LATE) {
        Event event = one.message().event().orElseThrow();
        rows.add(
            String.valueOf(event.id()),
            "%s of %s at %s, read at %s"
                .formatted(event.name(), event.user(), moment(event.time()), one.place()));
      }
    }
    return rows;
  }

  /** As the database writes a moment. */
  static String moment(long millis) {
    return MOMENT.format(LocalDateTime.ofInstant(Instant.ofEpochMilli(millis), ZoneOffset.UTC));
  }
}
