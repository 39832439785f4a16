package dev.footfall.board;

import dev.footfall.funnel.Funnel;
import dev.footfall.metric.TimeBuckets;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * Fills the result tables with made-up units as the job would have: every number is counted from
 * the journeys beside it. Seeded, so that two fillings are the same.
 */
final class MadeUpRows {

  private static final Map<String, String> COLUMNS =
      Map.of(
          "funnel_steps",
          "(funnel, cohort_start, cohort_end, breakdown, value, step, step_name, reached, dropped,"
              + " in_progress, excluded, median_ms, p90_ms, median_from_entry_ms,"
              + " p90_from_entry_ms, final, truncated, watermark, updated_at)",
          "funnel_times",
          "(funnel, cohort_start, breakdown, value, step, measure, from_ms, to_ms, units, final,"
              + " watermark, updated_at)",
          "journeys",
          "(funnel, unit, cohort_start, cohort_end, entry, furthest, outcome, step_times,"
              + " breakdown_values, watermark, updated_at)");

  private static final int FLUSHED_AT = 4 << 20;

  private final CopyManager copy;
  private final Instant now;
  private final String stamp;
  private final SplittableRandom random;
  private final Map<String, StringBuilder> tables = new TreeMap<>();

  /**
   * @param now until when everything has happened
   */
  MadeUpRows(Connection connection, Instant now, long seed) throws SQLException {
    copy = connection.unwrap(PGConnection.class).getCopyAPI();
    this.now = now;
    stamp = sql(now);
    random = new SplittableRandom(seed);
  }

  /** The values of one breakdown; each is half as frequent as the one before, down to a limit. */
  record Values(String breakdown, List<String> names) {}

  /**
   * Cohorts up to now.
   *
   * @param unitsPerCohort about so many; fewer at weekends
   */
  void fill(Funnel funnel, int cohorts, int unitsPerCohort, List<Values> breakdowns)
      throws SQLException, IOException {
    ZonedDateTime newest = now.atZone(funnel.zone()).truncatedTo(unitOf(funnel));
    for (int back = cohorts - 1; back >= 0; back--) {
      ZonedDateTime start = newest.minus(funnel.cohort().length().multipliedBy(back));
      boolean isWeekend = start.getDayOfWeek().getValue() > 5;
      int units = (int) (unitsPerCohort * (isWeekend ? 0.6 : 0.9 + random.nextDouble() * 0.4));
      new FilledCohort(funnel, start.toInstant(), breakdowns).fill(units);
    }
    flush();
  }

  private static ChronoUnit unitOf(Funnel funnel) {
    return funnel.cohort().length().compareTo(Duration.ofDays(1)) < 0
        ? ChronoUnit.HOURS
        : ChronoUnit.DAYS;
  }

  private final class FilledCohort {

    private final Funnel funnel;
    private final Instant start;
    private final Instant end;
    private final List<Values> breakdowns;
    private final boolean isFinal;
    private final Map<List<String>, Counts> counts =
        new TreeMap<>(
            (a, b) -> {
              int byBreakdown = a.get(0).compareTo(b.get(0));
              return byBreakdown != 0 ? byBreakdown : a.get(1).compareTo(b.get(1));
            });

    FilledCohort(Funnel funnel, Instant start, List<Values> breakdowns) {
      this.funnel = funnel;
      this.start = start;
      this.breakdowns = breakdowns;
      end = start.plus(funnel.cohort().length());
      isFinal = !now.isBefore(end.plusMillis(funnel.within().millis()).minusMillis(1));
    }

    void fill(int units) throws SQLException, IOException {
      for (int unit = 0; unit < units; unit++) {
        long entry = start.toEpochMilli() + random.nextLong(funnel.cohort().length().toMillis());
        if (entry <= now.toEpochMilli()) {
          unit(entry, unit);
        }
      }
      counts.forEach(this::writeCounts);
      flushIfFull();
    }

    private void unit(long entry, int number) {
      int steps = funnel.steps().size();
      long end = entry + funnel.within().millis();
      int[] values = new int[breakdowns.size()];
      double liking = 1;
      for (int i = 0; i < values.length; i++) {
        values[i] = value(breakdowns.get(i).names().size());
        liking *= 0.75 + 0.5 * ((values[i] * 7 + i * 3) % 5) / 4.0;
      }
      long[] times = new long[steps];
      times[0] = entry;
      int furthest = 1;
      long before = entry;
      for (int step = 2; step <= steps; step++) {
        if (random.nextDouble() > (0.72 - 0.06 * step) * liking) {
          if (!funnel.steps().get(step - 1).optional()) {
            break;
          }
          continue;
        }
        long took = (long) (funnel.within().millis() / 60.0 * Math.exp(1.1 * normal()));
        if (before + took > Math.min(end, now.toEpochMilli())) {
          break;
        }
        before += took;
        times[step - 1] = before;
        furthest = funnel.steps().get(step - 1).optional() ? furthest : step;
      }
      boolean isExcluded = random.nextInt(40) == 0;
      String outcome =
          furthest == funnel.lastRequiredStep()
              ? "converted"
              : now.toEpochMilli() < end ? "in_progress" : isExcluded ? "excluded" : "dropped";
      count("", "", furthest, outcome, times);
      StringBuilder object = new StringBuilder("{");
      for (int i = 0; i < values.length; i++) {
        String value = breakdowns.get(i).names().get(values[i]);
        count(breakdowns.get(i).breakdown(), value, furthest, outcome, times);
        object
            .append(i == 0 ? "" : ",")
            .append(json(breakdowns.get(i).breakdown()))
            .append(':')
            .append(json(value));
      }
      StringBuilder stepTimes = new StringBuilder("[");
      for (int step = 0; step < steps; step++) {
        stepTimes
            .append(step == 0 ? "" : ",")
            .append(times[step] == 0 ? "null" : json(Instant.ofEpochMilli(times[step]).toString()));
      }
      row(
          "journeys",
          funnel.id(),
          "u-" + Long.toHexString(start.toEpochMilli() / 3_600_000 * 100_003 + number),
          sql(start),
          sql(this.end),
          sql(Instant.ofEpochMilli(entry)),
          furthest,
          outcome,
          stepTimes.append(']'),
          object.append('}'),
          stamp,
          stamp);
    }

    private void count(String breakdown, String value, int furthest, String outcome, long[] times) {
      counts
          .computeIfAbsent(List.of(breakdown, value), key -> new Counts(times.length))
          .add(furthest, outcome, times, funnel);
    }

    private void writeCounts(List<String> key, Counts of) {
      for (int step = 1; step <= of.reached.length; step++) {
        row(
            "funnel_steps",
            funnel.id(),
            sql(start),
            sql(end),
            key.get(0),
            key.get(1),
            step,
            funnel.steps().get(step - 1).name(),
            of.reached[step - 1],
            of.left[step - 1][0],
            of.left[step - 1][1],
            of.left[step - 1][2],
            "\\N",
            "\\N",
            "\\N",
            "\\N",
            isFinal,
            false,
            stamp,
            stamp);
      }
      of.times.forEach(
          (time, units) ->
              row(
                  "funnel_times",
                  funnel.id(),
                  sql(start),
                  key.get(0),
                  key.get(1),
                  time.step,
                  time.measure,
                  TimeBuckets.above(time.bucket),
                  TimeBuckets.upTo(time.bucket),
                  units,
                  isFinal,
                  stamp,
                  stamp));
    }
  }

  private record Time(int step, String measure, int bucket) implements Comparable<Time> {
    @Override
    public int compareTo(Time other) {
      int byStep = Integer.compare(step, other.step);
      int byMeasure = measure.compareTo(other.measure);
      return byStep != 0 ? byStep : byMeasure != 0 ? byMeasure : bucket - other.bucket;
    }
  }

  private static final class Counts {

    private final long[] reached;
    private final long[][] left;
    private final TreeMap<Time, Long> times = new TreeMap<>();

    Counts(int steps) {
      reached = new long[steps];
      left = new long[steps][3];
    }

    void add(int furthest, String outcome, long[] taken, Funnel funnel) {
      long before = taken[0];
      for (int step = 1; step <= taken.length; step++) {
        boolean isOptional = funnel.steps().get(step - 1).optional();
        if (isOptional ? taken[step - 1] != 0 : step <= furthest) {
          reached[step - 1]++;
          if (step > 1) {
            time(step, "previous", taken[step - 1] - before);
            time(step, "entry", taken[step - 1] - taken[0]);
          }
          before = isOptional ? before : taken[step - 1];
        }
      }
      int outcomeAt = List.of("dropped", "in_progress", "excluded").indexOf(outcome);
      if (outcomeAt >= 0) {
        left[furthest - 1][outcomeAt]++;
      }
    }

    private void time(int step, String measure, long millis) {
      times.merge(new Time(step, measure, TimeBuckets.bucketOf(millis)), 1L, Long::sum);
    }
  }

  private int value(int values) {
    double at = random.nextDouble();
    double share = 0.34;
    for (int value = 0; value < values - 1; value++) {
      if (at < share) {
        return value;
      }
      at -= share;
      share = Math.max(share * 0.7, 1.0 / (2 * values));
    }
    return values - 1;
  }

  /** Near enough to a normal distribution. */
  private double normal() {
    double sum = 0;
    for (int i = 0; i < 6; i++) {
      sum += random.nextDouble();
    }
    return (sum - 3) * Math.sqrt(2);
  }

  private void row(String table, Object... columns) {
    StringBuilder rows = tables.computeIfAbsent(table, name -> new StringBuilder());
    for (int i = 0; i < columns.length; i++) {
      String text = columns[i].toString();
      rows.append(i == 0 ? "" : "\t").append(text.equals("\\N") ? text : escaped(text));
    }
    rows.append('\n');
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\")
        .replace("\t", "\\t")
        .replace("\n", "\\n")
        .replace("\r", "\\r");
  }

  private static String json(String text) {
    return com.fasterxml.jackson.databind.node.TextNode.valueOf(text).toString();
  }

  private static String sql(Instant moment) {
    return LocalDateTime.ofInstant(moment, ZoneOffset.UTC).toString();
  }

  private void flushIfFull() throws SQLException, IOException {
    for (StringBuilder rows : tables.values()) {
      if (rows.length() > FLUSHED_AT) {
        flush();
        return;
      }
    }
  }

  private void flush() throws SQLException, IOException {
    for (Map.Entry<String, StringBuilder> table : new ArrayList<>(tables.entrySet())) {
      copy.copyIn(
          "copy " + table.getKey() + COLUMNS.get(table.getKey()) + " from stdin",
          new StringReader(table.getValue().toString()));
      table.getValue().setLength(0);
    }
  }
}
