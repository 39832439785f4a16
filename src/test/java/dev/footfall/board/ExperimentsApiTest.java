package dev.footfall.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API says of experiments. */
class ExperimentsApiTest {

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
  void theLastLookAtEachIsToldWithHowItCameToBe() {
    assertThat(board.json("api/experiments").get("experiments")).isEmpty();
    board.run(ExperimentRowsToShow.inserts());
    List<JsonNode> all = new ArrayList<>();
    board.json("api/experiments").get("experiments").forEach(all::add);
    assertThat(all)
        .extracting(one -> one.get("experiment").asText())
        .containsExactly("same", "short-trial", "uneven");
    JsonNode one = all.get(1);
    assertThat(one.get("watermark").asText()).isEqualTo("2026-11-20T12:00:00Z");
    assertThat(one.get("control").get("matured").asInt()).isEqualTo(6000);
    assertThat(one.get("verdicts")).hasSize(2);
    assertThat(one.get("verdicts").get(0).get("verdict").asText()).isEqualTo("winner");
    assertThat(one.get("verdicts").get(0).get("arm").get("rate").asDouble()).isEqualTo(0.13);
    assertThat(one.get("verdicts").get(1).get("role").asText()).isEqualTo("guardrail");
    assertThat(one.get("looks")).hasSize(5);
    assertThat(one.get("steps")).hasSize(6);
    assertThat(one.get("curves")).hasSize(2);
    JsonNode curve = one.get("curves").get(0);
    assertThat(curve.get("variant").asText()).isEqualTo("a");
    // 66, 62, 58 … 14 of 7,000 a day, for fourteen days.
    JsonNode end = curve.get("points").get(curve.get("points").size() - 1);
    assertThat(end.get("age_ms").asLong()).isEqualTo(14 * 86_400_000L);
    assertThat(end.get("converted").asDouble()).isEqualTo(560 / 7000.0, within(1e-9));
    assertThat(one.get("title").asText()).isEqualTo("A trial of seven days");
    assertThat(all.get(0).get("title").asText()).isEqualTo("same");
    // b has 20 more a day; where nobody is at risk, there is no test.
    assertThat(one.get("log_rank_p").asDouble()).isBetween(1e-20, 1e-10);
    assertThat(all.get(0).get("log_rank_p").isNull()).isTrue();
    assertThat(all.get(2).get("split_p").asDouble()).isLessThan(0.001);
  }

  @Test
  void everyTableIsThereForSpreadsheets() {
    board.run(ExperimentRowsToShow.inserts());
    assertThat(board.get("api/experiments/short-trial/variants.csv").body().lines())
        .hasSize(4)
        .first()
        .asString()
        .startsWith("\uFEFFexperiment,version,variant,metric,role,verdict,exposed,matured,");
    assertThat(board.get("api/experiments/short-trial/variants.csv").body())
        .contains("short-trial,v1,a,,control,,7000,6000,600,0.1,")
        .contains("short-trial,v1,b,purchase,metric,winner,7000,6000,780,0.13,");
    assertThat(board.get("api/experiments/short-trial/steps.csv").body().lines()).hasSize(7);
    assertThat(board.get("api/experiments/short-trial/looks.csv").body().lines()).hasSize(6);
    assertThat(board.get("api/experiments/short-trial/curves.csv").body().lines())
        .hasSizeGreaterThan(28);
    assertThat(board.get("api/experiments/short-trial/all.csv").body())
        .contains("there is variants.csv, looks.csv, curves.csv, steps.csv");
    assertThat(board.get("api/experiments/none/steps.csv").statusCode()).isEqualTo(404);
  }

  /** A look at what was declared anew is the last look, whatever was before. */
  @Test
  void ofAnExperimentThatWasChangedOnlyTheVersionOfNowIsTold() {
    board.run(
        ExperimentRowsToShow.inserts()[0],
        ExperimentRowsToShow.inserts()[0]
            .replace("'v1'", "'v2'")
            .replace("2026-11-16", "2026-11-17"));
    JsonNode all = board.json("api/experiments").get("experiments");
    assertThat(all).hasSize(1);
    assertThat(all.get(0).get("version").asText()).isEqualTo("v2");
    assertThat(all.get(0).get("looks")).hasSize(1);
  }
}
