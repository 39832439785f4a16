package dev.footfall.board;

import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.Report;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The reports there are, and the figures of one: of its latest version, over some windows, of the
 * total or of one value of its breakdown. What a kind of report wants besides, it works out of the
 * same rows.
 */
final class ReportsReader {

  private static final int REPORTS = 500;
  private static final int VALUES = 200;
  private static final int WINDOWS = 2_000;
  private static final int CELLS = 50_000;

  /** What a kind makes of rows window by window: 2,000 cohorts of a month. */
  private static final int ROWS_OF_A_KIND = 100_000;

  private static final Set<String> SAY_WHAT_IS_NOT_OVER =
      Set.of(Report.Kind.RETENTION.text(), Report.Kind.CHANNELS.text());

  private static final Duration DAY = Duration.ofDays(1);

  private final Snapshots snapshots;

  ReportsReader(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  /**
   * What is asked about one report.
   *
   * @param range the period, if it is given by moments
   * @param last how long a time back from the newest window, if it is given so
   * @param closed whether it is the final windows that matter; reports on retention and on channels
   *     have open ones among them all the same, and say what is not over
   * @param value of the breakdown; empty for the total
   * @param rows so many rows are listed window by window
   */
  record Question(
      String id,
      FunnelFile.Content declared,
      CohortRange range,
      Optional<Duration> last,
      boolean closed,
      String value,
      int rows) {}

  /**
   * What there is of a report.
   *
   * @param lastWrite when its newest window was written
   * @param rows how many rows of that window, of some, were written about then
   */
  record Written(
      String kind,
      String breakdown,
      ReportAnswers.Extent extent,
      LocalDateTime lastWrite,
      long rows) {}

  /** The reports, as declared, then those of which there are only rows. */
  ReportAnswers.All answer(FunnelFile.Content declared) throws SQLException {
    return new ReportAnswers.All(
        snapshots.read(
            connection ->
                known(declared, written(connection, ids(connection))).values().stream().toList()));
  }

  private static Map<String, ReportAnswers.Report> known(
      FunnelFile.Content declared, Map<String, Written> written) {
    Map<String, ReportAnswers.Report> reports = new LinkedHashMap<>();
    for (Report report : declared.reports()) {
      ReportAnswers.Report described = Definitions.describe(report);
      Written its = written.get(report.id());
      reports.put(report.id(), its == null ? described : described.with(its.extent()));
    }
    written.forEach((id, its) -> reports.computeIfAbsent(id, unused -> undeclared(id, its)));
    return reports;
  }

  private static ReportAnswers.Report undeclared(String id, Written its) {
    return new ReportAnswers.Report(
        id,
        id,
        its.kind(),
        false,
        "UTC",
        null,
        null,
        its.breakdown().isEmpty() ? null : its.breakdown(),
        null,
        null,
        null,
        null,
        null,
        Map.of(),
        its.extent());
  }

  /** The report's time zone: what dates in a question mean. */
  static ZoneId zoneOf(String id, FunnelFile.Content declared) {
    return declared.reports().stream()
        .filter(report -> report.id().equals(id))
        .map(report -> report.frame().zone())
        .findFirst()
        .orElse(ZoneOffset.UTC);
  }

  /**
   * Answers about one.
   *
   * @throws Refusal if it is neither declared nor has rows
   */
  ReportAnswers.One answer(Question asked) throws SQLException {
    return snapshots.read(connection -> answer(connection, asked));
  }

  private static ReportAnswers.One answer(Connection connection, Question asked)
      throws SQLException {
    ReportAnswers.Report report =
        known(asked.declared(), written(connection, List.of(asked.id()))).get(asked.id());
    if (report == null) {
      throw Refusal.notFound(
          "There is no report \"" + asked.id() + "\"; /api/reports has those there are");
    }
    if (!asked.value().isEmpty() && report.breakdown() == null) {
      throw Refusal.badRequest("Report " + report.report() + " has no breakdown");
    }
    ReportAnswers.Extent extent = report.extent();
    return extent == null
        ? nothing(report, asked)
        : new OneReport(connection, report, extent, asked).answer();
  }

  private static ReportAnswers.One nothing(ReportAnswers.Report report, Question asked) {
    return new ReportAnswers.One(
        report,
        asked.range().fromInAnswers(),
        asked.range().toInAnswers(),
        asked.closed(),
        null,
        asked.value(),
        List.of(),
        List.of(),
        false,
        List.of(),
        false,
        List.of(),
        false,
        null,
        null,
        null);
  }

  /** Of every report with rows, when it was last written: for those who listen. */
  static Map<String, Written> all(Connection connection) throws SQLException {
    return written(connection, ids(connection));
  }

  private static List<String> ids(Connection connection) throws SQLException {
    List<String> ids = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.REPORT_IDS.text())) {
      statement.setInt(1, REPORTS);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          ids.add(row.getString("report"));
        }
      }
    }
    return ids;
  }

  private static Map<String, Written> written(Connection connection, Collection<String> ids)
      throws SQLException {
    Map<String, Written> written = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.REPORT_EXTENTS.text())) {
      statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          written.put(
              row.getString("report"),
              new Written(
                  row.getString("kind"),
                  row.getString("breakdown"),
                  new ReportAnswers.Extent(
                      row.getString("version"),
                      iso(row, "first_window"),
                      iso(row, "last_end"),
                      iso(row, "watermark"),
                      iso(row, "last_write")),
                  Objects.requireNonNull(row.getObject("last_write", LocalDateTime.class)),
                  row.getLong("rows")));
        }
      }
    }
    return written;
  }

  private static @Nullable String iso(ResultSet row, String column) throws SQLException {
    return CohortRange.iso(row.getObject(column, LocalDateTime.class));
  }

  /** A list that was cut at a bound. */
  private record Bounded<T>(List<T> items, boolean leftOff) {

    static <T> Bounded<T> of(List<T> oneMore, int bound) {
      return oneMore.size() > bound
          ? new Bounded<>(oneMore.subList(0, bound), true)
          : new Bounded<>(oneMore, false);
    }
  }

  /** A window, and its watermark. */
  private record Seen(ReportAnswers.Window window, LocalDateTime watermark) {}

  /** What is read of one report, as of one moment. */
  private static final class OneReport {

    private final Connection connection;
    private final ReportAnswers.Report report;
    private final ReportAnswers.Extent extent;
    private final Question asked;
    private final ZoneId zone;

    OneReport(
        Connection connection,
        ReportAnswers.Report report,
        ReportAnswers.Extent extent,
        Question asked) {
      this.connection = connection;
      this.report = report;
      this.extent = extent;
      this.asked = asked;
      this.zone = ZoneId.of(report.timeZone());
    }

    ReportAnswers.One answer() throws SQLException {
      Optional<Instant> closedUntil = closedUntil();
      boolean finalOnly = asked.closed() && !SAY_WHAT_IS_NOT_OVER.contains(report.kind());
      CohortRange period =
          period(finalOnly && closedUntil.isPresent() ? closedUntil : moment(extent.lastEnd()));
      Bounded<Seen> seen = windows(period);
      List<Seen> whichAreFinal =
          seen.items().stream().filter(one -> one.window().isFinal()).toList();
      // Where no window of the period is final, those there are must do; the answer says so.
      boolean closed = finalOnly && !whichAreFinal.isEmpty();
      List<ReportAnswers.Window> windows = new ArrayList<>();
      (closed ? whichAreFinal : seen.items()).forEach(one -> windows.add(one.window()));
      Collections.reverse(windows);
      @Nullable Instant watermark = watermark(seen.items());
      Bounded<ReportAnswers.Cell> cells = cells(windows);
      Bounded<ReportAnswers.Row> rows =
          asked.rows() == 0 ? new Bounded<>(List.of(), false) : rows(windows, asked.rows());
      return new ReportAnswers.One(
          watermark == null ? report : report.with(extent.at(watermark)),
          period.fromInAnswers(),
          period.toInAnswers(),
          closed,
          closedUntil.map(Instant::toString).orElse(null),
          asked.value(),
          values(),
          windows,
          seen.leftOff(),
          cells.items(),
          cells.leftOff(),
          rows.items(),
          rows.leftOff(),
          isA(Report.Kind.RETENTION) ? retention(windows, watermark) : null,
          isA(Report.Kind.CHANNELS) ? channels(windows, cells.items(), watermark) : null,
          isA(Report.Kind.NEXT) ? new WhatCameNext(funnel()).of(cells.items()) : null);
    }

    private boolean isA(Report.Kind kind) {
      return report.kind().equals(kind.text());
    }

    private ReportAnswers.Retention retention(
        List<ReportAnswers.Window> windows, @Nullable Instant watermark) throws SQLException {
      List<ReportAnswers.Row> rows = rows(windows, ROWS_OF_A_KIND).items();
      @Nullable Integer days = report.days();
      return new RetentionTriangle(
              zone, days == null ? RetentionTriangle.lastDay(rows) : days, watermark)
          .of(windows, rows);
    }

    private ReportAnswers.Channels channels(
        List<ReportAnswers.Window> windows,
        List<ReportAnswers.Cell> cells,
        @Nullable Instant watermark)
        throws SQLException {
      ChannelTable table = new ChannelTable(zone, report.costs(), watermark);
      List<ReportAnswers.Window> mature = table.mature(windows, report.lookBackMs());
      return table.of(
          windows, cells, mature, mature.size() == windows.size() ? cells : cells(mature).items());
    }

    private Optional<Funnel> funnel() {
      return asked.declared().funnels().stream()
          .filter(funnel -> funnel.id().equals(report.funnel()))
          .findFirst();
    }

    /** Everything up to then is counted: some window's rows say it. */
    private @Nullable Instant watermark(List<Seen> windows) {
      Optional<Instant> latest = moment(extent.watermark());
      for (Seen seen : windows) {
        Instant its = seen.watermark().toInstant(ZoneOffset.UTC);
        if (latest.isEmpty() || latest.get().isBefore(its)) {
          latest = Optional.of(its);
        }
      }
      return latest.orElse(null);
    }

    private static Optional<Instant> moment(@Nullable String iso) {
      return Optional.ofNullable(iso).map(Instant::parse);
    }

    /** The range itself; or so long a time before this end, in whole days where it is any. */
    private CohortRange period(Optional<Instant> end) {
      Optional<Duration> last = asked.last();
      if (last.isEmpty() || end.isEmpty()) {
        return asked.range();
      }
      Instant start =
          last.get().toMillis() % DAY.toMillis() == 0
              ? end.get().atZone(zone).minusDays(last.get().toDays()).toInstant()
              : end.get().minus(last.get());
      return new CohortRange(Optional.of(start), Optional.empty());
    }

    private Optional<Instant> closedUntil() throws SQLException {
      try (PreparedStatement statement =
          connection.prepareStatement(Sql.REPORT_CLOSED_UNTIL.text())) {
        statement.setString(1, report.report());
        statement.setString(2, extent.version());
        statement.setString(3, report.report());
        statement.setString(4, extent.version());
        try (ResultSet row = statement.executeQuery()) {
          return row.next() ? moment(iso(row, "window_end")) : Optional.empty();
        }
      }
    }

    /** The newest first. */
    private Bounded<Seen> windows(CohortRange period) throws SQLException {
      List<Seen> windows = new ArrayList<>();
      try (PreparedStatement statement = connection.prepareStatement(Sql.REPORT_WINDOWS.text())) {
        statement.setString(1, report.report());
        statement.setString(2, extent.version());
        statement.setObject(3, period.fromInTables());
        statement.setObject(4, period.toInTables());
        statement.setString(5, report.report());
        statement.setString(6, extent.version());
        statement.setObject(7, period.fromInTables());
        statement.setInt(8, WINDOWS + 1);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            windows.add(window(row));
          }
        }
      }
      return Bounded.of(windows, WINDOWS);
    }

    private static Seen window(ResultSet row) throws SQLException {
      LocalDateTime start = time(row, "window_start");
      return new Seen(
          new ReportAnswers.Window(
              start.toInstant(ZoneOffset.UTC).toString(),
              time(row, "window_end").toInstant(ZoneOffset.UTC).toString(),
              row.getBoolean("final"),
              row.getBoolean("truncated"),
              time(row, "since").isAfter(start)),
          time(row, "watermark"));
    }

    private static LocalDateTime time(ResultSet row, String column) throws SQLException {
      return Objects.requireNonNull(row.getObject(column, LocalDateTime.class));
    }

    private List<String> values() throws SQLException {
      List<String> values = new ArrayList<>();
      if (report.breakdown() == null) {
        return values;
      }
      try (PreparedStatement statement = connection.prepareStatement(Sql.REPORT_VALUES.text())) {
        statement.setString(1, report.report());
        statement.setString(2, extent.version());
        statement.setInt(3, VALUES);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            values.add(row.getString("value"));
          }
        }
      }
      return values;
    }

    private Bounded<ReportAnswers.Cell> cells(List<ReportAnswers.Window> windows)
        throws SQLException {
      List<ReportAnswers.Cell> cells = new ArrayList<>();
      try (PreparedStatement statement = prepare(Sql.REPORT_CELLS, windows, CELLS + 1);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          cells.add(
              new ReportAnswers.Cell(
                  row.getString("part"),
                  row.getInt("position"),
                  row.getString("from_name"),
                  row.getString("to_name"),
                  row.getLong("amount"),
                  row.getLong("of_them"),
                  row.getLong("sum_ms")));
        }
      }
      return Bounded.of(cells, CELLS);
    }

    private Bounded<ReportAnswers.Row> rows(List<ReportAnswers.Window> windows, int most)
        throws SQLException {
      List<ReportAnswers.Row> rows = new ArrayList<>();
      try (PreparedStatement statement = prepare(Sql.REPORT_ROWS, windows, most + 1);
          ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(
              new ReportAnswers.Row(
                  time(row, "window_start").toInstant(ZoneOffset.UTC).toString(),
                  time(row, "window_end").toInstant(ZoneOffset.UTC).toString(),
                  row.getString("part"),
                  row.getInt("position"),
                  row.getString("from_name"),
                  row.getString("to_name"),
                  row.getLong("amount"),
                  row.getLong("of_them"),
                  row.getLong("sum_ms"),
                  row.getBoolean("final")));
        }
      }
      return Bounded.of(rows, most);
    }

    private PreparedStatement prepare(Sql sql, List<ReportAnswers.Window> windows, int most)
        throws SQLException {
      Object[] starts =
          windows.stream()
              .map(window -> LocalDateTime.ofInstant(Instant.parse(window.start()), ZoneOffset.UTC))
              .toArray();
      Array array = connection.createArrayOf("timestamp", starts);
      PreparedStatement statement = connection.prepareStatement(sql.text());
      statement.setString(1, report.report());
      statement.setString(2, extent.version());
      statement.setString(3, asked.value());
      statement.setArray(4, array);
      statement.setInt(5, most);
      return statement;
    }
  }
}
