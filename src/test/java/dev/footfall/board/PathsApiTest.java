package dev.footfall.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.footfall.metric.TimeBuckets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API says of visits and paths. */
class PathsApiTest {

  private static BoardFixture board;

  @BeforeAll
  static void start(@TempDir Path folder) {
    board = BoardFixture.startIn(folder);
  }

  @AfterAll
  static void stop() {
    board.close();
  }

  @BeforeEach
  void empty() {
    board.empty();
  }

  @Test
  void withoutAReportThereIsNothingAndThatIsSaid() {
    JsonNode none = board.json("api/paths");
    assertThat(none.get("reports")).isEmpty();
    assertThat(none.get("report").isNull()).isTrue();
    assertThat(none.get("visits").get("visits").asInt()).isZero();
  }

  @Test
  void windowsAreAddedUp() {
    board.run(PathRowsToShow.inserts());
    JsonNode all = board.json("api/paths?last=30d");
    assertThat(all.get("reports").get(0).get("report").asText()).isEqualTo("ways");
    assertThat(all.get("reports").get(0).get("title").asText())
        .isEqualTo("Ways through the product (用户路径)");
    assertThat(all.get("sentence").get("en").asText()).startsWith("Visits of users (any event)");
    assertThat(all.get("sentence").get("zh-CN").asText()).startsWith("用户的访问（任意事件）");
    assertThat(all.get("from").asText()).isEqualTo("2026-11-19T00:00:00Z");
    assertThat(all.get("to").asText()).isEqualTo("2026-11-21T00:00:00Z");
    assertThat(all.get("is_final").asBoolean()).isFalse();
    assertThat(all.get("breakdown").asText()).isEqualTo("channel");
    assertThat(all.get("values")).extracting(JsonNode::asText).containsExactly("web", "social");
    assertThat(all.get("visits").get("visits").asInt()).isEqualTo(370);
    assertThat(all.get("visits").get("bounces").asInt()).isEqualTo(100);
    // 100 visits of no time, 70 of three minutes, 200 of five.
    assertThat(all.get("visits").get("median_ms").asLong()).isEqualTo(300_000);
    JsonNode browse = all.get("stops").get(1);
    assertThat(browse.get("stop").asText()).isEqualTo("browse");
    assertThat(browse.get("times").asInt()).isEqualTo(270);
    assertThat(browse.get("entries").asInt()).isEqualTo(70);
    assertThat(browse.get("median_dwell_ms").asLong()).isEqualTo(240_000);
    assertThat(browse.get("p90_dwell_ms").asLong()).isEqualTo(240_000);
    assertThat(browse.get("average_dwell_ms").asLong()).isEqualTo(240_000);
    assertFlowsAddUp(all);
    assertAddsUpToTheRows(all, "");
  }

  /** What is told of a report is what its rows say, and its parts agree with each other. */
  private static void assertAddsUpToTheRows(JsonNode answer, String value) {
    String rows =
        "select sum(amount) from report_figures where value = '" + value + "' and part = ";
    long visits = answer.get("visits").get("visits").asLong();
    assertThat(visits).isEqualTo(board.number(rows + "'visit'"));
    assertThat(sumOf(answer.get("stops"), "entries")).isEqualTo(visits);
    assertThat(sumOf(answer.get("stops"), "exits")).isEqualTo(visits);
    assertThat(sumOf(answer.get("stops"), "times")).isEqualTo(board.number(rows + "'stop'"));
    assertThat(sumOf(answer.get("flows"), "paths")).isEqualTo(board.number(rows + "'flow'"));
    long begun = 0;
    for (JsonNode flow : answer.get("flows")) {
      begun += flow.get("position").asInt() == 0 ? flow.get("paths").asLong() : 0;
    }
    assertThat(begun).isEqualTo(visits);
  }

  private static JsonNode stop(JsonNode answer, String name) {
    for (JsonNode stop : answer.get("stops")) {
      if (stop.get("stop").asText().equals(name)) {
        return stop;
      }
    }
    throw new AssertionError("no stop " + name + " in " + answer);
  }

  private static long sumOf(JsonNode all, String field) {
    long sum = 0;
    for (JsonNode one : all) {
      sum += one.get(field).asLong();
    }
    return sum;
  }

  @Test
  void theFilesHaveWhatIsTold() {
    board.run(PathRowsToShow.inserts());
    JsonNode web = board.json("api/paths?value=web&last=30d");
    List<String> flows =
        board.get("api/paths/flows.csv?value=web&last=30d").body().lines().toList();
    assertThat(flows.get(0))
        .isEqualTo("\uFEFFreport,value,from,to,position,from_name,to_name,paths");
    assertThat(flows).hasSize(1 + web.get("flows").size());
    assertThat(flows)
        .contains("ways,web,2026-11-19T00:00:00Z,2026-11-21T00:00:00Z,1,home,browse,120");
    assertThat(board.get("api/paths/stops.csv").body().lines())
        .contains(
            "ways,,2026-11-19T00:00:00Z,2026-11-21T00:00:00Z,browse,270,70,0,240000,240000,240000");
    assertThat(board.failure("api/paths/ways.csv"))
        .isEqualTo("404 There is no table \"ways\" of paths; there are flows, stops");
    assertThat(board.failure("api/paths/flows.csv?limit=1")).startsWith("400 ");
  }

  @Test
  void theNewestWindowAloneOrOneValueCanBeAskedFor() {
    board.run(PathRowsToShow.inserts());
    JsonNode day = board.json("api/paths?last=24h");
    assertThat(day.get("from").asText()).isEqualTo("2026-11-20T00:00:00Z");
    assertThat(day.get("visits").get("visits").asInt()).isEqualTo(185);
    JsonNode web = board.json("api/paths?report=ways&value=web&last=30d");
    assertThat(web.get("visits").get("visits").asInt()).isEqualTo(210);
    // How times are spread is kept of all users alone; their sum is kept of each value.
    JsonNode home = stop(web, "home");
    assertThat(home.get("median_dwell_ms").isNull()).isTrue();
    assertThat(home.get("p90_dwell_ms").isNull()).isTrue();
    assertThat(home.get("average_dwell_ms").asLong()).isEqualTo(60_000);
    assertAddsUpToTheRows(web, "web");
    assertFlowsAddUp(web);
  }

  @Test
  void anUnknownReportIsSaidToBeNone() {
    board.run(PathRowsToShow.inserts());
    assertThat(board.get("api/paths?report=way").statusCode()).isEqualTo(404);
    assertThat(board.get("api/paths?report=way").body()).contains("there is ways");
  }

  @Test
  void bucketsOfTimesAreTheSameInTheDatabaseAsInTheJob() {
    for (int bucket : List.of(0, 1, 50, 51, 52, 100, 300, 700, 900)) {
      assertThat(board.number("select up_to_ms from time_buckets where bucket = " + bucket))
          .isEqualTo(TimeBuckets.upTo(bucket));
    }
    // Of the longest visit there may be, 366 days.
    int last = TimeBuckets.bucketOf(366 * 86_400_000L);
    assertThat(board.number("select count(*) from time_buckets where bucket = " + last)).isOne();
  }

  private static void assertFlowsAddUp(JsonNode answer) {
    Map<String, Long> in = new TreeMap<>();
    Map<String, Long> out = new TreeMap<>();
    List<JsonNode> flows = new ArrayList<>();
    answer.get("flows").forEach(flows::add);
    assertThat(flows).hasSizeGreaterThan(5);
    for (JsonNode flow : flows) {
      int position = flow.get("position").asInt();
      if (!flow.get("from").asText().startsWith("(")) {
        out.merge(position + flow.get("from").asText(), flow.get("paths").asLong(), Long::sum);
      }
      if (!flow.get("to").asText().startsWith("(")) {
        in.merge(position + 1 + flow.get("to").asText(), flow.get("paths").asLong(), Long::sum);
      }
    }
    assertThat(in).isEqualTo(out);
  }
}
