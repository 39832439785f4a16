package dev.footfall.demo;

import dev.footfall.table.postgresql.Schema;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import io.zonky.test.db.postgres.util.LinuxUtils;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;

/**
 * A real PostgreSQL of one's own, for this machine only: in a folder, on a free port of the
 * loopback address, open to generated passwords alone. What is in it stays when it stops.
 *
 * <p>It runs as processes of its own, which {@link #close} stops, and the end of the JVM does too.
 * If that never happened (the JVM was killed), the next start in the same folder stops what was
 * left running and goes on with its data.
 *
 * <p>In the folder: {@code data} (the database), {@code postgres} (its programs, unpacked once),
 * {@code postgres.log}, {@code lock}.
 */
public final class EmbeddedDatabase implements AutoCloseable {

  /** What the Maven artifact brings; the folder of another one cannot be read by it. */
  static final String MAJOR_VERSION = "18";

  private static final String NAME = "footfall";

  // A database that was killed replays its log before it answers.
  private static final Duration START_WITHIN = Duration.ofSeconds(60);

  private final EmbeddedPostgres postgres;
  private final EmbeddedDatabasePasswords passwords;
  private final EmbeddedDatabaseFolder folder;
  private volatile Runnable beforeStopping = () -> {};
  private final Thread stopAtExit = new Thread(this::stop, "stop-database");

  private EmbeddedDatabase(
      EmbeddedPostgres postgres,
      EmbeddedDatabasePasswords passwords,
      EmbeddedDatabaseFolder folder) {
    this.postgres = postgres;
    this.passwords = passwords;
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(stopAtExit);
  }

  /**
   * How to log in.
   *
   * @param url for JDBC, without user and password
   */
  public record Access(String url, String user, String password) {

    /** Without the password, which must not reach a log. */
    @Override
    public String toString() {
      return user + " at " + url;
    }
  }

  /**
   * Starts the database of this folder, making it first where there is none. Its tables are up to
   * date then.
   *
   * @throws EmbeddedDatabaseException if it cannot run, with what to do about it: the folder is in
   *     use, the user is root where PostgreSQL refuses root, …
   */
  public static EmbeddedDatabase start(Path folder) {
    return start(folder, folder.resolve("postgres"));
  }

  /** As {@link #start(Path)}, with the unpacked programs elsewhere, so that they can be shared. */
  static EmbeddedDatabase start(Path folder, Path programs) {
    return start(folder, programs, START_WITHIN);
  }

  static EmbeddedDatabase start(Path folder, Path programs, Duration patience) {
    EmbeddedDatabaseFolder locked = EmbeddedDatabaseFolder.lock(folder.toAbsolutePath());
    try {
      refuseRootWhereItCannotWork();
      locked.stopWhatWasLeftRunning();
      locked.setAsideWhatWasNeverFinished();
      locked.refuseAnotherMajorVersion(MAJOR_VERSION);
      return start(locked, programs.toAbsolutePath(), patience);
    } catch (IOException | SQLException | RuntimeException failure) {
      locked.close();
      if (failure instanceof EmbeddedDatabaseException explained) {
        throw explained;
      }
      throw new EmbeddedDatabaseException(
          "The embedded database did not start: "
              + failure
              + ". The end of its log, "
              + locked.log()
              + ":\n"
              + locked.endOfLog()
              + "\nTo go without it, use a PostgreSQL of your own with --db-url.",
          failure);
    }
  }

  private static EmbeddedDatabase start(
      EmbeddedDatabaseFolder folder, Path programs, Duration patience)
      throws IOException, SQLException {
    boolean first = !folder.isFinished();
    EmbeddedDatabasePasswords passwords =
        first
            ? EmbeddedDatabasePasswords.generate()
            : EmbeddedDatabasePasswords.read(folder.data());
    EmbeddedPostgres postgres = launch(folder, programs, patience, passwords);
    EmbeddedDatabase database = new EmbeddedDatabase(postgres, passwords, folder);
    try {
      if (first) {
        database.furnish();
      }
      Access owner = database.owner();
      Schema.bringUpToDate(owner.url(), owner.user(), owner.password());
      return database;
    } catch (IOException | SQLException | RuntimeException failure) {
      database.close();
      throw failure;
    }
  }

  private static EmbeddedPostgres launch(
      EmbeddedDatabaseFolder folder,
      Path programs,
      Duration patience,
      EmbeddedDatabasePasswords passwords)
      throws IOException {
    Files.createDirectories(programs);
    // The library makes this folder, also where it is told to use another one for its programs.
    System.setProperty("ot.epg.working-dir", programs.toString());
    return EmbeddedPostgres.builder()
        .setDataDirectory(folder.data())
        .setCleanDataDirectory(false)
        .setOverrideWorkingDirectory(programs.toFile())
        .setRegisterShutdownHook(false)
        .setPGStartupWait(patience)
        .setConnectConfig("password", passwords.superuser())
        .setLocaleConfig("locale", "C")
        .setServerConfig("listen_addresses", "localhost")
        .setServerConfig("unix_socket_directories", "")
        .setServerConfig("max_connections", "60")
        // The library turns both off, and a database that loses what it confirmed is no place to
        // show that nothing is lost.
        .setServerConfig("fsync", "on")
        .setServerConfig("synchronous_commit", "on")
        .setServerConfig("log_checkpoints", "off")
        .setOutputRedirector(Redirect.appendTo(folder.log().toFile()))
        .setErrorRedirector(Redirect.appendTo(folder.log().toFile()))
        .start();
  }

  /**
   * Makes the roles and the database, and closes the door: up to here the server trusted every user
   * of this machine. The passwords are kept last; they mark the folder as finished.
   */
  private void furnish() throws SQLException, IOException {
    DataSource superuser = postgres.getPostgresDatabase();
    EmbeddedDatabaseSql.run(
        superuser,
        List.of(
            "alter role postgres password '" + passwords.superuser() + "'",
            "create role footfall login password '" + passwords.owner() + "'",
            "create role footfall_board login password '" + passwords.reader() + "'",
            "alter role footfall_board set default_transaction_read_only = on",
            "create database " + NAME + " owner footfall"));
    Access owner = owner();
    Schema.bringUpToDate(owner.url(), owner.user(), owner.password());
    Schema.letBoardRead(owner.url(), owner.user(), owner.password());
    Files.writeString(
        folder.data().resolve("pg_hba.conf"), EmbeddedDatabaseSql.text("pg_hba.conf"));
    EmbeddedDatabaseSql.run(superuser, List.of("select pg_reload_conf()"));
    passwords.write(folder.data());
  }

  /** For the job: owns the tables. */
  public Access owner() {
    return new Access(url(), "footfall", passwords.owner());
  }

  /** For the board: can read the tables and nothing else. */
  public Access reader() {
    return new Access(url(), "footfall_board", passwords.reader());
  }

  private String url() {
    return "jdbc:postgresql://localhost:" + postgres.getPort() + "/" + NAME;
  }

  /**
   * Has something done before the database stops, also when that is because the JVM ends: whoever
   * writes to it should end first.
   */
  void beforeStopping(Runnable what) {
    beforeStopping = what;
  }

  /** Stops the database and frees the folder; its data stays. May be called again. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(stopAtExit);
    } catch (IllegalStateException alreadyAtExit) {
      // Then the hook does the same, and only the first of the two does anything.
    }
    stop();
  }

  private synchronized void stop() {
    beforeStopping.run();
    beforeStopping = () -> {};
    try {
      postgres.close();
    } catch (IOException stillRunning) {
      throw new EmbeddedDatabaseException(
          "The embedded database did not stop; the next start in its folder will stop it",
          stillRunning);
    } finally {
      folder.close();
    }
  }

  private static void refuseRootWhereItCannotWork() {
    if (EmbeddedDatabaseFolder.userIsRoot() && !LinuxUtils.isUnshareAvailable()) {
      throw new EmbeddedDatabaseException(
          "PostgreSQL refuses to run as root, and this machine does not let root step out of its"
              + " role for it (unshare -U). Run Footfall as another user (in Docker: --user 1000),"
              + " or use a PostgreSQL of your own with --db-url.");
    }
  }
}
