package dev.footfall.board;

import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.Paths;
import dev.footfall.funnel.PathsSentence;
import dev.footfall.funnel.Report;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Adds up the windows of a report on paths. */
final class PathFiguresReader {

  private static final int REPORTS = 1_000;
  private static final int VALUES = 200;
  private static final int FIGURES = 100_000;
  private static final int BUCKETS = 500_000;

  private final Snapshots snapshots;

  PathFiguresReader(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  /**
   * What is asked.
   *
   * @param declared says what reports are called, and what they count
   * @param report one of them; empty for the first
   * @param value of its breakdown; empty for all users
   * @param last so far back from the end of the newest window
   */
  record Question(
      FunnelFile.Content declared, Optional<String> report, String value, Duration last) {}

  /** The newest version of a report, and where its newest window ends. */
  private record Newest(String report, String version, LocalDateTime end) {}

  /** Which rows are added up. */
  private record Range(String report, String version, LocalDateTime from, String value) {

    void setIn(PreparedStatement statement) throws SQLException {
      statement.setString(1, report);
      statement.setString(2, version);
      statement.setObject(3, from);
    }
  }

  /**
   * Answers.
   *
   * @throws Refusal if there is no such report
   */
  PathAnswers.All answer(Question question) throws SQLException {
    return snapshots.read(connection -> answer(question, connection));
  }

  private static PathAnswers.All answer(Question question, Connection connection)
      throws SQLException {
    Map<String, Newest> reports = newest(connection);
    List<String> ids = List.copyOf(reports.keySet());
    if (ids.isEmpty() && question.report().isEmpty()) {
      return nothing();
    }
    String id = question.report().orElseGet(() -> ids.get(0));
    Newest newest = reports.get(id);
    if (newest == null) {
      throw Refusal.notFound(
          "There is no report on paths \""
              + id
              + "\"; there "
              + (ids.isEmpty() ? "are none at all" : "is " + String.join(", ", ids)));
    }
    Range range =
        new Range(id, newest.version(), newest.end().minus(question.last()), question.value());
    Map<String, Paths> declared = declaredIn(question.declared());
    List<PathAnswers.Named> named =
        ids.stream().map(one -> new PathAnswers.Named(one, titleOf(one, declared))).toList();
    Paths its = declared.get(id);
    return new Reading(connection, range)
        .answer(named, its == null ? Map.of() : PathsSentence.byLanguage(its));
  }

  private static Map<String, Paths> declaredIn(FunnelFile.Content declared) {
    Map<String, Paths> paths = new HashMap<>();
    for (Report report : declared.reports()) {
      if (report instanceof Paths its) {
        paths.put(its.id(), its);
      }
    }
    return paths;
  }

  private static String titleOf(String id, Map<String, Paths> declared) {
    Paths its = declared.get(id);
    return its == null ? id : its.frame().title();
  }

  private static PathAnswers.All nothing() {
    return new PathAnswers.All(
        List.of(),
        null,
        null,
        Map.of(),
        "",
        List.of(),
        "",
        null,
        null,
        false,
        false,
        new PathAnswers.Visits(0, 0, null),
        List.of(),
        List.of());
  }

  private static Map<String, Newest> newest(Connection connection) throws SQLException {
    Map<String, Newest> newest = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.PATH_REPORTS.text())) {
      statement.setInt(1, REPORTS);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String report = row.getString("report");
          newest.put(
              report,
              new Newest(
                  report,
                  row.getString("version"),
                  row.getObject("window_end", LocalDateTime.class)));
        }
      }
    }
    return newest;
  }

  /** How often users were at a stop, how often a visit ended there, and how long they stayed. */
  private record Stay(long times, long exits, double millis) {

    static final Stay NONE = new Stay(0, 0, 0);

    /** Of those times after which something came. */
    @Nullable Long averageMillis() {
      return times > exits ? Long.valueOf(Math.round(millis / (times - exits))) : null;
    }
  }

  /** One answer as it comes together. */
  private static final class Reading {
    private final Connection connection;
    private final Range range;

    private final List<String> values = new ArrayList<>();
    private final Map<String, Stay> stops = new LinkedHashMap<>();
    private final Map<String, Long> entries = new HashMap<>();
    private final List<PathAnswers.Flow> flows = new ArrayList<>();
    private final TimeBuckets lengths = new TimeBuckets();
    private final Map<String, TimeBuckets> dwells = new HashMap<>();
    private String breakdown = "";
    private long visits;
    private long bounces;
    private boolean isFinal = true;
    private boolean truncated;
    private @Nullable LocalDateTime from;
    private @Nullable LocalDateTime to;

    Reading(Connection connection, Range range) {
      this.connection = connection;
      this.range = range;
    }

    PathAnswers.All answer(List<PathAnswers.Named> reports, Map<String, String> sentence)
        throws SQLException {
      readValues();
      readFigures();
      readTimes();
      return new PathAnswers.All(
          reports,
          range.report(),
          range.version(),
          sentence,
          breakdown,
          values,
          range.value(),
          CohortRange.iso(from),
          CohortRange.iso(to),
          isFinal,
          truncated,
          new PathAnswers.Visits(visits, bounces, lengths.quantile(0.5)),
          stopsInOrder(),
          flows);
    }

    private void readValues() throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(Sql.PATH_VALUES.text())) {
        range.setIn(statement);
        statement.setInt(4, VALUES);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            breakdown = row.getString("breakdown");
            values.add(row.getString("value"));
          }
        }
      }
    }

    private void readFigures() throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(Sql.PATH_FIGURES.text())) {
        range.setIn(statement);
        statement.setString(4, range.value());
        statement.setInt(5, FIGURES);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            take(row);
          }
        }
      }
    }

    private void take(ResultSet row) throws SQLException {
      String name = row.getString("from_name");
      long amount = row.getLong("amount");
      switch (row.getString("part")) {
        case "visit" -> {
          visits += amount;
          bounces += row.getLong("of_them");
          entries.merge(name, amount, Long::sum);
        }
        case "stop" ->
            stops.put(name, new Stay(amount, row.getLong("of_them"), row.getDouble("sum_ms")));
        default ->
            flows.add(
                new PathAnswers.Flow(
                    row.getInt("position"), name, row.getString("to_name"), amount));
      }
      isFinal &= row.getBoolean("final");
      truncated |= row.getBoolean("truncated");
      LocalDateTime start = row.getObject("first_start", LocalDateTime.class);
      LocalDateTime end = row.getObject("last_end", LocalDateTime.class);
      from = from == null || start.isBefore(from) ? start : from;
      to = to == null || end.isAfter(to) ? end : to;
    }

    private void readTimes() throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(Sql.PATH_TIMES.text())) {
        range.setIn(statement);
        statement.setString(4, range.value());
        statement.setInt(5, BUCKETS);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            TimeBuckets buckets =
                row.getString("part").equals("length")
                    ? lengths
                    : dwells.computeIfAbsent(row.getString("from_name"), s -> new TimeBuckets());
            buckets.add(
                row.getLong("above_ms"),
                row.getLong("up_to_ms"),
                row.getLong("amount"),
                row.getDouble("sum_ms"));
          }
        }
      }
    }

    private List<PathAnswers.Stop> stopsInOrder() {
      TreeSet<String> names = new TreeSet<>(stops.keySet());
      names.addAll(entries.keySet());
      return names.stream()
          .map(
              name -> {
                Stay stay = stops.getOrDefault(name, Stay.NONE);
                TimeBuckets dwell = dwells.getOrDefault(name, new TimeBuckets());
                return new PathAnswers.Stop(
                    name,
                    stay.times(),
                    entries.getOrDefault(name, 0L),
                    stay.exits(),
                    stay.averageMillis(),
                    dwell.quantile(0.5),
                    dwell.quantile(0.9));
              })
          .sorted(
              Comparator.comparingLong(PathAnswers.Stop::times)
                  .reversed()
                  .thenComparing(PathAnswers.Stop::stop))
          .toList();
    }
  }
}
