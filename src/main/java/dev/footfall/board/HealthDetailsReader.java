package dev.footfall.board;

import dev.footfall.funnel.Funnel;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What an operator asks once health says that something is wrong. */
final class HealthDetailsReader {

  /** The latest rejected and late events are looked at, up to so many. */
  private static final int LOOKED_AT = 20_000;

  private static final int SAMPLES = 3;
  private static final int LATE_NAMES = 20;
  private static final int PARTS = 500;

  private final Snapshots snapshots;
  private final HealthReader health;

  HealthDetailsReader(Snapshots snapshots, HealthReader health) {
    this.snapshots = snapshots;
    this.health = health;
  }

  Answers.HealthDetails answer(List<Funnel> funnels) throws SQLException {
    Answers.Health now = health.answer();
    return snapshots.read(
        connection -> {
          long[] written = written(connection, now.lastWrite());
          return new Answers.HealthDetails(
              now,
              written[0],
              written[1],
              parts(connection),
              tables(connection),
              serving(connection, funnels),
              rejected(connection),
              late(connection),
              LOOKED_AT);
        });
  }

  /** Before the last write, not before now: how busy the job is while it writes. */
  private static long[] written(Connection connection, @Nullable String lastWrite)
      throws SQLException {
    if (lastWrite == null) {
      return new long[] {0, 0};
    }
    LocalDateTime last = LocalDateTime.ofInstant(Instant.parse(lastWrite), ZoneOffset.UTC);
    try (PreparedStatement statement = connection.prepareStatement(Sql.WRITTEN.text())) {
      statement.setObject(1, last);
      statement.setObject(2, last);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return new long[] {row.getLong("last_minute"), row.getLong("last_quarter")};
      }
    }
  }

  private static List<Answers.Part> parts(Connection connection) throws SQLException {
    List<Answers.Part> parts = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.PARTS.text())) {
      statement.setInt(1, PARTS);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          parts.add(
              new Answers.Part(
                  row.getString("stage"),
                  row.getString("part"),
                  row.getLong("events"),
                  row.getLong("rejected"),
                  row.getLong("late"),
                  row.getLong("duplicates"),
                  CohortRange.iso(row.getObject("latest", LocalDateTime.class)),
                  row.getObject("read_to", Long.class),
                  time(row, "since"),
                  time(row, "watermark"),
                  time(row, "updated_at")));
        }
      }
    }
    return parts;
  }

  private static List<Answers.Table> tables(Connection connection) throws SQLException {
    List<Answers.Table> tables = new ArrayList<>();
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(Sql.TABLES.text())) {
      while (row.next()) {
        tables.add(new Answers.Table(row.getString("name"), row.getLong("about_rows")));
      }
    }
    return tables;
  }

  private static List<Answers.Serving> serving(Connection connection, List<Funnel> funnels)
      throws SQLException {
    Map<String, Extent> extents = Extent.read(connection, funnels);
    return funnels.stream()
        .map(
            funnel ->
                new Answers.Serving(
                    funnel.id(),
                    funnel.title(),
                    funnel.engine().name().toLowerCase(Locale.ROOT),
                    versionOf(extents.get(funnel.id())),
                    extents.getOrDefault(funnel.id(), Extent.NOTHING).answer(funnel)))
        .toList();
  }

  private static @Nullable String versionOf(@Nullable Extent extent) {
    return extent == null ? null : extent.version();
  }

  private static List<Answers.Rejected> rejected(Connection connection) throws SQLException {
    Map<String, List<Answers.Sample>> samples = samples(connection);
    List<Answers.Rejected> reasons = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.REJECTED.text())) {
      statement.setInt(1, LOOKED_AT);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String reason = row.getString("reason");
          reasons.add(
              new Answers.Rejected(
                  reason,
                  row.getLong("events"),
                  time(row, "last_seen"),
                  samples.getOrDefault(reason, List.of())));
        }
      }
    }
    return reasons;
  }

  private static Map<String, List<Answers.Sample>> samples(Connection connection)
      throws SQLException {
    Map<String, List<Answers.Sample>> samples = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.REJECTED_SAMPLES.text())) {
      statement.setInt(1, LOOKED_AT);
      statement.setInt(2, SAMPLES);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          byte @Nullable [] raw = row.getBytes("raw");
          samples
              .computeIfAbsent(row.getString("reason"), reason -> new ArrayList<>())
              .add(
                  new Answers.Sample(
                      row.getString("place"),
                      row.getString("detail"),
                      raw == null ? null : new String(raw, StandardCharsets.UTF_8),
                      row.getLong("size"),
                      time(row, "seen_at")));
        }
      }
    }
    return samples;
  }

  private static List<Answers.Late> late(Connection connection) throws SQLException {
    List<Answers.Late> late = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.LATE.text())) {
      statement.setInt(1, LOOKED_AT);
      statement.setInt(2, LATE_NAMES);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          late.add(
              new Answers.Late(
                  row.getString("event"),
                  row.getLong("events"),
                  time(row, "last_seen"),
                  row.getLong("behind_ms")));
        }
      }
    }
    return late;
  }

  private static String time(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(CohortRange.iso(row.getObject(column, LocalDateTime.class)));
  }
}
