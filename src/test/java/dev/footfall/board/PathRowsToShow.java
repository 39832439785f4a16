package dev.footfall.board;

import dev.footfall.funnel.Cohort;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Paths;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.Selector;
import dev.footfall.metric.TimeBuckets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows of a report on paths as the job writes them, of two days and two channels: so many took home
 * → browse → cart, so many left at home, and so many went browse → pay and on beyond what is
 * counted.
 */
final class PathRowsToShow {

  private static final int MINUTE = 60_000;

  static final Paths DECLARED =
      new Paths(
          new Report.Frame(
              "ways",
              "Ways through the product (用户路径)",
              Funnel.USER,
              Cohort.of(Duration.ofDays(1)),
              ZoneOffset.UTC,
              "channel",
              Report.Frame.DEFAULT_MAX_VALUES),
          new Selector(Set.of(), List.of()),
          "",
          new Paths.Visit(30 * MINUTE, 1440L * MINUTE, ""),
          3,
          Paths.Repeats.COLLAPSE,
          "",
          "");

  private PathRowsToShow() {}

  static String[] inserts() {
    List<String> rows = new ArrayList<>();
    for (int day : List.of(19, 20)) {
      rows.addAll(day(day, "", 100, 50, 35));
      rows.addAll(day(day, "social", 40, 30, 10));
      rows.addAll(day(day, "web", 60, 20, 25));
    }
    return rows.toArray(new String[0]);
  }

  private static List<String> day(int day, String value, int bought, int bounced, int beyond) {
    Map<String, String> amounts = new LinkedHashMap<>();
    put(amounts, "visit", 0, "home", "", bought + bounced, bounced, 5L * MINUTE * bought);
    put(amounts, "visit", 0, "browse", "", beyond, 0, 3L * MINUTE * beyond);
    put(amounts, "length", bucket(0), "", "", bounced, 0, 0);
    put(amounts, "length", bucket(3), "", "", beyond, 0, 3L * MINUTE * beyond);
    put(amounts, "length", bucket(5), "", "", bought, 0, 5L * MINUTE * bought);
    put(amounts, "stop", 0, "home", "", bought + bounced, bounced, (long) MINUTE * bought);
    put(
        amounts,
        "stop",
        0,
        "browse",
        "",
        bought + beyond,
        0,
        4L * MINUTE * ((long) bought + beyond));
    put(amounts, "stop", 0, "cart", "", bought, bought, 0);
    put(amounts, "stop", 0, "pay", "", 2L * beyond, beyond, 0);
    if (value.isEmpty()) {
      put(amounts, "dwell", bucket(1), "home", "", bought, 0, (long) MINUTE * bought);
      long browsed = (long) bought + beyond;
      put(amounts, "dwell", bucket(4), "browse", "", browsed, 0, 4L * MINUTE * browsed);
    }
    put(amounts, "flow", 0, "(start)", "home", bought + bounced, 0, 0);
    put(amounts, "flow", 0, "(start)", "browse", beyond, 0, 0);
    put(amounts, "flow", 1, "home", "(end)", bounced, 0, 0);
    put(amounts, "flow", 1, "home", "browse", bought, 0, 0);
    put(amounts, "flow", 1, "browse", "pay", beyond, 0, 0);
    put(amounts, "flow", 2, "browse", "cart", bought, 0, 0);
    put(amounts, "flow", 2, "pay", "(more)", beyond, 0, 0);
    put(amounts, "flow", 3, "cart", "(end)", bought, 0, 0);
    return amounts.entrySet().stream()
        .map(
            one ->
                "insert into report_figures values ('ways', 'v1', 'paths', '2026-11-%d', '2026-11-%d',"
                        .formatted(day, day + 1)
                    + " %s, '%s', '%s', %s, %s, false, '1970-01-01', '2026-11-21 10:00',"
                        .formatted(
                            one.getKey(),
                            value.isEmpty() ? "" : "channel",
                            value,
                            one.getValue(),
                            day == 19)
                    + " '2026-11-21 10:00')")
        .toList();
  }

  private static int bucket(int minutes) {
    return TimeBuckets.bucketOf((long) minutes * MINUTE);
  }

  private static void put(
      Map<String, String> amounts,
      String part,
      int position,
      String from,
      String to,
      long amount,
      long ofThem,
      long millis) {
    amounts.put(
        "'%s', %d, '%s', '%s'".formatted(part, position, from, to),
        "%d, %d, %d".formatted(amount, ofThem, millis));
  }
}
