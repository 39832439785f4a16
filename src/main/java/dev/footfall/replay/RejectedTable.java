package dev.footfall.replay;

import java.io.IOException;
import java.sql.Array;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Properties;

/**
 * The table {@code rejected_events} in PostgreSQL.
 *
 * @param url where the database is, as JDBC has it
 * @param user the database's user; empty if the address says it
 * @param password a secret
 * @param table the table's name
 */
public record RejectedTable(String url, String user, String password, String table) {

  private static final int ROWS_AT_ONCE = 1000;

  /** Takes rows. */
  @FunctionalInterface
  public interface Taker {
    void take(RejectedRow row) throws IOException;
  }

  /**
   * Reads the rows in the order in which they were written.
   *
   * @param reasons only these; all if there are none
   * @param since only those that were written then or later
   * @throws IOException if the table cannot be read
   */
  public void read(List<String> reasons, Instant since, Taker taker) throws IOException {
    try (Connection connection = connect();
        PreparedStatement question = connection.prepareStatement(sql(reasons))) {
      question.setFetchSize(ROWS_AT_ONCE);
      question.setObject(1, LocalDateTime.ofInstant(since, ZoneOffset.UTC));
      if (!reasons.isEmpty()) {
        Array words = connection.createArrayOf("text", reasons.toArray());
        question.setArray(2, words);
      }
      try (ResultSet rows = question.executeQuery()) {
        while (rows.next()) {
          taker.take(row(rows));
        }
      }
    } catch (SQLException failed) {
      throw new IOException(this + " cannot be read: " + failed.getMessage(), failed);
    }
  }

  private static RejectedRow row(ResultSet rows) throws SQLException {
    byte[] raw = rows.getBytes("raw");
    return new RejectedRow(
        String.valueOf(rows.getString("place")),
        String.valueOf(rows.getString("reason")),
        String.valueOf(rows.getString("detail")),
        rows.getLong("size"),
        raw == null ? new byte[0] : raw);
  }

  private String sql(List<String> reasons) {
    return "select place, reason, detail, size, raw from "
        + '"'
        + table.replace("\"", "\"\"").replaceFirst("\\.", "\".\"")
        + "\" where seen_at >= ?"
        + (reasons.isEmpty() ? "" : " and reason = any(?)")
        + " order by seen_at, place";
  }

  private Connection connect() throws SQLException {
    Properties properties = new Properties();
    if (!user.isEmpty()) {
      properties.setProperty("user", user);
      properties.setProperty("password", password);
    }
    properties.setProperty("connectTimeout", "10");
    Connection connection = DriverManager.getConnection(url, properties);
    try (Statement statement = connection.createStatement()) {
      // What was written was written as UTC.
      statement.execute("set time zone 'UTC'");
    }
    // Rows come bit by bit only within a transaction.
    connection.setAutoCommit(false);
    connection.setReadOnly(true);
    return connection;
  }

  /** Without what opens it. */
  @Override
  public String toString() {
    return "table " + table + " at " + url.replaceFirst("\\?.*", "");
  }
}
