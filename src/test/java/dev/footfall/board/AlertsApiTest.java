package dev.footfall.board;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API says of alerts. */
class AlertsApiTest {

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
  void theNewestComeFirstWithWhatMadeThem() {
    assertThat(board.json("api/alerts").get("rows")).isEmpty();
    board.run(AlertRowsToShow.inserts());
    JsonNode answer = board.json("api/alerts");
    assertThat(texts(answer.get("rows"), "unit"))
        .containsExactly("<b>eve</b>", "ann", "=bob", "", "ann");
    JsonNode newest = answer.get("rows").get(0);
    assertThat(newest.get("at").asText()).isEqualTo("2026-11-21T09:40:00Z");
    assertThat(newest.get("events").get(0).get("event").asText()).isEqualTo("payment_error");
    assertThat(newest.get("cohort").isNull()).isTrue();
    JsonNode cohort = answer.get("rows").get(3).get("cohort");
    assertThat(cohort.get("funnel").asText()).isEqualTo("trial");
    assertThat(cohort.get("rate").asDouble()).isEqualTo(0.04);
    assertThat(cohort.get("usual_low").asDouble()).isEqualTo(0.0725);
    assertThat(answer.get("more").asBoolean()).isFalse();
    assertThat(board.json("api/alerts?limit=4").get("more").asBoolean()).isTrue();
    assertThat(board.json("api/alerts?limit=4").get("rows")).hasSize(4);
  }

  @Test
  void eachIsCountedUpToTheNewestOfAll() {
    board.run(AlertRowsToShow.inserts());
    JsonNode alerts = board.json("api/alerts").get("alerts");
    assertThat(texts(alerts, "alert")).containsExactly("cart-left", "trial-conversion", "trouble");
    // One of 30 days ago and more is not counted; one of a day and an hour ago not in the last day.
    assertThat(texts(alerts, "told")).containsExactly("2", "1", "1");
    assertThat(texts(alerts, "last_day")).containsExactly("1", "0", "1");
  }

  @Test
  void oneAlertCanBeAskedFor() {
    board.run(AlertRowsToShow.inserts());
    assertThat(texts(board.json("api/alerts?alert=cart-left").get("rows"), "unit"))
        .containsExactly("ann", "=bob", "ann");
    assertThat(board.json("api/alerts?alert=none").get("rows")).isEmpty();
    assertThat(board.failure("api/alerts?alrt=x"))
        .isEqualTo("400 \"alrt\" is no parameter here; there are alert, limit");
  }

  @Test
  void theFileHasEveryFigureAndNothingThatASpreadsheetWouldRun() {
    board.run(AlertRowsToShow.inserts());
    assertThat(board.get("api/alerts.csv?alert=cart-left").body().lines())
        .hasSize(4)
        .anyMatch(
            line -> line.startsWith("cart-left,v1,Cart left behind,'=bob,2026-11-20T08:00:00Z,"));
    assertThat(board.get("api/alerts.csv?alert=trial-conversion").body())
        .contains(",[],trial,500,20,0.04,0.0725,0.131,14,7000,700");
  }

  private static List<String> texts(JsonNode all, String field) {
    List<String> texts = new ArrayList<>();
    all.forEach(one -> texts.add(one.get(field).asText()));
    return texts;
  }
}
