package dev.footfall.board;

import dev.footfall.funnel.Funnel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What there is of a funnel, whatever range is asked for.
 *
 * @param version the one that goes on being counted; rows of others are of other definitions
 * @param firstCohort where its first cohort starts
 * @param lastEnd where its newest cohort ends
 * @param closedUntil the end of its last final cohort
 */
record Extent(
    String version,
    Optional<Instant> firstCohort,
    Optional<Instant> lastEnd,
    Optional<Instant> closedUntil,
    Optional<Instant> watermark,
    Optional<Instant> lastWrite) {

  /** The version of rows that were written before there were any. */
  private static final String UNNAMED = "";

  static final Extent NOTHING =
      new Extent(
          UNNAMED,
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  /** Of each of these funnels that has rows, by id. */
  static Map<String, Extent> read(Connection connection, List<Funnel> funnels) throws SQLException {
    List<String> ids = funnels.stream().map(Funnel::id).toList();
    Map<String, String> versions = versions(connection, ids);
    try (PreparedStatement statement = connection.prepareStatement(Sql.EXTENT.text())) {
      statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
      statement.setArray(
          2,
          connection.createArrayOf(
              "text", ids.stream().map(id -> versions.getOrDefault(id, UNNAMED)).toArray()));
      Map<String, Extent> extents = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          extents.put(
              row.getString("funnel"),
              new Extent(
                  versions.getOrDefault(row.getString("funnel"), UNNAMED),
                  moment(row, "first_cohort"),
                  moment(row, "last_end"),
                  moment(row, "closed_until"),
                  moment(row, "watermark"),
                  moment(row, "last_write")));
        }
      }
      return extents;
    }
  }

  private static Map<String, String> versions(Connection connection, List<String> ids)
      throws SQLException {
    Map<String, String> versions = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.VERSIONS.text())) {
      statement.setArray(1, connection.createArrayOf("text", ids.toArray()));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          versions.put(row.getString("funnel"), row.getString("version"));
        }
      }
    }
    return versions;
  }

  static Extent read(Connection connection, Funnel funnel) throws SQLException {
    return read(connection, List.of(funnel)).getOrDefault(funnel.id(), NOTHING);
  }

  private static Optional<Instant> moment(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDateTime.class))
        .map(time -> time.toInstant(ZoneOffset.UTC));
  }

  Answers.Extent answer(Funnel funnel) {
    boolean hasCohorts = !funnel.cohort().isAll();
    return new Answers.Extent(
        hasCohorts ? iso(firstCohort) : null,
        hasCohorts ? iso(lastEnd) : null,
        hasCohorts ? iso(closedUntil) : null,
        iso(watermark),
        iso(lastWrite));
  }

  private static @Nullable String iso(Optional<Instant> moment) {
    return moment.map(Instant::toString).orElse(null);
  }
}
