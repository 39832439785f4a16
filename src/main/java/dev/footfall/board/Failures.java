package dev.footfall.board;

import java.sql.SQLException;
import java.util.Optional;

/** What a failure of the database means to a reader, and what to do about it. */
final class Failures {

  private static final String QUERY_CANCELED = "57014";
  private static final String UNDEFINED_TABLE = "42P01";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private Failures() {}

  static String explain(SQLException failure) {
    return switch (sqlState(failure)) {
      case QUERY_CANCELED ->
          "The database took too long over this range. Ask for fewer cohorts, or try again when it"
              + " is less busy.";
      case UNDEFINED_TABLE ->
          "The result tables are not there yet. Start the job once, which makes them: ./footfall"
              + " run SETTINGS.";
      case INSUFFICIENT_PRIVILEGE ->
          "The board's database user may not read the result tables. Let their owner grant it"
              + " select on them.";
      default ->
          "The database does not answer. The numbers come back by themselves as soon as it does;"
              + " check that it runs, and board.database in the settings.";
    };
  }

  /** The state that says most: a pool wraps what the database said. */
  private static String sqlState(SQLException failure) {
    Throwable cause = failure.getCause();
    return cause instanceof SQLException inner
        ? sqlState(inner)
        : Optional.ofNullable(failure.getSQLState()).orElse("");
  }
}
