package dev.footfall.board;

import static java.time.temporal.ChronoUnit.DAYS;

import dev.footfall.funnel.Funnel;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Cohort by cohort, how many reached each step. */
final class Trend {

  private static final class Point {
    private final LocalDateTime end;
    private final long[] reached;
    private long inProgress;
    private boolean isFinal = true;

    Point(LocalDateTime end, int steps) {
      this.end = end;
      reached = new long[steps];
    }
  }

  private final Funnel funnel;
  private final TreeMap<LocalDateTime, Point> points = new TreeMap<>();

  Trend(Funnel funnel) {
    this.funnel = funnel;
  }

  void add(StepSet set) {
    Point point =
        points.computeIfAbsent(
            set.first().cohortStart(),
            start -> new Point(set.first().cohortEnd(), funnel.steps().size()));
    for (StepRow row : set.rows()) {
      point.reached[row.step() - 1] += row.reached();
      point.inProgress += row.inProgress();
    }
    point.isFinal &= set.first().isFinal();
  }

  boolean isEmpty() {
    return points.isEmpty();
  }

  /** Adds the cohorts of another trend of the same funnel. */
  void addAll(Trend other) {
    other.points.forEach(
        (start, added) -> {
          Point point =
              points.computeIfAbsent(start, missing -> new Point(added.end, added.reached.length));
          for (int step = 0; step < point.reached.length; step++) {
            point.reached[step] += added.reached[step];
          }
          point.inProgress += added.inProgress;
          point.isFinal &= added.isFinal;
        });
  }

  /** How many entered in the cohorts that start at this moment or later. */
  long enteredSince(LocalDateTime moment) {
    return points.tailMap(moment).values().stream().mapToLong(point -> point.reached[0]).sum();
  }

  List<Answers.TrendPoint> answer() {
    return points.entrySet().stream()
        .map(
            point ->
                new Answers.TrendPoint(
                    time(point.getKey()),
                    time(point.getValue().end),
                    point.getValue().isFinal,
                    point.getValue().reached,
                    point.getValue().inProgress))
        .toList();
  }

  /**
   * Day by day in the funnel's zone, where its cohorts are shorter than a day: enough for a small
   * drawing.
   */
  List<Answers.TrendPoint> answerByDay() {
    if (funnel.cohort().isAll() || funnel.cohort().length().compareTo(Duration.ofDays(1)) >= 0) {
      return answer();
    }
    Trend days = new Trend(funnel);
    points.forEach(
        (start, point) -> {
          ZonedDateTime day =
              start.atZone(ZoneOffset.UTC).withZoneSameInstant(funnel.zone()).truncatedTo(DAYS);
          Point sum =
              days.points.computeIfAbsent(
                  utc(day), missing -> new Point(utc(day.plusDays(1)), point.reached.length));
          for (int step = 0; step < sum.reached.length; step++) {
            sum.reached[step] += point.reached[step];
          }
          sum.inProgress += point.inProgress;
          sum.isFinal &= point.isFinal;
        });
    return days.answer();
  }

  private static LocalDateTime utc(ZonedDateTime moment) {
    return moment.withZoneSameInstant(ZoneOffset.UTC).toLocalDateTime();
  }

  private @Nullable String time(LocalDateTime time) {
    return funnel.cohort().isAll() ? null : CohortRange.iso(time);
  }
}
