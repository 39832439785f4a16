package dev.footfall.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.demo.EmbeddedDatabases;
import dev.footfall.funnel.Funnel;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * No question of the board reads a large table from end to end, nor takes long. The database here
 * is a fiftieth of what {@link BoardScale} fills, where the same questions were measured.
 */
final class BoardSpeedTest {

  private static final List<Funnel> FUNNELS = BoardScale.funnels(8);

  private static EmbeddedDatabase database;

  private static final int COHORTS = 120;

  /** A journey's key begins with its cohort: one unit's are looked up in each. */
  private static final String ONE_UNIT = "-- All journeys of one unit";

  private static final long OF_EACH_COHORT = (long) FUNNELS.size() * COHORTS + 1;

  @BeforeAll
  static void fill(@TempDir Path folder) throws SQLException, IOException {
    database = EmbeddedDatabases.startIn(folder);
    EmbeddedDatabase.Access owner = database.owner();
    try (Connection connection =
        DriverManager.getConnection(owner.url(), owner.user(), owner.password())) {
      BoardScale.fill(connection, FUNNELS, COHORTS, 100);
    }
  }

  @AfterAll
  static void stop() {
    database.close();
  }

  @Test
  void everyQuestionIsAnsweredByAnIndexAndSoon() {
    EmbeddedDatabase.Access reader = database.reader();
    try (HikariDataSource pool =
        BoardDatabase.pool(reader.url(), reader.user(), reader.password())) {
      ExplainedDatabase explained = new ExplainedDatabase(pool);
      BoardScale.askEverything(explained.dataSource(), FUNNELS);
      assertThat(explained.answered()).hasSizeGreaterThan(60);
      assertThat(explained.answered())
          .allSatisfy(
              question -> {
                assertThat(question.tablesReadWhole())
                    .as(question.name())
                    .doesNotContain(
                        "funnel_steps", "funnel_times", "journeys", "report_figures", "alerts");
                assertThat(question.visitsOfATable())
                    .as(question.name())
                    .isLessThan(question.name().startsWith(ONE_UNIT) ? OF_EACH_COHORT : 500);
                assertThat(question.millis()).as(question.name()).isLessThan(200);
              });
      assertThat(explained.answered("-- The totals of many funnels"))
          .hasSize(2)
          .allSatisfy(
              question -> {
                assertThat(question.indexes()).containsExactly("funnel_steps_by_breakdown");
                assertThat(question.rowsPassedOver()).isZero();
              });
      assertThat(explained.answered("-- Time-to-convert buckets"))
          .hasSizeGreaterThan(5)
          .allSatisfy(
              question -> {
                assertThat(question.indexes()).containsExactly("funnel_times_by_breakdown");
                assertThat(question.rowsPassedOver()).isZero();
                assertThat(question.plan().toString())
                    .as("adding up in numeric takes twice as long")
                    .contains("double precision")
                    .doesNotContain("numeric");
              });
    }
  }
}
