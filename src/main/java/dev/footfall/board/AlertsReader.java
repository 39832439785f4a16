package dev.footfall.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The newest alerts, and how often each was told. */
final class AlertsReader {

  private static final int ALERTS = 500;

  private final Snapshots snapshots;
  private final ObjectMapper json = new ObjectMapper();

  AlertsReader(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  /**
   * Answers.
   *
   * @param alert only those of this one
   * @param limit so many rows at most
   */
  AlertAnswers.All answer(Optional<String> alert, int limit) throws SQLException {
    return snapshots.read(
        connection -> {
          List<AlertAnswers.Row> rows = rows(connection, alert, limit + 1);
          boolean more = rows.size() > limit;
          return new AlertAnswers.All(
              alerts(connection), more ? rows.subList(0, limit) : rows, more);
        });
  }

  private static List<AlertAnswers.Alert> alerts(Connection connection) throws SQLException {
    List<AlertAnswers.Alert> alerts = new ArrayList<>();
    LocalDateTime newest = newest(connection);
    try (PreparedStatement statement = connection.prepareStatement(Sql.ALERTS.text())) {
      statement.setObject(1, newest);
      statement.setObject(2, newest);
      statement.setInt(3, ALERTS);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          alerts.add(
              new AlertAnswers.Alert(
                  row.getString("alert"),
                  row.getString("title"),
                  row.getLong("told"),
                  row.getLong("last_day"),
                  time(row, "at")));
        }
      }
    }
    return alerts;
  }

  private static @Nullable LocalDateTime newest(Connection connection) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.NEWEST_ALERT.text());
        ResultSet row = statement.executeQuery()) {
      row.next();
      return row.getObject("at", LocalDateTime.class);
    }
  }

  private List<AlertAnswers.Row> rows(Connection connection, Optional<String> alert, int limit)
      throws SQLException {
    List<AlertAnswers.Row> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.ALERT_ROWS.text())) {
      statement.setString(1, alert.orElse(null));
      statement.setString(2, alert.orElse(null));
      statement.setInt(3, limit);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(
              new AlertAnswers.Row(
                  row.getString("alert"),
                  row.getString("version"),
                  row.getString("title"),
                  row.getString("unit"),
                  time(row, "at"),
                  time(row, "began"),
                  time(row, "ended"),
                  events(row),
                  cohort(row)));
        }
      }
    }
    return rows;
  }

  private JsonNode events(ResultSet row) throws SQLException {
    try {
      return json.readTree(row.getString("events"));
    } catch (JsonProcessingException notOurs) {
      throw new SQLException("the events of an alert are not JSON", notOurs);
    }
  }

  private static AlertAnswers.@Nullable Cohort cohort(ResultSet row) throws SQLException {
    String funnel = row.getString("funnel");
    return funnel == null
        ? null
        : new AlertAnswers.Cohort(
            funnel,
            row.getLong("entered"),
            row.getLong("converted"),
            row.getDouble("rate"),
            row.getDouble("usual_low"),
            row.getDouble("usual_high"),
            row.getInt("cohorts_before"),
            row.getLong("entered_before"),
            row.getLong("converted_before"));
  }

  private static @Nullable String time(ResultSet row, String column) throws SQLException {
    return CohortRange.iso(row.getObject(column, LocalDateTime.class));
  }
}
