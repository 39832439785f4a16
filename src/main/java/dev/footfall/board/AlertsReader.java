package dev.footfall.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Base64;
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
   * What is asked.
   *
   * @param alert only those of this one
   * @param after where the page before ended; empty for the first
   * @param limit so many rows at most
   */
  record Question(Optional<String> alert, Optional<Place> after, int limit) {}

  /**
   * A row's place in the order of pages, and all that names it: rows never change, so a page begins
   * right after it, whatever has been added above.
   */
  record Place(LocalDateTime at, String alert, String unit, String version) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /**
     * @throws Refusal if no answer ever said this
     */
    static Place read(String text) {
      try {
        String[] parts = JSON.readValue(Base64.getUrlDecoder().decode(text), String[].class);
        return new Place(LocalDateTime.parse(parts[0]), parts[1], parts[2], parts[3]);
      } catch (IOException | RuntimeException unknown) {
        throw Refusal.badRequest(
            "after= is no place in a list; give what the page before had under \"next\"");
      }
    }

    String write() {
      try {
        return Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(JSON.writeValueAsBytes(List.of(at.toString(), alert, unit, version)));
      } catch (JsonProcessingException impossible) {
        throw new IllegalStateException("texts that cannot be written", impossible);
      }
    }
  }

  AlertAnswers.All answer(Question question) throws SQLException {
    return snapshots.read(
        connection ->
            page(
                question.after().isPresent() ? List.of() : alerts(connection),
                rows(connection, question),
                question.limit()));
  }

  /** A row with its place. */
  private record Placed(Place place, AlertAnswers.Row row) {}

  /** One row more than is shown tells whether there is another page. */
  private static AlertAnswers.All page(
      List<AlertAnswers.Alert> alerts, List<Placed> rows, int limit) {
    boolean isLast = rows.size() <= limit;
    List<Placed> shown = isLast ? rows : rows.subList(0, limit);
    return new AlertAnswers.All(
        alerts,
        shown.stream().map(Placed::row).toList(),
        isLast || shown.isEmpty() ? null : shown.get(limit - 1).place().write());
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

  private List<Placed> rows(Connection connection, Question question) throws SQLException {
    List<Placed> rows = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.ALERT_ROWS.text())) {
      @Nullable String alert = question.alert().orElse(null);
      @Nullable Place after = question.after().orElse(null);
      statement.setString(1, alert);
      statement.setString(2, alert);
      statement.setObject(3, after == null ? null : after.at());
      statement.setObject(4, after == null ? null : after.at());
      statement.setObject(5, after == null ? null : after.at());
      statement.setString(6, after == null ? null : after.alert());
      statement.setString(7, after == null ? null : after.unit());
      statement.setString(8, after == null ? null : after.version());
      statement.setInt(9, question.limit() + 1);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          rows.add(new Placed(placeOf(row), row(row)));
        }
      }
    }
    return rows;
  }

  private static Place placeOf(ResultSet row) throws SQLException {
    return new Place(
        row.getObject("at", LocalDateTime.class),
        row.getString("alert"),
        row.getString("unit"),
        row.getString("version"));
  }

  private AlertAnswers.Row row(ResultSet row) throws SQLException {
    return new AlertAnswers.Row(
        row.getString("alert"),
        row.getString("version"),
        row.getString("title"),
        row.getString("unit"),
        time(row, "at"),
        time(row, "began"),
        time(row, "ended"),
        events(row),
        cohort(row));
  }

  private JsonNode events(ResultSet row) throws SQLException {
    try {
      return json.readTree(row.getString("events"));
    } catch (JsonProcessingException notOurs) {
      throw new SQLException("the events of an alert are not JSON", notOurs);
    }
  }

  /** The figures of a row, if it is of a cohort. */
  static AlertAnswers.@Nullable Cohort cohort(ResultSet row) throws SQLException {
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
