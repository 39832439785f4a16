package dev.footfall.demo;

import java.time.Instant;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * How many units really reached a step.
 *
 * @param funnel the funnel's id
 * @param cohortStart the first millisecond of the cohort's window of entries
 * @param breakdown the property by which units are split, or null for all of them
 * @param value its value, or null for all units
 * @param step from 1
 * @param reached how many units of the cohort reached it
 */
public record TruthRow(
    String funnel,
    long cohortStart,
    @Nullable String breakdown,
    @Nullable String value,
    int step,
    long reached) {

  /** By funnel, cohort, breakdown, value and step; all units first. */
  public static final Comparator<TruthRow> ORDER =
      Comparator.comparing(TruthRow::funnel)
          .thenComparingLong(TruthRow::cohortStart)
          .thenComparing(TruthRow::breakdown, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(TruthRow::value, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingInt(TruthRow::step);

  /** The row as one JSON object. */
  public String toJson() {
    return "{\"funnel\":"
        + Json.quoted(funnel)
        + ",\"cohort_start\":\""
        + Instant.ofEpochMilli(cohortStart)
        + "\",\"breakdown\":"
        + Json.quoted(breakdown)
        + ",\"value\":"
        + Json.quoted(value)
        + ",\"step\":"
        + step
        + ",\"reached\":"
        + reached
        + "}";
  }

  /** The names of the columns of {@link #toCsv}. */
  public static final String CSV_HEADER = "funnel,cohort_start,breakdown,value,step,reached";

  /** The row as a line of CSV; the values of the demo's breakdowns need no quotes. */
  public String toCsv() {
    return funnel
        + ","
        + Instant.ofEpochMilli(cohortStart)
        + ","
        + (breakdown == null ? "" : breakdown)
        + ","
        + (value == null ? "" : value)
        + ","
        + step
        + ","
        + reached;
  }
}
