package dev.footfall.table.postgresql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.table.SinkTables;
import dev.footfall.table.TableFolder;
import dev.footfall.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is wrong with a table of PostgreSQL is said before anything is opened. */
class PostgresqlTableFactoryTest {

  private static final String MEND =
      "; write it like those that come with Footfall, in target/dist/tables";

  private static final String COLUMNS = "place STRING, seen_at TIMESTAMP(3)";
  private static final String KEY = ", PRIMARY KEY (place) NOT ENFORCED";
  private static final String URL = "'url' = 'jdbc:postgresql://x/y'";
  private static final String TABLE = "'table-name' = 'rejected_events'";

  @TempDir private Path folder;

  @Test
  void aTableThatIsRightIsUpdatedInPlace() throws IOException {
    assertThat(
            check(
                COLUMNS + KEY,
                URL
                    + ", "
                    + TABLE
                    + ", 'sink.since-column' = 'seen_at', 'sink.begin-column' = 'seen_at'"))
        .contains("updated in place: rejected_events");
  }

  @Test
  void withoutAKeyRowsWouldDouble() throws IOException {
    assertThat(check(COLUMNS, URL + ", " + TABLE))
        .isEqualTo(
            "the table has no primary key, and what a restart writes again would double; declare"
                + " PRIMARY KEY (…) NOT ENFORCED"
                + MEND);
  }

  @Test
  void theAddressIsOfPostgreSql() throws IOException {
    assertThat(check(COLUMNS + KEY, "'url' = 'jdbc:mysql://x/y', " + TABLE))
        .isEqualTo(
            "'url' is no address of PostgreSQL; write jdbc:postgresql://host/database" + MEND);
  }

  @Test
  void theSinceColumnIsOneOfTheTable() throws IOException {
    assertThat(check(COLUMNS + KEY, URL + ", " + TABLE + ", 'sink.since-column' = 'when'"))
        .isEqualTo("'sink.since-column' is when, which is no column; name one of the table" + MEND);
  }

  @Test
  void theColumnsOfTheGuardGoTogether() throws IOException {
    assertThat(check(COLUMNS + KEY, URL + ", " + TABLE + ", 'sink.since-column' = 'seen_at'"))
        .isEqualTo(
            "'sink.since-column' and 'sink.begin-column' go together; write both or none" + MEND);
  }

  @Test
  void anOptionThatIsMissingOrUnknownIsNamed() throws IOException {
    assertThat(check(COLUMNS + KEY, URL))
        .isEqualTo("One or more required options are missing: table-name" + MEND);
    assertThat(check(COLUMNS + KEY, URL + ", " + TABLE + ", 'sink.patients' = '5min'"))
        .isEqualTo("Unsupported options found for 'footfall-postgresql': sink.patients" + MEND);
  }

  @Test
  void anOptionThatIsNoDurationIsNamed() throws IOException {
    assertThat(check(COLUMNS + KEY, URL + ", " + TABLE + ", 'sink.patience' = 'endless'"))
        .contains("endless");
  }

  /** The one problem without its place, or where there is none what the tables get. */
  private String check(String columns, String options) throws IOException {
    Files.writeString(
        folder.resolve("rejected.sql"),
        "CREATE TABLE rejected_events (%s) WITH ('connector' = 'footfall-postgresql', %s)"
            .formatted(columns, options));
    Problems problems = new Problems();
    String rows =
        SinkTables.check(TableFolder.read(folder, name -> Optional.empty(), problems), problems);
    if (problems.isEmpty()) {
      return rows;
    }
    assertThat(problems.all()).hasSize(1);
    return problems.all().get(0).toString().replaceFirst("^[^:]+:[0-9]+:[0-9]+: ", "");
  }
}
