package dev.footfall.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedDatabaseTest {

  private static Path programs;

  private Path temporary;
  private Path folder;

  @BeforeAll
  static void sharePrograms(@TempDir Path shared) {
    programs = shared;
  }

  @BeforeEach
  void nameFolder(@TempDir Path temporary) {
    this.temporary = temporary;
    folder = temporary.resolve("a folder with spaces");
  }

  @Test
  void whatIsWrittenIsThereAfterARestart() throws SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, programs)) {
      run(database.owner(), "create table kept (word text)", "insert into kept values ('流失')");
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, programs)) {
      assertThat(ask(database.owner(), "select word from kept")).isEqualTo("流失");
      assertThat(ask(database.owner(), "show fsync")).isEqualTo("on");
      assertThat(ask(database.owner(), "show synchronous_commit")).isEqualTo("on");
      assertThat(ask(database.owner(), "show server_version_num"))
          .startsWith(EmbeddedDatabase.MAJOR_VERSION);
    }
  }

  @Test
  void theBoardsRoleReadsAndNothingElseAndNobodyEntersWithoutAPassword() throws SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, programs)) {
      EmbeddedDatabase.Access board = database.reader();
      assertThat(ask(board, "select count(*) from journeys")).isEqualTo("0");
      assertThatThrownBy(() -> run(board, "delete from journeys"))
          .hasMessageContaining("read-only transaction");
      assertThatThrownBy(
              () -> run(board, "set default_transaction_read_only = off", "delete from journeys"))
          .hasMessageContaining("permission denied");
      for (String user : List.of("postgres", "footfall", "footfall_board")) {
        assertThatThrownBy(
                () -> run(new EmbeddedDatabase.Access(board.url(), user, "wrong"), "select 1"))
            .hasMessageContaining("password authentication failed");
      }
      assertThat(board).hasToString("footfall_board at " + board.url());
    }
  }

  @Test
  void aKilledProcessLeavesADatabaseThatTheNextStartTakesOver() throws Exception {
    Process killed = EmbeddedDatabaseProcess.command(folder, programs).start();
    EmbeddedDatabaseProcess.awaitLine(killed, List.of(EmbeddedDatabaseProcess.READY));
    long leftRunning = postmasterOf(folder);
    killed.destroyForcibly().waitFor();
    assertThat(ProcessHandle.of(leftRunning)).isPresent();

    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, programs)) {
      assertThat(ProcessHandle.of(leftRunning)).isEmpty();
      assertThat(ask(database.reader(), "select count(*) from funnel_steps")).isEqualTo("0");
    }
  }

  @Test
  void aProcessThatIsToldToEndStopsItsDatabase() throws Exception {
    Process told = EmbeddedDatabaseProcess.command(folder, programs).start();
    EmbeddedDatabaseProcess.awaitLine(told, List.of(EmbeddedDatabaseProcess.READY));
    ProcessHandle postmaster = ProcessHandle.of(postmasterOf(folder)).orElseThrow();
    told.destroy();
    told.waitFor();
    assertThat(postmaster.onExit()).succeedsWithin(Duration.ofSeconds(10));
    assertThat(folder.resolve("data/postmaster.pid")).doesNotExist();
  }

  @Test
  void anotherProgramWithTheNumberOfTheOldServerIsLeftAlone() throws Exception {
    EmbeddedDatabase.start(folder, programs).close();
    Process bystander = new ProcessBuilder("sleep", "60").start();
    try {
      long now = System.currentTimeMillis() / 1000;
      Files.writeString(
          folder.resolve("data/postmaster.pid"),
          bystander.pid() + "\n" + folder.resolve("data") + "\n" + now + "\n1\n\n\n0 0\n");
      try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, programs)) {
        assertThat(ask(database.reader(), "select 1")).isEqualTo("1");
      }
      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroyForcibly();
    }
  }

  @Test
  void aSecondOneInTheSameFolderIsToldSoAndTheFirstIsUnharmed() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, programs)) {
      String inUse = "The database in " + folder + " is in use by ";
      String wayOut =
          ": a second demo cannot share it. Stop the other one, or give this one a folder of its"
              + " own.";
      assertThatThrownBy(() -> EmbeddedDatabase.start(folder, programs))
          .isInstanceOf(EmbeddedDatabaseException.class)
          .hasMessage(inUse + "this process" + wayOut);
      Process second = EmbeddedDatabaseProcess.command(folder, programs).start();
      assertThat(EmbeddedDatabaseProcess.awaitLine(second, List.of("in use", "ready")))
          .isEqualTo(inUse + "process " + ProcessHandle.current().pid() + wayOut);
      second.waitFor();
      assertThat(ask(database.reader(), "select 1")).isEqualTo("1");
    }
  }

  @Test
  void aFirstStartThatWasCutShortIsBegunAgain() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/postgresql.conf"), "half a setting =");
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, programs)) {
      assertThat(ask(database.reader(), "select count(*) from funnel_steps")).isEqualTo("0");
    }
    assertThat(folder.resolve("data-never-finished/postgresql.conf")).exists();
  }

  @Test
  void aFolderThatACopyOpenedToOthersIsClosedAgain() throws Exception {
    assumeThat(folder.getFileSystem().supportedFileAttributeViews()).contains("posix");
    EmbeddedDatabase.start(folder, programs).close();
    Files.setPosixFilePermissions(
        folder.resolve("data"), PosixFilePermissions.fromString("rwxr-xr-x"));
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder, programs)) {
      assertThat(ask(database.reader(), "select 1")).isEqualTo("1");
    }
  }

  @Test
  void theFolderOfAnotherMajorVersionIsRefusedUntouched() throws Exception {
    Files.createDirectories(folder.resolve("data"));
    Files.writeString(folder.resolve("data/PG_VERSION"), "16\n");
    Files.writeString(folder.resolve("data/footfall-passwords"), "a\nb\nc\n");
    assertThatThrownBy(() -> EmbeddedDatabase.start(folder, programs))
        .hasMessage(
            folder.resolve("data")
                + " was made by PostgreSQL 16, and this Footfall brings 18, which cannot read it."
                + " Move the folder away to begin with an empty database.");
  }

  @Test
  void rootWithoutUnshareIsToldWhatToDo() throws Exception {
    assumeThat(EmbeddedDatabaseFolder.userIsRoot()).as("this test needs root").isTrue();
    ProcessBuilder command = EmbeddedDatabaseProcess.command(folder, programs);
    command.environment().put("PATH", temporary.toString());
    Process process = command.start();
    assertThat(EmbeddedDatabaseProcess.awaitLine(process, List.of("root", "ready")))
        .isEqualTo(
            "PostgreSQL refuses to run as root, and this machine does not let root step out of its"
                + " role for it (unshare -U). Run Footfall as another user (in Docker: --user"
                + " 1000), or use a PostgreSQL of your own with --db-url.");
    process.waitFor();
  }

  @Test
  void aFailedStartShowsTheEndOfTheLogAndTheWayOut() throws Exception {
    EmbeddedDatabase.start(folder, programs).close();
    Files.writeString(folder.resolve("data/postgresql.conf"), "no_such_setting = 1\n");
    assertThatThrownBy(() -> EmbeddedDatabase.start(folder, programs, Duration.ofSeconds(3)))
        .hasMessageContaining("unrecognized configuration parameter \"no_such_setting\"")
        .hasMessageEndingWith("use a PostgreSQL of your own with --db-url.");
  }

  private static long postmasterOf(Path folder) throws IOException {
    return Long.parseLong(Files.readAllLines(folder.resolve("data/postmaster.pid")).get(0));
  }

  private static void run(EmbeddedDatabase.Access access, String... statements)
      throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  private static String ask(EmbeddedDatabase.Access access, String question) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(question)) {
      answer.next();
      return answer.getString(1);
    }
  }
}
