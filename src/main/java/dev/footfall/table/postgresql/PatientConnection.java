package dev.footfall.table.postgresql;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A connection that waits for a database that is away. Whoever writes waits with it: the job holds
 * its breath instead of failing.
 */
final class PatientConnection implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PatientConnection.class);

  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /**
   * Classes of SQLSTATE that pass: connection, rollback of a transaction, resources, operator's
   * intervention, and the system itself. 25006 is a standby that is yet to be promoted. See the
   * appendix "PostgreSQL Error Codes" of its manual.
   */
  private static final Set<String> PASSING = Set.of("08", "40", "53", "57", "58");

  private static final String READ_ONLY = "25006";

  /** Classes that mean the row itself: its data, a constraint, a limit. */
  private static final Set<String> OF_THE_ROW = Set.of("22", "23", "54");

  private final Connector connector;
  private final String table;
  private final Duration patience;
  private final Counter retries;
  private @Nullable Connection connection;

  /** Since when the database is away, by {@link System#nanoTime}; 0 while it is there. */
  private volatile long awaySince;

  /**
   * @param metrics where retries are counted, and how long the database has been away is shown
   */
  PatientConnection(Connector connector, String table, Duration patience, MetricGroup metrics)
      throws IOException {
    this.connector = connector;
    this.table = table;
    this.patience = patience;
    this.retries = metrics.counter("retries");
    metrics.gauge("awaySeconds", this::awaySeconds);
    try {
      connection = connector.connect();
    } catch (SQLException failed) {
      throw new IOException(this + " cannot be opened: " + failed.getMessage(), failed);
    }
  }

  /** Something to do with a connection. */
  interface Work {
    void with(Connection connection) throws SQLException;
  }

  /**
   * Does the work once; again, from its beginning, if the database went away meanwhile.
   *
   * @throws RefusedRow if the database refuses what is in the rows
   * @throws IOException if it refuses for another reason, or is away too long
   */
  void run(Work work) throws IOException, InterruptedException, RefusedRow {
    long began = System.nanoTime();
    Duration pause = FIRST_PAUSE;
    boolean away = false;
    while (true) {
      try {
        if (connection == null) {
          connection = connector.connect();
        }
        work.with(connection);
        awaySince = 0;
        if (away) {
          LOG.warn("{} is back after {} s", this, secondsSince(began));
        }
        return;
      } catch (SQLException failed) {
        String state = stateOf(failed);
        if (isOfTheRow(state)) {
          rollBack();
          throw new RefusedRow(failed);
        }
        close();
        if (!passes(state) || secondsSince(began) >= patience.toSeconds()) {
          throw new IOException(
              this
                  + (away ? " has been away for " + secondsSince(began) + " s: " : ": ")
                  + failed.getMessage(),
              failed);
        }
        if (!away) {
          LOG.warn(
              "{} is away; rows wait for it up to {} s: {}",
              this,
              patience.toSeconds(),
              failed.getMessage());
          away = true;
          awaySince = began;
        }
        retries.inc();
        Thread.sleep(pause.toMillis());
        pause = min(pause.multipliedBy(2), LONGEST_PAUSE);
      }
    }
  }

  private long awaySeconds() {
    long since = awaySince;
    return since == 0 ? 0 : secondsSince(since);
  }

  private void rollBack() {
    try {
      if (connection != null) {
        connection.rollback();
      }
    } catch (SQLException broken) {
      close();
    }
  }

  /** A batch bears its cause behind it. */
  private static String stateOf(SQLException failed) {
    String state = failed.getSQLState();
    for (SQLException next = failed.getNextException();
        state == null && next != null;
        next = next.getNextException()) {
      state = next.getSQLState();
    }
    return state == null ? "" : state;
  }

  private static boolean passes(String state) {
    return state.isEmpty() || READ_ONLY.equals(state) || isIn(PASSING, state);
  }

  private static boolean isOfTheRow(String state) {
    return isIn(OF_THE_ROW, state);
  }

  private static boolean isIn(Set<String> classes, String state) {
    return state.length() >= 2 && classes.contains(state.substring(0, 2));
  }

  private static long secondsSince(long began) {
    return Duration.ofNanos(System.nanoTime() - began).toSeconds();
  }

  private static Duration min(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  /** Lets go of the connection. Never throws: whoever closes can do nothing about it. */
  @Override
  public void close() {
    Connection leaving = connection;
    connection = null;
    if (leaving == null) {
      return;
    }
    try {
      leaving.close();
    } catch (SQLException broken) {
      LOG.debug("{} was closed already", this, broken);
    }
  }

  @Override
  public String toString() {
    return "table " + table + " at " + connector;
  }

  /** The database takes the connection but not the rows. */
  static final class RefusedRow extends Exception {
    private static final long serialVersionUID = 1L;

    RefusedRow(SQLException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
