package dev.footfall.board;

import dev.footfall.funnel.Channels;
import dev.footfall.funnel.Cohort;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.Retention;
import dev.footfall.funnel.Rhythm;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.WhatNext;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Rows of reports as the job writes them: up to 18:00 of 21 November 2026 in Shanghai, which is
 * {@link BoardFixture#STAMP}.
 */
final class ReportRowsToShow {

  private static final Selector ANY = new Selector(Set.of(), List.of());

  /**
   * What is declared; of one more there are only rows.
   *
   * @param trial the funnel that one of them is on
   */
  static List<Report> declared(Funnel trial) {
    return List.of(
        new Rhythm(frame("activity", "When users are active (活跃时段)", 7, "device"), ANY),
        new Retention(
            frame("back", "Who comes back (留存)", 1, ""),
            Selector.named("register"),
            Selector.named("visit"),
            7),
        new Channels(
            frame("channels", "Channels (渠道)", 1, ""),
            Selector.named("visit"),
            "utm_source",
            Selector.named("purchase"),
            Duration.ofDays(14).toMillis(),
            Map.of("social", 1400.0, "partner", 600.0)),
        new WhatNext(
            frame("trial-next", "What came next in the trial", 1, ""),
            trial,
            ANY,
            List.of("page", "error")),
        new Rhythm(frame("quiet", "Nobody yet", "account_id", 7, ""), ANY));
  }

  private ReportRowsToShow() {}

  private static Report.Frame frame(String id, String title, int days, String breakdown) {
    return frame(id, title, Funnel.USER, days, breakdown);
  }

  private static Report.Frame frame(
      String id, String title, String unit, int days, String breakdown) {
    return new Report.Frame(
        id,
        title,
        unit,
        Cohort.of(Duration.ofDays(days)),
        ZoneId.of("Asia/Shanghai"),
        breakdown,
        Report.Frame.DEFAULT_MAX_VALUES);
  }

  /**
   * One kind's rows.
   *
   * @param report its id
   * @param of from what {@code start} and the columns part to of_them are, and final
   */
  private static String insert(String report, String kind, int days, String breakdown, String of) {
    return insert(report, "v1", kind, days, breakdown, of);
  }

  private static String insert(
      String report, String version, String kind, int days, String breakdown, String of) {
    return """
    insert into report_figures
    select '%s', '%s', '%s', start, start + interval '%d days', part, position, from_name, to_name,
      '%s', value, amount, of_them, 0, final, false, '1970-01-01', '2026-11-21 10:00',
      '2026-11-21 10:00'
    from (%s) as figures
    """
        .formatted(report, version, kind, days, breakdown, of);
  }

  static String[] inserts() {
    return new String[] {rhythm(), retention(), channels(), next(), olderVersion(), gone()};
  }

  /** Three whole weeks and one that goes on, of two devices. */
  private static String rhythm() {
    return insert(
        "activity",
        "rhythm",
        7,
        "device",
        """
        select start, 'hour' as part, hour as position, '' as from_name, '' as to_name, value,
          sum(events) as amount, sum(users) as of_them, start < '2026-11-10' as final
        from generate_series(timestamp '2026-10-25 16:00', '2026-11-15 16:00', '7 days') as start,
          generate_series(0, 167) as hour,
          lateral (values ('phone', hour % 24 * (30 - hour % 24) + hour / 24, hour % 24 * 4),
            ('desktop', case when hour < 120 and hour % 24 between 8 and 18 then 90 else 0 end,
              case when hour < 120 and hour % 24 between 8 and 18 then 50 else 0 end))
            as of_device (device, events, users),
          lateral (values (''), (device)) as whom (value)
        where events > 0 and (start < '2026-11-10' or hour < 5 * 24 + 18)
        group by start, hour, value
        """);
  }

  /** Eleven days; what is not over yet is lower than it will be. */
  private static String retention() {
    return insert(
        "back",
        "retention",
        1,
        "",
        """
        select start, part, position, '' as from_name, '' as to_name, '' as value, amount, of_them,
          start < '2026-11-12' as final
        from generate_series(timestamp '2026-11-10 16:00', '2026-11-20 16:00', '1 day') as start,
          lateral (select 200 + 10 * extract(day from start)::int as entered) as cohort,
          lateral (
            select 'entered' as part, 0 as position, entered as amount, 0 as of_them
            union all
            select 'day', day,
              entered / (day + 2) / case when day = today then 3 else 1 end,
              entered / (day + 1) / case when day = today then 3 else 1 end
            from (select (date '2026-11-21' - (start + interval '8 hours')::date) as today) as now,
              generate_series(0, 7) as day
            where day <= today
          ) as parts
        """);
  }

  /** Thirty days alike: 35 % of users come by social and 8 % of them convert, and so on. */
  private static String channels() {
    return insert(
        "channels",
        "channels",
        1,
        "",
        """
        select start, part, 0 as position, channel as from_name, '' as to_name, '' as value,
          amount, of_them, start < '2026-11-06' as final
        from generate_series(timestamp '2026-10-22 16:00', '2026-11-20 16:00', '1 day') as start,
          lateral (values
            ('acquired', 'social', 700, case when start < '2026-11-07' then 56 else 20 end),
            ('acquired', 'website', 500, case when start < '2026-11-07' then 75 else 20 end),
            ('acquired', 'offline', 300, case when start < '2026-11-07' then 60 else 20 end),
            ('acquired', 'partner', 500, case when start < '2026-11-07' then 60 else 20 end),
            ('conversion', '', 260, 9),
            ('first', 'social', 60, 0), ('first', 'website', 80, 0), ('first', 'offline', 55, 0),
            ('first', 'partner', 56, 0), ('first', '(none)', 9, 0),
            ('last', 'social', 40, 0), ('last', 'website', 100, 0), ('last', 'offline', 61, 0),
            ('last', 'partner', 50, 0), ('last', '(none)', 9, 0),
            ('linear', 'social', 50500000, 0), ('linear', 'website', 90250000, 0),
            ('linear', 'offline', 58000000, 0), ('linear', 'partner', 52250000, 0),
            ('linear', '(none)', 9000000, 0)) as figures (part, channel, amount, of_them)
        """);
  }

  /** Twenty final cohorts of the funnel trial, and one that is not. */
  private static String next() {
    return insert(
        "trial-next",
        "next",
        1,
        "",
        """
        select start, part, step as position, name as from_name, outcome as to_name, '' as value,
          amount, 0 as of_them, start < '2026-11-06' as final
        from generate_series(timestamp '2026-10-17 16:00', '2026-11-06 16:00', '1 day') as start,
          lateral (values
            ('unit', 1, '', 'dropped', 40), ('unit', 2, '', 'dropped', 15),
            ('unit', 2, '', 'excluded', 5), ('unit', 3, '', 'converted', 30),
            ('next', 1, '(nothing)', 'dropped', 20), ('next', 1, 'error', 'dropped', 12),
            ('next', 1, 'help', 'dropped', 8),
            ('next', 2, '(nothing)', 'dropped', 10), ('next', 2, 'invite', 'dropped', 5),
            ('next', 2, 'error', 'excluded', 5),
            ('next', 3, '(nothing)', 'converted', 3), ('next', 3, 'invite', 'converted', 25),
            ('next', 3, 'help', 'converted', 2),
            ('seen', 1, 'help', 'dropped', 5), ('seen', 2, 'help', 'dropped', 5),
            ('seen', 3, 'help', 'converted', 20),
            ('seen', 1, 'error', 'dropped', 22), ('seen', 2, 'error', 'excluded', 5),
            ('seen', 3, 'error', 'converted', 2),
            ('seen', 1, 'browse', 'dropped', 24), ('seen', 3, 'browse', 'converted', 12),
            ('seen', 1, 'rare', 'dropped', 1), ('seen', 3, 'rare', 'converted', 1),
            ('last', 1, 'page=pricing', 'dropped', 8), ('last', 3, 'page=pricing', 'converted', 16),
            ('last', 1, 'error=card', 'dropped', 20), ('last', 3, 'error=card', 'converted', 1))
            as figures (part, step, name, outcome, amount)
        """);
  }

  /** What was counted before the report was changed is in no number. */
  private static String olderVersion() {
    return insert(
        "activity",
        "v0",
        "rhythm",
        7,
        "device",
        """
        select timestamp '2026-10-25 16:00' as start, 'hour' as part, 0 as position,
          '' as from_name, '' as to_name, '' as value, 1000000 as amount, 1000 as of_them,
          true as final
        """);
  }

  /** Nobody declares it any more. */
  private static String gone() {
    return insert(
        "gone",
        "other",
        1,
        "",
        """
        select timestamp '2026-11-01 16:00' as start, 'some' as part, 0 as position,
          '' as from_name, '' as to_name, '' as value, 1 as amount, 1 as of_them, true as final
        """);
  }
}
