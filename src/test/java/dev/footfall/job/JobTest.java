package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.demo.EmbeddedDatabase;
import dev.footfall.event.EventMapping;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.ingest.EventFiles;
import dev.footfall.ingest.Ingest;
import dev.footfall.metric.Emit;
import dev.footfall.table.TableFolder;
import dev.footfall.table.postgresql.Schema;
import dev.footfall.yaml.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobTest {

  @TempDir private Path folder;

  @Test
  void rowsComeOutInPostgreSql() throws Exception {
    Path events = folder.resolve("events.jsonl");
    Files.writeString(
        events,
        """
        {"event":"browse","user":"ann","time":"2026-11-21T10:00:00Z","properties":{"channel":"mail"}}
        {"event":"cart","user":"ann","time":"2026-11-21T10:10:00Z"}
        {"event":"browse","user":"bob","time":"2026-11-21T10:20:00Z"}
        {"event":"help","user":"bob","time":"2026-11-21T10:25:00Z","properties":{"page":"/\\"faq"}}
        not an event
        {"event":"pay","user":"ann","time":"2026-11-21T10:30:00Z"}
        """);
    Path definitions = folder.resolve("funnels.yaml");
    Files.writeString(
        definitions,
        """
        funnels:
          - id: shop
            steps: [browse, cart, pay]
            within: 1h
            cohort: 1h
            breakdowns: [channel]
            engine: cep
        next:
          - {id: shop-next, funnel: shop, last: [page]}
        """);
    Problems problems = new Problems();
    FunnelFile.Content declared =
        FunnelFile.readAll(List.of(definitions), FunnelFile.Use.CONTINUOUS, problems);
    problems.throwIfAny();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(folder.resolve("db"))) {
      EmbeddedDatabase.Access owner = database.owner();
      Schema.bringUpToDate(owner.url(), owner.user(), owner.password());
      StreamExecutionEnvironment environment = LocalFlink.environment(LocalFlink.strict(), 2);
      Map<String, String> variables =
          Map.of(
              "DATABASE_URL", owner.url(),
              "DATABASE_USER", owner.user(),
              "DATABASE_PASSWORD", owner.password());
      Job.assemble(
          environment,
          EventFiles.source(List.of(events.toString()), Optional.empty(), EventMapping.OWN),
          new Ingest.Timing(
              Optional.of(Duration.ofSeconds(30)), Optional.empty(), Duration.ofHours(1)),
          declared,
          Emit.live(500),
          TableFolder.read(
              Path.of("src/main/resources/dev/footfall/table/postgresql"),
              name -> Optional.ofNullable(variables.get(name))));
      environment.execute();
      assertThat(
              query(
                  owner,
                  "SELECT breakdown, value, step, reached, dropped, in_progress, final FROM"
                      + " funnel_steps ORDER BY 1, 2, 3"))
          .containsExactly(
              "||1|2|1|0|t",
              "||2|1|0|0|t",
              "||3|1|0|0|t",
              "channel|(none)|1|1|1|0|t",
              "channel|(none)|2|0|0|0|t",
              "channel|(none)|3|0|0|0|t",
              "channel|mail|1|1|0|0|t",
              "channel|mail|2|1|0|0|t",
              "channel|mail|3|1|0|0|t");
      assertThat(
              query(
                  owner,
                  "SELECT unit, furthest, outcome, breakdown_values FROM journeys ORDER BY 1"))
          .containsExactly(
              "ann|3|converted|{\"channel\":\"mail\"}", "bob|1|dropped|{\"channel\":\"(none)\"}");
      assertThat(
              query(
                  owner,
                  "SELECT unit, next_event, next_time, last_values FROM journeys"
                      + " JOIN unit_next USING (funnel, version, cohort_start, unit) ORDER BY 1"))
          .containsExactly(
              "ann|(nothing)|null|{}", "bob|help|2026-11-21 10:25:00|{\"page\":\"/\\\"faq\"}");
      assertThat(query(owner, "SELECT next_event, count(*) FROM unit_next GROUP BY 1 ORDER BY 1"))
          .isEqualTo(
              query(
                  owner,
                  "SELECT name, sum(units) FROM next_units WHERE part = 'next' AND value = ''"
                      + " GROUP BY 1 ORDER BY 1"))
          .hasSize(2);
      assertThat(query(owner, "SELECT reason FROM rejected_events")).containsExactly("malformed");
    }
  }

  private static List<String> query(EmbeddedDatabase.Access access, String sql) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(access.url(), access.user(), access.password());
        ResultSet result = connection.createStatement().executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int column = 1; column <= result.getMetaData().getColumnCount(); column++) {
          cells.add(result.getString(column));
        }
        rows.add(String.join("|", cells));
      }
      return rows;
    }
  }
}
