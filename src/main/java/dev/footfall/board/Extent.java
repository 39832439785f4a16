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
 * @param firstCohort where its first cohort starts
 * @param lastEnd where its newest cohort ends
 * @param closedUntil the end of its last final cohort
 */
record Extent(
    Optional<Instant> firstCohort,
    Optional<Instant> lastEnd,
    Optional<Instant> closedUntil,
    Optional<Instant> watermark,
    Optional<Instant> lastWrite) {

  static final Extent NOTHING =
      new Extent(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

  /** Of each of these funnels that has rows, by id. */
  static Map<String, Extent> read(Connection connection, List<Funnel> funnels) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.EXTENT.text())) {
      statement.setArray(
          1, connection.createArrayOf("text", funnels.stream().map(Funnel::id).toArray()));
      Map<String, Extent> extents = new HashMap<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          extents.put(
              row.getString("funnel"),
              new Extent(
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
