package dev.footfall.table.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The schema of the result tables in a PostgreSQL database, brought up to date by numbered SQL
 * files, each applied once and all in one transaction.
 */
public final class Schema {

  /** In the order they are applied. An applied file is never edited: a change is a new file. */
  static final List<String> MIGRATIONS =
      List.of(
          "001-result-tables.sql",
          "002-sums-of-times.sql",
          "003-places-of-late-events.sql",
          "004-versions-of-funnels.sql",
          "005-funnels-at-a-glance.sql",
          "006-progress-of-the-job.sql",
          "007-experiments.sql",
          "008-alerts.sql",
          "009-reports.sql",
          "010-next-of-units.sql");

  /** Any number will do, so long as every Footfall asks for the same one. */
  private static final long ADVISORY_LOCK = 0x466f6f7466616c6cL;

  private Schema() {}

  /**
   * Creates the tables, or brings those of an earlier version up to date; does nothing where all is
   * done. Two that start at once wait for each other.
   *
   * @return the numbered files that were missing and have been applied, in their order
   * @throws SchemaException if the database does not answer, refuses, or was made by another
   *     version
   */
  public static List<String> bringUpToDate(String url, String user, String password) {
    try (Connection connection = DriverManager.getConnection(url, user, password)) {
      return bringUpToDate(connection);
    } catch (SQLException refused) {
      throw new SchemaException(
          "the result tables could not be made or checked: "
              + withoutFullStop(String.valueOf(refused.getMessage()))
              + "; check that the database runs, its address, user and password, and that the user"
              + " may create tables in it",
          refused);
    }
  }

  private static String withoutFullStop(String sentence) {
    return sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
  }

  /**
   * Lets the role {@code footfall_board}, which must exist, read the tables and nothing else.
   *
   * @throws SchemaException if the database does not answer or refuses
   */
  public static void letBoardRead(String url, String user, String password) {
    try (Connection connection = DriverManager.getConnection(url, user, password);
        Statement statement = connection.createStatement()) {
      statement.execute(sql("reader.sql"));
    } catch (SQLException refused) {
      throw new SchemaException(
          "the role footfall_board could not be given leave to read: " + refused.getMessage(),
          refused);
    }
  }

  /**
   * Makes the role {@code footfall_board} where there is none, and lets it read.
   *
   * @param boardPassword of the role, if it is made; one that is there keeps its own
   * @return whether the role was made
   * @throws SchemaException if the database does not answer or refuses
   */
  public static boolean makeBoardRole(
      String url, String user, String password, String boardPassword) {
    boolean made;
    try (Connection connection = DriverManager.getConnection(url, user, password);
        PreparedStatement missing = connection.prepareStatement(sql("make_reader.sql"))) {
      missing.setString(1, boardPassword);
      try (ResultSet create = missing.executeQuery();
          Statement statement = connection.createStatement()) {
        made = create.next();
        if (made) {
          statement.execute(create.getString(1));
        }
      }
    } catch (SQLException refused) {
      throw new SchemaException(
          "the role footfall_board could not be made: "
              + refused.getMessage()
              + "; let "
              + user
              + " make roles (alter role … createrole), or make it as an administrator",
          refused);
    }
    letBoardRead(url, user, password);
    return made;
  }

  static List<String> bringUpToDate(Connection connection) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      // Held until the transaction ends, however it ends.
      statement.execute("select pg_advisory_xact_lock(" + ADVISORY_LOCK + ")");
      statement.execute(sql("schema_migrations.sql"));
      List<String> missing = applyMissing(connection, statement);
      connection.commit();
      return missing;
    } catch (SQLException | SchemaException failure) {
      connection.rollback();
      throw failure;
    }
  }

  private static List<String> applyMissing(Connection connection, Statement statement)
      throws SQLException {
    Map<String, String> applied = appliedDigests(statement);
    List<String> missing = new ArrayList<>();
    refuseUnknown(applied);
    for (String migration : MIGRATIONS) {
      String sql = sql(migration);
      String digest = applied.get(migration);
      if (digest == null) {
        statement.execute(sql);
        remember(connection, migration, digestOf(sql));
        missing.add(migration);
      } else if (!digest.equals(digestOf(sql))) {
        throw new SchemaException(
            "migration "
                + migration
                + " differs from the one this database was made with; "
                + "an applied migration is never edited: restore it and add a new one");
      }
    }
    return missing;
  }

  private static void refuseUnknown(Map<String, String> applied) {
    for (String migration : applied.keySet()) {
      if (!MIGRATIONS.contains(migration)) {
        throw new SchemaException(
            "this database was made by a newer Footfall (it has migration "
                + migration
                + "); run that version, or use another database");
      }
    }
  }

  private static Map<String, String> appliedDigests(Statement statement) throws SQLException {
    Map<String, String> applied = new LinkedHashMap<>();
    try (ResultSet rows =
        statement.executeQuery("select name, digest from schema_migrations order by name")) {
      while (rows.next()) {
        applied.put(rows.getString(1), rows.getString(2));
      }
    }
    return applied;
  }

  private static void remember(Connection connection, String migration, String digest)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("insert into schema_migrations (name, digest) values (?, ?)")) {
      insert.setString(1, migration);
      insert.setString(2, digest);
      insert.executeUpdate();
    }
  }

  static String sql(String file) {
    try (InputStream resource =
        Objects.requireNonNull(Schema.class.getResourceAsStream("schema/" + file), file)) {
      return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  private static String digestOf(String sql) {
    try {
      // A checkout on Windows may have other line ends; the migration is the same.
      byte[] text = sql.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(text));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every Java has SHA-256", impossible);
    }
  }
}
