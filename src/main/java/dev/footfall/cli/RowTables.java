package dev.footfall.cli;

import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Funnel;
import dev.footfall.metric.StepRow;
import dev.footfall.yaml.DurationText;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows for people: a line a step, cohorts in the funnel's own time zone, rates from start and from
 * previous.
 */
final class RowTables {

  private static final List<String> HEADER =
      List.of(
          "cohort",
          "breakdown",
          "value",
          "step",
          "reached",
          "of start",
          "of prev.",
          "dropped",
          "in progress",
          "excluded",
          "median",
          "p90");

  /** The columns before this one are text and stand to the left. */
  private static final int FIRST_NUMBER = 4;

  /** From so many milliseconds on, times are rounded to so many. */
  private static final TreeMap<Long, Long> SMALLEST_SHOWN =
      new TreeMap<>(Map.of(0L, 1L, 1_000L, 1_000L, 3_600_000L, 60_000L, 86_400_000L, 3_600_000L));

  private final List<Funnel> funnels;

  RowTables(List<Funnel> funnels) {
    this.funnels = List.copyOf(funnels);
  }

  /** A table for each funnel that has rows, and a line for each that has none. */
  void print(List<StepRow> rows, PrintWriter out) {
    Map<String, List<StepRow>> byFunnel = new HashMap<>();
    rows.forEach(row -> byFunnel.computeIfAbsent(row.funnel(), id -> new ArrayList<>()).add(row));
    for (Funnel funnel : funnels) {
      out.println(
          funnel.id().equals(funnel.title()) ? funnel.id() : funnel.id() + ": " + funnel.title());
      List<StepRow> itsRows = byFunnel.get(funnel.id());
      if (itsRows == null) {
        out.println("  nobody entered");
      } else {
        new AlignedTable(cells(itsRows, funnel), FIRST_NUMBER).print(out);
      }
      out.println();
    }
    out.flush();
  }

  private static List<List<String>> cells(List<StepRow> rows, Funnel funnel) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(HEADER);
    long entered = 0;
    long before = 0;
    for (StepRow row : rows) {
      boolean first = row.step() == 1;
      boolean optional = funnel.steps().get(row.step() - 1).optional();
      entered = first ? row.reached() : entered;
      lines.add(
          List.of(
              first ? cohort(row, funnel.zone()) : "",
              first ? row.breakdown() : "",
              first ? row.value() : "",
              row.step() + " " + row.stepName() + (optional ? " (optional)" : ""),
              number(row.reached()),
              rate(row.reached(), entered),
              first ? "" : rate(row.reached(), before),
              number(row.dropped()),
              number(row.inProgress()),
              number(row.excluded()),
              time(row.medianMs()),
              time(row.p90Ms())));
      before = optional ? before : row.reached();
    }
    return lines;
  }

  private static String cohort(StepRow row, ZoneId zone) {
    if (new CohortWindow(row.cohortStart(), row.cohortEnd()).isAll()) {
      return "all";
    }
    boolean wholeDays =
        Duration.ofMillis(row.cohortEnd() - row.cohortStart()).compareTo(Duration.ofHours(23)) >= 0;
    DateTimeFormatter format =
        DateTimeFormatter.ofPattern(wholeDays ? "yyyy-MM-dd" : "yyyy-MM-dd HH:mm", Locale.ROOT);
    return Instant.ofEpochMilli(row.cohortStart()).atZone(zone).format(format);
  }

  private static String number(long count) {
    return String.format(Locale.ROOT, "%,d", count);
  }

  private static String rate(long part, long whole) {
    return whole == 0 ? "-" : String.format(Locale.ROOT, "%.1f%%", 100.0 * part / whole);
  }

  /** The two largest units are enough for a person, and more than the times are exact to. */
  private static String time(@Nullable Long millis) {
    if (millis == null) {
      return "-";
    }
    long unit = SMALLEST_SHOWN.floorEntry(millis).getValue();
    return DurationText.of(Duration.ofMillis(Math.round((double) millis / unit) * unit));
  }
}
