package dev.footfall.board;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Reads several things of the database as of one moment. */
record Snapshots(DataSource database) {

  /** Questions that are answered as of one moment. */
  interface Reading<T> {
    T from(Connection connection) throws SQLException;
  }

  <T> T read(Reading<T> reading) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      try {
        return reading.from(connection);
      } finally {
        connection.rollback();
      }
    }
  }
}
