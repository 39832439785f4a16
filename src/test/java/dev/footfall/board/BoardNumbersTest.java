package dev.footfall.board;

import static dev.footfall.board.BoardStory.COUPON;
import static dev.footfall.board.BoardStory.SHOP;
import static dev.footfall.board.BoardStory.TRIAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.footfall.funnel.Funnel;
import java.io.IOException;
import java.io.StringReader;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is looked at, and however: steps, trend, breakdown, times, lists and files agree. */
final class BoardNumbersTest {

  private static BoardFixture board;

  @BeforeAll
  static void start(@TempDir Path folder) {
    board = BoardFixture.startIn(folder, BoardStory.FUNNELS, Access.OPEN);
    board.tellStory();
  }

  @AfterAll
  static void stop() {
    board.close();
  }

  private record Look(Funnel funnel, String period, boolean closed, String values) {

    String query() {
      return period + "&closed=" + (closed ? "yes" : "no") + values;
    }

    JsonNode totals(JsonNode answer) {
      return answer.path("totals").path(closed ? "closed" : "all");
    }
  }

  private static List<Look> looks() {
    String channel = "&breakdown=channel&top=3";
    return List.of(
        new Look(TRIAL, "last=30d", true, ""),
        new Look(TRIAL, "last=7d", false, channel),
        new Look(TRIAL, "from=2026-10-01&to=2026-11-15", true, channel),
        new Look(TRIAL, "", false, channel + "&without=social"),
        new Look(TRIAL, "last=30d", true, channel + "&without=%28other%29"),
        new Look(TRIAL, "last=90d", true, channel + "&without=social&without=%28other%29"),
        new Look(SHOP, "last=24h", true, "&breakdown=device"),
        new Look(SHOP, "last=7d", false, "&breakdown=device&without=phone"),
        new Look(COUPON, "last=30d", true, "&breakdown=device"));
  }

  @Test
  void allPanelsAgreeHoweverOneLooks() throws IOException {
    for (Look look : looks()) {
      JsonNode answer =
          board.json(
              "api/funnels/%s/steps?%s&compare=yes&histogram=last&limit=0&trends=2"
                  .formatted(look.funnel().id(), look.query()));
      JsonNode totals = look.totals(answer);
      String what = look.toString();
      assertThat(totals.path("entered").asLong()).as(what).isPositive();
      assertAddsUp(totals, what);
      assertTrendAgrees(look, answer, totals, what);
      assertTrendsOfValuesAgree(look, answer, what);
      assertTimesAgree(look, answer, totals, what);
      assertListsAgree(look, answer, totals, what);
      assertFileAgrees(look, totals, what);
      if (look.values().contains("breakdown") && !look.values().contains("without")) {
        assertThat(
                stream(answer.path("values"))
                    .mapToLong(
                        value ->
                            value.path(look.closed() ? "closed" : "all").path("entered").asLong())
                    .sum())
            .as(what)
            .isEqualTo(totals.path("entered").asLong());
      }
      if (!answer.path("before").isNull()) {
        assertAddsUp(
            answer.path("before").path("totals").path(look.closed() ? "closed" : "all"), what);
      }
    }
  }

  private static void assertAddsUp(JsonNode sum, String what) {
    assertThat(
            sum.path("converted").asLong()
                + sum.path("dropped").asLong()
                + sum.path("in_progress").asLong()
                + sum.path("excluded").asLong())
        .as(what)
        .isEqualTo(sum.path("entered").asLong());
    long before = Long.MAX_VALUE;
    for (JsonNode step : sum.path("steps")) {
      for (String rate : List.of("rate_from_start", "rate_from_previous")) {
        assertThat(step.path(rate).asDouble()).as(what).isBetween(0.0, 1.0);
      }
      if (!step.path("optional").asBoolean()) {
        assertThat(step.path("reached").asLong()).as(what).isLessThanOrEqualTo(before);
        before = step.path("reached").asLong();
      }
    }
  }

  private static void assertTrendAgrees(Look look, JsonNode answer, JsonNode totals, String what) {
    for (int step = 0; step < look.funnel().steps().size(); step++) {
      int at = step;
      assertThat(
              stream(answer.path("trend"))
                  .filter(cohort -> cohort.path("final").asBoolean() || !look.closed())
                  .mapToLong(cohort -> cohort.path("reached").path(at).asLong())
                  .sum())
          .as(what)
          .isEqualTo(totals.path("steps").path(step).path("reached").asLong());
    }
  }

  /** Each value's adds up to its steps, and all together are the trend. */
  private static void assertTrendsOfValuesAgree(Look look, JsonNode answer, String what) {
    if (!look.values().contains("breakdown")) {
      assertThat(answer.has("value_trends")).as(what).isFalse();
      return;
    }
    Map<String, Long> together = new TreeMap<>();
    int own = 0;
    for (JsonNode of : answer.path("value_trends")) {
      String name = of.path("value").asText();
      for (int step = 0; step < look.funnel().steps().size(); step++) {
        long reached = 0;
        for (JsonNode cohort : of.path("trend")) {
          long here = cohort.path("reached").path(step).asLong();
          reached += cohort.path("final").asBoolean() || !look.closed() ? here : 0;
          together.merge(cohort.path("cohort_start").asText() + " " + step, here, Long::sum);
        }
        if (!name.equals("(other)")) {
          assertThat(reached)
              .as(what + " " + name)
              .isEqualTo(
                  sumOf(name, look, answer).path("steps").path(step).path("reached").asLong());
        }
      }
      own += name.equals("(other)") ? 0 : 1;
    }
    assertThat(own).as(what).isBetween(1, 2);
    Map<String, Long> trend = new TreeMap<>();
    for (JsonNode cohort : answer.path("trend")) {
      for (int step = 0; step < look.funnel().steps().size(); step++) {
        trend.put(
            cohort.path("cohort_start").asText() + " " + step,
            cohort.path("reached").path(step).asLong());
      }
    }
    assertThat(together).as(what).isEqualTo(trend);
  }

  private static JsonNode sumOf(String value, Look look, JsonNode answer) {
    return stream(answer.path("values"))
        .filter(one -> one.path("value").asText().equals(value))
        .findFirst()
        .orElseThrow()
        .path(look.closed() ? "closed" : "all");
  }

  private static void assertTimesAgree(Look look, JsonNode answer, JsonNode totals, String what) {
    assertThat(
            stream(answer.path("histogram").path(look.closed() ? "closed" : "all"))
                .mapToLong(bin -> bin.path("units").asLong())
                .sum())
        .as(what)
        .isEqualTo(totals.path("converted").asLong());
  }

  /** As the page asks for them: the shown values by name if the others are left out. */
  private static void assertListsAgree(Look look, JsonNode answer, JsonNode totals, String what) {
    StringBuilder values = new StringBuilder();
    if (look.values().contains("without")) {
      boolean isOtherLeftOut = look.values().contains("other");
      values.append("&breakdown=").append(answer.path("breakdown").asText());
      for (JsonNode value : answer.path("values")) {
        String name = value.path("value").asText();
        boolean isLeftOut = look.values().contains("without=" + name);
        if (!name.equals("(other)") && isLeftOut != isOtherLeftOut) {
          values
              .append(isOtherLeftOut ? "&value=" : "&without=")
              .append(URLEncoder.encode(name, StandardCharsets.UTF_8));
        }
      }
    }
    String range =
        "&closed="
            + (look.closed() ? "yes" : "no")
            + (answer.path("from").isNull() ? "" : "&from=" + answer.path("from").asText())
            + (answer.path("to").isNull() ? "" : "&to=" + answer.path("to").asText())
            + values;
    for (JsonNode step : totals.path("steps")) {
      String number = step.path("step").asText();
      assertThat(count(look, "reached=" + number + range))
          .as(what + " reached " + number)
          .isEqualTo(step.path("reached").asLong());
      for (String outcome : List.of("dropped", "in_progress", "excluded")) {
        assertThat(count(look, "step=" + number + "&outcome=" + outcome + range))
            .as(what + " " + outcome + " " + number)
            .isEqualTo(step.path(outcome).asLong());
      }
    }
  }

  private static long count(Look look, String query) {
    return board
        .json("api/funnels/" + look.funnel().id() + "/journeys?limit=1&" + query)
        .path("count")
        .asLong();
  }

  private static void assertFileAgrees(Look look, JsonNode totals, String what) throws IOException {
    String csv =
        board.get("api/funnels/" + look.funnel().id() + "/steps.csv?" + look.query()).body();
    assertThat(csv).as(what).startsWith("\uFEFFfunnel,cohort_start,");
    boolean isByValue = look.values().contains("without");
    long entered = 0;
    for (CSVRecord row : rows(csv)) {
      if (row.get("step").equals("1") && row.get("breakdown").isEmpty() != isByValue) {
        entered += Long.parseLong(row.get("reached"));
      }
    }
    assertThat(entered).as(what).isEqualTo(totals.path("entered").asLong());
  }

  private static List<CSVRecord> rows(String csv) throws IOException {
    return CSVFormat.RFC4180
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(new StringReader(csv.substring(1)))
        .getRecords();
  }

  @ParameterizedTest
  @ValueSource(strings = {"7d", "30d"})
  void theOverviewSaysTheSameAsEachFunnelsPage(String last) {
    for (JsonNode card : board.json("api/overview?last=" + last).path("funnels")) {
      JsonNode page =
          board.json(
              "api/funnels/%s/steps?last=%s&compare=yes&limit=0"
                  .formatted(card.path("funnel").asText(), last));
      for (String sum : List.of("closed", "all")) {
        assertThat(withoutTimes(card.path("totals").path(sum)))
            .isEqualTo(withoutTimes(page.path("totals").path(sum)));
        assertThat(withoutTimes(card.path("before").path("totals").path(sum)))
            .isEqualTo(withoutTimes(page.path("before").path("totals").path(sum)));
      }
      assertThat(card.path("extent")).isEqualTo(page.path("extent"));
    }
  }

  private static String withoutTimes(JsonNode sum) {
    return sum.toString().replaceAll(",\"(median|p90)[a-z_]*\":[a-z0-9]+", "");
  }

  @Test
  void enteredTodayIsWhoEnteredSinceMidnightThere() {
    JsonNode trial = board.json("api/overview").path("funnels").path(0);
    assertThat(trial.path("today").asText()).isEqualTo("2026-11-21");
    assertThat(trial.path("entered_today").asLong())
        .isPositive()
        .isEqualTo(
            board.number(
                "select count(*) from journeys where funnel = 'trial' and entry >= '2026-11-20"
                    + " 16:00'"));
  }

  @Test
  void thePeriodBeforeIsAsLongInDaysOfTheCalendarThoughTheClockChanged() {
    // In Berlin the clock went back on the 25th of October: that day had 25 hours.
    JsonNode answer = board.json("api/funnels/coupon/steps?last=30d&compare=yes&limit=0");
    assertThat(answer.path("from").asText()).isEqualTo("2026-10-21T22:00:00Z");
    assertThat(answer.path("extent").path("closed_until").asText())
        .isEqualTo("2026-11-20T23:00:00Z");
    assertThat(answer.path("before").path("from").asText()).isEqualTo("2026-09-21T22:00:00Z");
    assertThat(answer.path("before").path("to").asText()).isEqualTo("2026-10-21T22:00:00Z");
  }

  @Test
  void theFileOfUnitsHasEveryUnitOnceAndNothingASpreadsheetWouldRun() throws IOException {
    board.insert(
        "insert into journeys values ('referral', '=1+1', ?, ?, ?, 1, 'dropped', '[]', '{}', ?, ?)",
        BoardFixture.start(1),
        BoardFixture.start(2),
        BoardFixture.start(1),
        BoardFixture.STAMP,
        BoardFixture.STAMP);
    assertThat(rows(board.get("api/funnels/referral/journeys.csv").body()))
        .singleElement()
        .satisfies(row -> assertThat(row.get("unit")).isEqualTo("'=1+1"));
    List<CSVRecord> rows =
        rows(board.get("api/funnels/trial/journeys.csv?outcome=converted").body());
    assertThat(rows.stream().map(row -> row.get("unit") + row.get("cohort_start")))
        .doesNotHaveDuplicates()
        .hasSize(
            (int)
                board.number(
                    "select count(*) from journeys where funnel = 'trial' and outcome ="
                        + " 'converted'"));
  }

  private static java.util.stream.Stream<JsonNode> stream(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }
}
