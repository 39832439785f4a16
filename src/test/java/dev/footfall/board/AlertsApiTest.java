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
    assertThat(answer.get("next").isNull()).isTrue();
  }

  @Test
  void aPageBeginsWhereTheOneBeforeEndedWhateverCameMeanwhile() {
    board.run(AlertRowsToShow.inserts());
    // Of the same moment as ann's: told apart by the unit, and by the version alone.
    board.run(copy("version, 'anne', at", "unit = 'ann' and at > '2026-11-01'"));
    board.run(copy("'v2', unit, at", "unit = 'anne'"));
    JsonNode whole = board.json("api/alerts");
    List<String> seen = new ArrayList<>();
    JsonNode page = board.json("api/alerts?limit=2");
    assertThat(page.get("alerts")).hasSize(3);
    page.get("rows").forEach(row -> seen.add(row.toString()));
    while (!page.get("next").isNull()) {
      board.run(copy("version, 'new', at + interval '1 day'", "at = (select max(at) from alerts)"));
      page = board.json("api/alerts?limit=2&after=" + page.get("next").asText());
      assertThat(page.get("alerts")).isEmpty();
      page.get("rows").forEach(row -> seen.add(row.toString()));
    }
    List<String> all = new ArrayList<>();
    whole.get("rows").forEach(row -> all.add(row.toString()));
    assertThat(seen).hasSize(7).isEqualTo(all);
    assertThat(board.failure("api/alerts?after=x")).startsWith("400 after= is no place in a list");
  }

  /** Another row of what is chosen, with another version, unit and time. */
  private static String copy(String versionUnitAndTime, String chosen) {
    return "insert into alerts select alert, "
        + versionUnitAndTime
        + ", title, began, ended, events, funnel, entered, converted, rate, usual_low, usual_high,"
        + " cohorts_before, entered_before, converted_before, updated_at from alerts where "
        + chosen;
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
        .isEqualTo("400 \"alrt\" is no parameter here; there are alert, after, limit");
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

  @Test
  void whatWasToldInTheLastDayOfEventTimeNeedsALook() {
    assertThat(board.json("api/attention").get("alerts")).isEmpty();
    board.run(AlertRowsToShow.inserts());
    // Nothing tells how far event time has come: up to the newest of all.
    assertThat(texts(board.json("api/attention").get("alerts"), "alert"))
        .containsExactly("trouble", "cart-left");
    board.run(AlertRowsToShow.cohortOfLate());
    JsonNode late = board.json("api/attention").get("alerts");
    assertThat(texts(late, "alert")).containsExactly("trial-conversion", "trouble", "cart-left");
    assertThat(texts(late, "times")).containsExactly("1", "1", "1");
    assertThat(late.get(0).get("cohort").get("rate").asDouble()).isEqualTo(0.0714);
    assertThat(late.get(2).get("at").asText()).isEqualTo("2026-11-21T09:30:00Z");
    board.cohort(
        BoardFixture.TRIAL,
        20,
        null,
        "",
        false,
        BoardFixture.dropped(1),
        BoardFixture.dropped(1),
        1);
    board.run("update funnel_steps set watermark = '2026-11-22 09:35'");
    JsonNode answer = board.json("api/attention");
    assertThat(answer.get("watermark").asText()).isEqualTo("2026-11-22T09:35:00Z");
    assertThat(texts(answer.get("alerts"), "alert")).containsExactly("trouble");
    board.run("update funnel_steps set watermark = '2026-11-23'");
    assertThat(board.json("api/attention").get("alerts")).isEmpty();
  }

  @Test
  void experimentsOfWhichSomethingIsToBeDecidedOrMendedNeedALook() {
    board.run(ExperimentRowsToShow.inserts());
    assertThat(reasons()).containsExactly("short-trial winner b", "uneven sample_ratio_mismatch b");
    board.run("update experiment_verdicts set planned = 12000 where experiment = 'same'");
    assertThat(reasons())
        .containsExactly(
            "short-trial winner b", "same planned_reached b", "uneven sample_ratio_mismatch b");
    board.run(
        "update experiment_verdicts set verdict = case role when 'guardrail' then 'breached' else"
            + " 'guardrail_breach' end where experiment = 'short-trial'",
        "update experiment_verdicts set final = true where experiment = 'same'",
        "delete from experiment_verdicts where experiment = 'uneven'");
    assertThat(reasons()).containsExactly("short-trial breached b", "same over b");
  }

  private static List<String> reasons() {
    List<String> reasons = new ArrayList<>();
    board
        .json("api/attention")
        .get("experiments")
        .forEach(
            one ->
                one.get("reasons")
                    .forEach(
                        reason ->
                            reasons.add(
                                one.get("experiment").asText()
                                    + " "
                                    + reason.get("reason").asText()
                                    + " "
                                    + reason.get("variant").asText())));
    return reasons;
  }

  private static List<String> texts(JsonNode all, String field) {
    List<String> texts = new ArrayList<>();
    all.forEach(one -> texts.add(one.get(field).asText()));
    return texts;
  }
}
