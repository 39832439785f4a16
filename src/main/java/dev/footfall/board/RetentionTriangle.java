package dev.footfall.board;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who came back, cohort by cohort and day by day. A day that is not over has no share: it would be
 * too low.
 */
final class RetentionTriangle {

  private static final String ENTERED = "entered";
  private static final String DAY = "day";

  private final ZoneId zone;
  private final int days;
  private final @Nullable Instant watermark;

  /**
   * What is asked.
   *
   * @param zone whose calendar the days are of
   * @param days the last day that is counted
   * @param watermark everything up to this event time is counted
   */
  RetentionTriangle(ZoneId zone, int days, @Nullable Instant watermark) {
    this.zone = zone;
    this.days = days;
    this.watermark = watermark;
  }

  /** The last day in these rows, where no definition says it. */
  static int lastDay(List<ReportAnswers.Row> rows) {
    return rows.stream()
        .filter(row -> row.part().equals(DAY))
        .mapToInt(ReportAnswers.Row::position)
        .max()
        .orElse(0);
  }

  ReportAnswers.Retention of(List<ReportAnswers.Window> windows, List<ReportAnswers.Row> rows) {
    Map<String, List<ReportAnswers.Row>> byWindow = new HashMap<>();
    for (ReportAnswers.Row row : rows) {
      byWindow.computeIfAbsent(row.windowStart(), start -> new ArrayList<>()).add(row);
    }
    List<ReportAnswers.Cohort> cohorts = new ArrayList<>();
    for (ReportAnswers.Window window : windows) {
      cohorts.add(cohort(window, byWindow.getOrDefault(window.start(), List.of())));
    }
    return new ReportAnswers.Retention(days, cohorts, average(cohorts));
  }

  private ReportAnswers.Cohort cohort(ReportAnswers.Window window, List<ReportAnswers.Row> rows) {
    long entered = 0;
    long[] returned = new long[days + 1];
    long[] later = new long[days + 1];
    for (ReportAnswers.Row row : rows) {
      if (row.part().equals(ENTERED)) {
        entered += row.amount();
      } else if (row.part().equals(DAY) && row.position() <= days) {
        returned[row.position()] += row.amount();
        later[row.position()] += row.ofThem();
      }
    }
    boolean allOver = isOver(window, days);
    List<ReportAnswers.Day> its = new ArrayList<>();
    for (int day = 0; day <= days; day++) {
      boolean over = isOver(window, day);
      its.add(
          new ReportAnswers.Day(
              day,
              returned[day],
              later[day],
              over,
              allOver,
              over ? Shares.of(returned[day], entered) : null,
              allOver ? Shares.of(later[day], entered) : null));
    }
    return new ReportAnswers.Cohort(window.start(), window.end(), window.partial(), entered, its);
  }

  /** Whether the day has ended for whoever entered last in the window. */
  private boolean isOver(ReportAnswers.Window window, int day) {
    if (window.isFinal()) {
      return true;
    }
    LocalDate lastEntry =
        LocalDate.ofInstant(Instant.parse(window.end()).minus(Duration.ofMillis(1)), zone);
    Instant end = lastEntry.plusDays(day + 1L).atStartOfDay(zone).toInstant();
    return watermark != null && !watermark.isBefore(end.minus(Duration.ofMillis(1)));
  }

  private List<ReportAnswers.AverageDay> average(List<ReportAnswers.Cohort> cohorts) {
    List<ReportAnswers.AverageDay> average = new ArrayList<>();
    for (int day = 0; day <= days; day++) {
      int complete = 0;
      long entered = 0;
      long returned = 0;
      int laterComplete = 0;
      long laterEntered = 0;
      long later = 0;
      for (ReportAnswers.Cohort cohort : cohorts) {
        ReportAnswers.Day its = cohort.days().get(day);
        if (its.over()) {
          complete++;
          entered += cohort.entered();
          returned += its.returned();
        }
        if (its.allOver()) {
          laterComplete++;
          laterEntered += cohort.entered();
          later += its.later();
        }
      }
      average.add(
          new ReportAnswers.AverageDay(
              day,
              complete,
              entered,
              returned,
              Shares.of(returned, entered),
              laterComplete,
              laterEntered,
              later,
              Shares.of(later, laterEntered)));
    }
    return average;
  }
}
