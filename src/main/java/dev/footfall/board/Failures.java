package dev.footfall.board;

import java.sql.SQLException;
import java.util.Optional;

/** What a failure of the database means to a reader, and what to do about it. */
enum Failures {
  TOO_SLOW(
      "57014",
      "The database took too long over this range. Ask for fewer cohorts, or try again when it is"
          + " less busy."),
  NO_TABLES(
      "42P01",
      "The result tables are not there yet. Make them in the database that board.database names:"
          + " ./footfall tables."),
  NO_PERMISSION(
      "42501",
      "The board's database user may not read the result tables. Let their owner grant it select"
          + " on them."),
  REFUSED(
      "28P01",
      "The database does not let the board in: user or password are wrong. Set board.user and"
          + " board.password in the settings right, and start the board again."),
  AWAY(
      "",
      "The database does not answer. The numbers come back by themselves as soon as it does; check"
          + " that it runs, and board.database in the settings.");

  private final String sqlState;
  private final String explanation;

  Failures(String sqlState, String explanation) {
    this.sqlState = sqlState;
    this.explanation = explanation;
  }

  static Failures of(SQLException failure) {
    String state = sqlState(failure);
    for (Failures known : values()) {
      if (known.sqlState.equals(state)) {
        return known;
      }
    }
    return AWAY;
  }

  static String explain(SQLException failure) {
    return of(failure).explanation;
  }

  /** The state that says most: a pool wraps what the database said. */
  private static String sqlState(SQLException failure) {
    Throwable cause = failure.getCause();
    return cause instanceof SQLException inner
        ? sqlState(inner)
        : Optional.ofNullable(failure.getSQLState()).orElse("");
  }
}
