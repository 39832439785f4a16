package dev.footfall.table.postgresql;

import java.io.Serializable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/**
 * Opens connections for writing.
 *
 * @param url a JDBC URL; what it says itself goes before what is set here
 */
record Connector(String url, @Nullable String user, @Nullable String password)
    implements Serializable {

  /** A connection that commits when told to and takes a time without a zone as UTC. */
  Connection connect() throws SQLException {
    Connection connection = new Driver().connect(url, properties());
    if (connection == null) {
      throw new SQLException("no address of PostgreSQL: " + this);
    }
    try (Statement statement = connection.createStatement()) {
      statement.execute("set time zone 'UTC'");
    } catch (SQLException unusable) {
      connection.close();
      throw unusable;
    }
    connection.setAutoCommit(false);
    return connection;
  }

  private Properties properties() {
    Properties properties = new Properties();
    if (user != null) {
      PGProperty.USER.set(properties, user);
    }
    if (password != null) {
      PGProperty.PASSWORD.set(properties, password);
    }
    PGProperty.APPLICATION_NAME.set(properties, "footfall");
    // Many rows to a statement: several times as fast.
    PGProperty.REWRITE_BATCHED_INSERTS.set(properties, true);
    // Text may go into columns of jsonb and the like.
    PGProperty.STRING_TYPE.set(properties, "unspecified");
    // A server that falls silent is away, too.
    PGProperty.CONNECT_TIMEOUT.set(properties, 10);
    PGProperty.SOCKET_TIMEOUT.set(properties, 60);
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    return properties;
  }

  /** Without what opens it. */
  @Override
  public String toString() {
    return url.replaceFirst("\\?.*", "");
  }
}
