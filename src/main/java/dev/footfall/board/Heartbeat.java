package dev.footfall.board;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/**
 * The last sign of life of the job, which it gives every few seconds whether events come or not.
 *
 * @param at when, by the job's clock
 * @param watermark up to where all of its tasks have counted
 * @param latest the time of the latest event of all; null if there was none since the job started
 */
record Heartbeat(Instant at, Instant watermark, @Nullable Instant latest) {

  /** Null where no job has ever told. */
  static @Nullable Heartbeat read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(Sql.HEARTBEAT.text())) {
      if (!row.next()) {
        return null;
      }
      Instant watermark = instant(row, "watermark");
      return new Heartbeat(
          row.getObject("updated_at", LocalDateTime.class).toInstant(ZoneOffset.UTC),
          watermark == null ? Instant.EPOCH : watermark,
          instant(row, "latest"));
    }
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    LocalDateTime time = row.getObject(column, LocalDateTime.class);
    return time == null ? null : time.toInstant(ZoneOffset.UTC);
  }

  /** Whether what has come is counted, but for the disorder that is waited for. */
  boolean hasCaughtUp(Duration allowed) {
    return latest == null || Duration.between(watermark, latest).compareTo(allowed) <= 0;
  }
}
