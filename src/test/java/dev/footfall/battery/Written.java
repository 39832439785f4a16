package dev.footfall.battery;

import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Report;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/** The tables as they are, told like {@link Wanted}. */
final class Written {

  private static final String MOMENT = "'YYYY-MM-DD HH24:MI:SS.MS'";

  private static final String LEFT_OUT =
      """
       and not exists (select 1 from funnel_steps f where f.step = 1 and f.reached = 0
         and (f.funnel, f.version, f.cohort_start, f.breakdown, f.value)
           = (funnel_steps.funnel, funnel_steps.version, funnel_steps.cohort_start,
              funnel_steps.breakdown, funnel_steps.value))
      """;

  /** So many columns name a verdict. */
  private static final int KEY_OF_VERDICT = 5;

  private final Database database;

  Written(Database database) {
    this.database = database;
  }

  /** The event time after which a version of a funnel has seen every event; empty if all. */
  long since(Funnel funnel) {
    return database.number(
        """
        select coalesce(max(extract(epoch from since) * 1000), 0)::bigint from funnel_steps
        where funnel = '%s' and version = '%s'
        """
            .formatted(funnel.id(), funnel.version(1)));
  }

  private static String of(Funnel funnel, long since) {
    return " where funnel = '%s' and version = '%s' and cohort_start > '%s'"
        .formatted(funnel.id(), funnel.version(1), Wanted.moment(since));
  }

  /** Without values that every unit has left again: whoever further on counts under another. */
  void addSteps(Funnel funnel, long since, Rows rows) {
    for (List<String> cells :
        database.ask(
            """
            select funnel, version, to_char(cohort_start, %1$s), breakdown, value, step,
              to_char(cohort_end, %1$s), step_name, reached, dropped, in_progress, excluded,
              final, truncated
            from funnel_steps
            """
                    .formatted(MOMENT)
                + of(funnel, since)
                + LEFT_OUT)) {
      String flags =
          (cells.get(12).equals("t") ? "" : " (not final)")
              + (cells.get(13).equals("t") ? " (truncated)" : "");
      rows.add(
          String.join("|", cells.subList(0, 6)),
          "until %s %s reached %s dropped %s in progress %s excluded %s%s"
              .formatted(
                  cells.get(6),
                  cells.get(7),
                  cells.get(8),
                  cells.get(9),
                  cells.get(10),
                  cells.get(11),
                  flags));
    }
  }

  /** The quantiles of each row of {@code funnel_steps}: previous 50 %, 90 %, entry 50 %, 90 %. */
  Map<String, List<String>> quantiles(Funnel funnel) {
    Map<String, List<String>> quantiles = new TreeMap<>();
    for (List<String> cells :
        database.ask(
            """
            select funnel, version, to_char(cohort_start, %s), breakdown, value, step,
              median_ms, p90_ms, median_from_entry_ms, p90_from_entry_ms
            from funnel_steps
            """
                    .formatted(MOMENT)
                + of(funnel, 0))) {
      quantiles.put(String.join("|", cells.subList(0, 6)), cells.subList(6, 10));
    }
    return quantiles;
  }

  /** Without buckets that every unit has left again. */
  void addTimes(Funnel funnel, long since, Rows rows) {
    for (List<String> cells :
        database.ask(
            """
            select funnel, version, to_char(cohort_start, %s), breakdown, value, step, measure,
              from_ms, to_ms, units, sum_ms, final
            from funnel_times
            """
                    .formatted(MOMENT)
                + of(funnel, since)
                + " and units > 0")) {
      rows.add(
          String.join("|", cells.subList(0, 8)),
          "up to %s: %s units, %s ms%s"
              .formatted(
                  cells.get(8),
                  cells.get(9),
                  cells.get(10),
                  cells.get(11).equals("t") ? "" : " (not final)"));
    }
  }

  void addJourneys(Funnel funnel, long since, Rows rows) {
    for (List<String> cells :
        database.ask(
            """
            select funnel, version, to_char(cohort_start, %1$s), unit, to_char(cohort_end, %1$s),
              to_char(entry, %1$s), furthest, outcome, step_times, breakdown_values
            from journeys
            """
                    .formatted(MOMENT)
                + of(funnel, since))) {
      rows.add(
          String.join("|", cells.subList(0, 4)),
          "until %s entry %s furthest %s %s %s %s"
              .formatted(
                  cells.get(4),
                  cells.get(5),
                  cells.get(6),
                  cells.get(7),
                  cells.get(8),
                  cells.get(9)));
    }
  }

  /** The numbers of the messages that were counted. */
  List<String> serials() {
    return database
        .ask("select unit from journeys where funnel = '" + Definitions.SEEN + "' order by unit")
        .stream()
        .map(cells -> cells.get(0))
        .toList();
  }

  Rows rejected() {
    Rows rows = new Rows("rejected_events");
    for (List<String> cells :
        database.ask("select place, reason, size, encode(raw, 'hex') from rejected_events")) {
      rows.add(
          cells.get(0),
          "%s, %s bytes, the first are %s"
              .formatted(
                  cells.get(1),
                  cells.get(2),
                  Wanted.digest(HexFormat.of().parseHex(cells.get(3)))));
    }
    return rows;
  }

  Rows late() {
    Rows rows = new Rows("late_events");
    for (List<String> cells :
        database.ask(
            "select event_id, event, user_id, to_char(time, %s), place from late_events"
                .formatted(MOMENT))) {
      rows.add(
          cells.get(0),
          "%s of %s at %s, read at %s"
              .formatted(cells.get(1), cells.get(2), cells.get(3), cells.get(4)));
    }
    return rows;
  }

  private static String of(Experiment experiment) {
    return " where experiment = '%s' and version = '%s'"
        .formatted(experiment.id(), experiment.version(1));
  }

  /** The last look at an experiment of which there are rows, if there was any. */
  OptionalLong lastLook(Experiment experiment) {
    long look =
        database.number(
            "select coalesce(max(extract(epoch from watermark) * 1000), 0)::bigint"
                + " from experiment_verdicts"
                + of(experiment));
    return look == 0 ? OptionalLong.empty() : OptionalLong.of(look);
  }

  void addVerdicts(Experiment experiment, Rows rows) {
    for (List<String> cells :
        database.ask(
            "select experiment, version, variant, metric, to_char(watermark, %s), %s"
                    .formatted(MOMENT, String.join(", ", WantedExperiment.VERDICT_COLUMNS))
                + " from experiment_verdicts"
                + of(experiment))) {
      List<String> said = new ArrayList<>();
      for (int i = 0; i < WantedExperiment.VERDICT_COLUMNS.size(); i++) {
        String column = WantedExperiment.VERDICT_COLUMNS.get(i);
        said.add(column + " " + asJavaWrites(column, cells.get(KEY_OF_VERDICT + i)));
      }
      rows.add(String.join("|", cells.subList(0, KEY_OF_VERDICT)), String.join(" ", said));
    }
  }

  /** A flag or a number of a verdict. */
  private static String asJavaWrites(String column, String cell) {
    if (column.equals("final")) {
      return Boolean.toString(cell.equals("t"));
    }
    boolean whole = cell.isEmpty() || !WantedExperiment.SHARES.contains(column);
    return whole ? cell : Double.toString(Double.parseDouble(cell));
  }

  void addSteps(Experiment experiment, Rows rows) {
    for (List<String> cells :
        database.ask(
            """
            select experiment, version, variant, step, funnel, step_name, exposed, matured, reached,
              matured_reached, multi_exposed, to_char(watermark, %s), final
            from experiment_steps
            """
                    .formatted(MOMENT)
                + of(experiment))) {
      rows.add(
          String.join("|", cells.subList(0, 4)),
          "%s %s exposed %s matured %s reached %s matured %s several %s at %s%s"
              .formatted(
                  cells.get(4),
                  cells.get(5),
                  cells.get(6),
                  cells.get(7),
                  cells.get(8),
                  cells.get(9),
                  cells.get(10),
                  cells.get(11),
                  cells.get(12).equals("t") ? "" : " (not final)"));
    }
  }

  /** Without buckets that every unit has left again. */
  void addTimes(Experiment experiment, Rows rows) {
    for (List<String> cells :
        database.ask(
            """
            select experiment, version, variant, to_char(exposed_from, %s), to_ms, from_ms, units,
              final
            from experiment_times
            """
                    .formatted(MOMENT)
                + of(experiment)
                + " and units > 0")) {
      rows.add(
          String.join("|", cells.subList(0, 5)),
          "from %s: %s units%s"
              .formatted(
                  cells.get(5), cells.get(6), cells.get(7).equals("t") ? "" : " (not final)"));
    }
  }

  private static String of(Report report) {
    return " where report = '%s' and version = '%s'".formatted(report.id(), report.version(1));
  }

  /** As of a funnel: the event time after which a version of a report has seen every event. */
  long since(Report report) {
    return database.number(
        "select coalesce(max(extract(epoch from since) * 1000), 0)::bigint from report_figures"
            + of(report));
  }

  void addFigures(Report report, long since, Rows rows) {
    for (List<String> cells :
        database.ask(
            """
            select report, version, to_char(window_start, %1$s), part, position, from_name, to_name,
              value, to_char(window_end, %1$s), amount, of_them, sum_ms, final, truncated
            from report_figures
            """
                    .formatted(MOMENT)
                + of(report)
                + " and window_start > '%s'".formatted(Wanted.moment(since)))) {
      rows.add(
          String.join("|", cells.subList(0, 8)),
          "until %s: %s, of them %s, %s ms%s%s"
              .formatted(
                  cells.get(8),
                  cells.get(9),
                  cells.get(10),
                  cells.get(11),
                  cells.get(12).equals("t") ? "" : " (not final)",
                  cells.get(13).equals("t") ? " (truncated)" : ""));
    }
  }

  void addNext(Report report, Rows rows) {
    for (List<String> cells :
        database.ask(
            """
            select funnel, version, to_char(cohort_start, %1$s), unit, report,
              to_char(cohort_end, %1$s), furthest, outcome, next_event, to_char(next_time, %1$s),
              (select string_agg(name || '=' || value, ', ' order by name)
                from json_each_text(last_values::json) as last (name, value))
            from unit_next
            where report = '%2$s' and report_version = '%3$s'
            """
                .formatted(MOMENT, report.id(), report.version(1)))) {
      rows.add(
          String.join("|", cells.subList(0, 5)),
          "until %s furthest %s %s then %s at %s, last {%s}"
              .formatted(
                  cells.get(5),
                  cells.get(6),
                  cells.get(7),
                  cells.get(8),
                  cells.get(9),
                  cells.get(10)));
    }
  }

  /** Each alert, with its unit, the events that made it, and when it was certain. */
  Rows alerts() {
    Rows rows = new Rows("alerts");
    for (List<String> cells :
        database.ask(
            """
            select alert, version, unit, (extract(epoch from at) * 1000)::bigint,
              (select string_agg(' ' || (event ->> 'event') || '@'
                  || (extract(epoch from (event ->> 'time')::timestamptz) * 1000)::bigint,
                  '' order by place)
                from json_array_elements(events::json) with ordinality as made (event, place))
            from alerts
            """)) {
      rows.add(
          "%s|%s|%s at %s:%s"
              .formatted(cells.get(0), cells.get(1), cells.get(2), cells.get(3), cells.get(4)),
          "told");
    }
    return rows;
  }

  /** Versions and what became of them. */
  Rows versions() {
    Rows rows = new Rows("funnel_versions");
    for (List<String> cells : database.ask("select funnel, version, state from funnel_versions")) {
      rows.add(cells.get(0) + "|" + cells.get(1), cells.get(2));
    }
    return rows;
  }
}
