package dev.footfall.board;

import static dev.footfall.board.BoardFixture.SHOP;
import static dev.footfall.board.BoardFixture.STAMP;
import static dev.footfall.board.BoardFixture.TRIAL;
import static dev.footfall.board.BoardFixture.dropped;
import static dev.footfall.board.BoardFixture.left;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StepsApiTest {

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
  void cohortsThatLackWhatWasBeforeTheirFunnelAreCountedApart() {
    board.cohort(TRIAL, 1, null, "", true, dropped(40), left(40, 0, 5), 15);
    board.cohort(TRIAL, 2, null, "", false, left(1, 20, 0), left(0, 6, 0), 3);
    assertThat(board.json("api/funnels/trial/steps").at("/totals/all/partial_cohorts").asInt())
        .isZero();
    board.run("update funnel_steps set since = cohort_start + interval '1 hour' where not final");
    assertThat(board.json("api/funnels/trial/steps").at("/totals/all/partial_cohorts").asInt())
        .isEqualTo(1);
    assertThat(board.json("api/funnels/trial/steps").at("/totals/closed/partial_cohorts").asInt())
        .isZero();
  }

  @Test
  void countsAreAddedUpOverCohortsAndRatesAreThoseOfTheSums() {
    board.cohort(TRIAL, 1, null, "", true, dropped(40), left(40, 0, 5), 15);
    board.cohort(TRIAL, 2, null, "", true, dropped(0), dropped(10), 0);
    board.cohort(TRIAL, 3, null, "", false, left(1, 20, 0), left(0, 6, 0), 3);

    JsonNode totals = board.json("api/funnels/trial/steps").path("totals");

    assertThat(without(totals.path("closed"), "steps"))
        .isEqualTo(
            "{\"cohorts\":2,\"partial_cohorts\":0,\"entered\":110,\"converted\":15,\"dropped\":90,\"in_progress\":0,"
                + "\"excluded\":5,\"rate\":0.13636363636363635}");
    assertThat(without(totals.path("all"), "steps"))
        .isEqualTo(
            "{\"cohorts\":3,\"partial_cohorts\":0,\"entered\":140,\"converted\":18,\"dropped\":91,\"in_progress\":26,"
                + "\"excluded\":5,\"rate\":0.12857142857142856}");
    assertThat(lines(totals.path("closed").path("steps")))
        .containsExactly(
            step(1, "register", false, 110, 40, 0, 0, "1.0", "null"),
            step(2, "trial", false, 70, 50, 0, 5, "0.6363636363636364", "0.6363636363636364"),
            step(3, "purchase", false, 15, 0, 0, 0, "0.13636363636363635", "0.21428571428571427"));
  }

  @Test
  void everySumHoldsEnteredEqualsConvertedDroppedInProgressAndExcluded() {
    for (int day = 1; day <= 9; day++) {
      board.cohort(TRIAL, day, null, "", day < 5, left(day, 2, 1), left(3, day, 2), day * 7L);
      board.cohort(TRIAL, day, "channel", "a", day < 5, left(day, 2, 1), dropped(1), day);
      board.cohort(TRIAL, day, "channel", "b", day < 5, dropped(0), left(2, day, 2), day * 6L);
    }
    JsonNode answer = board.json("api/funnels/trial/steps?breakdown=channel");
    List<JsonNode> sums = new ArrayList<>();
    sums.add(answer.path("totals"));
    answer.path("values").forEach(sums::add);
    assertThat(sums).hasSize(3);
    for (JsonNode both : sums) {
      for (JsonNode sum : List.of(both.path("closed"), both.path("all"))) {
        assertThat(
                sum.path("converted").asLong()
                    + sum.path("dropped").asLong()
                    + sum.path("in_progress").asLong()
                    + sum.path("excluded").asLong())
            .isEqualTo(sum.path("entered").asLong())
            .isPositive();
      }
    }
  }

  @Test
  void onlyTheVersionThatGoesOnIsCounted() {
    board.cohort(TRIAL, 1, null, "", true, dropped(7), dropped(0), 0);
    board.run("update funnel_steps set version = 'old'");
    board.cohort(TRIAL, 1, null, "", true, dropped(3), dropped(0), 1);
    board.run(
        "update funnel_steps set version = 'new', updated_at = '2026-11-21 10:00:05' where version ="
            + " ''");
    assertThat(board.json("api/funnels/trial/steps").findValue("closed").path("entered").asLong())
        .as("where nothing is said, the one that was written last")
        .isEqualTo(4);
    board.run(
        "insert into funnel_versions values ('trial', 'old', 'active', '', '', '2026-11-01')",
        "insert into funnel_versions values ('trial', 'new', 'active', '', '', '2026-11-02')");
    try {
      for (String path : List.of("api/funnels/trial/steps", "api/overview")) {
        assertThat(board.json(path).findValue("closed").path("entered").asLong())
            .as(path)
            .isEqualTo(4);
      }
      board.run("update funnel_versions set state = 'superseded' where version = 'new'");
      assertThat(board.json("api/funnels/trial/steps").findValue("closed").path("entered").asLong())
          .isEqualTo(7);
    } finally {
      board.run("delete from funnel_versions");
    }
  }

  @Test
  void whereNobodyCameThereIsNoRate() {
    board.cohort(TRIAL, 1, null, "", false, dropped(3), dropped(0), 0);
    JsonNode totals = board.json("api/funnels/trial/steps").path("totals");
    assertThat(without(totals.path("closed"), "steps"))
        .isEqualTo(
            "{\"cohorts\":0,\"partial_cohorts\":0,\"entered\":0,\"converted\":0,\"dropped\":0,\"in_progress\":0,"
                + "\"excluded\":0,\"rate\":null}");
    assertThat(lines(totals.path("closed").path("steps")))
        .containsExactly(
            step(1, "register", false, 0, 0, 0, 0, "null", "null"),
            step(2, "trial", false, 0, 0, 0, 0, "null", "null"),
            step(3, "purchase", false, 0, 0, 0, 0, "null", "null"));
    assertThat(lines(totals.path("all").path("steps")))
        .containsExactly(
            step(1, "register", false, 3, 3, 0, 0, "1.0", "null"),
            step(2, "trial", false, 0, 0, 0, 0, "0.0", "0.0"),
            step(3, "purchase", false, 0, 0, 0, 0, "0.0", "null"));
  }

  @Test
  void ratesSkipAnOptionalStep() {
    board.stepRow(SHOP, 1, null, "", 1, 100, dropped(80), true, STAMP);
    board.stepRow(SHOP, 1, null, "", 2, 5, dropped(0), true, STAMP);
    board.stepRow(SHOP, 1, null, "", 3, 20, dropped(0), true, STAMP);
    JsonNode closed = board.json("api/funnels/shop/steps").path("totals").path("closed");
    assertThat(closed.path("rate").asDouble()).isEqualTo(0.2);
    assertThat(lines(closed.path("steps")))
        .containsExactly(
            step(1, "cart", false, 100, 80, 0, 0, "1.0", "null"),
            step(2, "coupon", true, 5, 0, 0, 0, "0.05", "0.05"),
            step(3, "pay", false, 20, 0, 0, 0, "0.2", "0.2"));
  }

  @Test
  void mediansComeFromTheUnitsOfAllCohortsAndAreNotAveraged() {
    board.cohort(TRIAL, 1, null, "", true, dropped(0), dropped(0), 9);
    board.cohort(TRIAL, 2, null, "", true, dropped(0), dropped(0), 1);
    board.cohort(TRIAL, 3, null, "", false, dropped(0), dropped(0), 10);
    board.times(TRIAL, 1, "", "", 2, "previous", 989, 1010, 9, true);
    board.times(TRIAL, 2, "", "", 2, "previous", 989_999, 1_010_000, 1, true);
    board.times(TRIAL, 3, "", "", 2, "previous", 99, 100, 10, false);
    board.times(TRIAL, 1, "", "", 2, "entry", 0, 1, 9, true);
    board.times(TRIAL, 2, "", "", 2, "entry", -1, 0, 0, true);

    JsonNode totals = board.json("api/funnels/trial/steps").path("totals");

    JsonNode closed = totals.path("closed").path("steps").path(1);
    assertThat(closed.path("median_ms").asLong()).isEqualTo(1000);
    assertThat(closed.path("p90_ms").asLong()).isEqualTo(1000 + 99_900);
    assertThat(closed.path("median_from_entry_ms").asLong()).isEqualTo(1);
    JsonNode all = totals.path("all").path("steps").path(1);
    assertThat(all.path("median_ms").asLong()).isEqualTo((100 + 1000) / 2);
    assertThat(totals.path("all").path("steps").path(2).path("median_ms").isNull()).isTrue();
  }

  @Test
  void unitsThatTookTheSameTimeTellIt() {
    board.cohort(TRIAL, 1, null, "", true, dropped(0), dropped(0), 1);
    board.cohort(TRIAL, 2, null, "", true, dropped(0), dropped(0), 2);
    board.times(TRIAL, 1, 2, "previous", 59_852, 61_035, 1, 60_000);
    board.times(TRIAL, 2, 2, "previous", 59_852, 61_035, 2, 2 * 60_000);

    JsonNode totals = board.json("api/funnels/trial/steps").path("totals");

    JsonNode closed = totals.path("closed").path("steps").path(1);
    assertThat(closed.path("median_ms").asLong()).isEqualTo(60_000);
    assertThat(closed.path("p90_ms").asLong()).isEqualTo(60_000);
  }

  @Test
  void aRangeTakesCohortsByTheirStartAndADateBeginsInTheFunnelsZone() {
    for (int day = 1; day <= 5; day++) {
      board.cohort(TRIAL, day, null, "", true, dropped(0), dropped(0), 1);
    }
    assertThat(starts("api/funnels/trial/steps?from=2026-11-02&to=2026-11-04"))
        .containsExactly("2026-11-01T16:00:00Z", "2026-11-02T16:00:00Z");
    assertThat(starts("api/funnels/trial/steps?from=2026-11-03T16:00:00Z"))
        .containsExactly("2026-11-03T16:00:00Z", "2026-11-04T16:00:00Z");
    assertThat(starts("api/funnels/trial/steps?to=2026-11-01T00:00:00.001+08:00"))
        .containsExactly("2026-10-31T16:00:00Z");
  }

  @Test
  void rowsAreThoseOfEveryOtherFormat() {
    board.cohort(TRIAL, 1, null, "", true, dropped(1), dropped(0), 1);
    board.cohort(TRIAL, 1, "channel", "web", true, dropped(1), dropped(0), 1);
    JsonNode rows = board.json("api/funnels/trial/steps?breakdown=channel").path("rows");
    assertThat(lines(rows))
        .containsExactly(
            row("null", "null", 1, "register", 2, 1),
            row("null", "null", 2, "trial", 1, 0),
            row("null", "null", 3, "purchase", 1, 0),
            row("\"channel\"", "\"web\"", 1, "register", 2, 1),
            row("\"channel\"", "\"web\"", 2, "trial", 1, 0),
            row("\"channel\"", "\"web\"", 3, "purchase", 1, 0));
    assertThat(
            lines(board.json("api/funnels/trial/steps?breakdown=channel&rows=totals").path("rows")))
        .hasSize(3);
    JsonNode few = board.json("api/funnels/trial/steps?breakdown=channel&limit=3");
    assertThat(lines(few.path("rows"))).hasSize(3);
    assertThat(few.path("rows_left_off").asLong()).isEqualTo(3);
  }

  @Test
  void valuesBeyondTheTopStandTogether() {
    for (int i = 0; i < 6; i++) {
      board.cohort(TRIAL, 1, "channel", "c" + i, true, dropped(i), dropped(0), 1);
    }
    board.cohort(TRIAL, 1, "channel", "(other)", true, dropped(100), dropped(0), 0);
    board.times(TRIAL, 1, "channel", "c0", 2, "previous", 10, 11, 1, true);
    board.times(TRIAL, 1, "channel", "c1", 2, "previous", 12, 13, 1, true);

    JsonNode answer = board.json("api/funnels/trial/steps?breakdown=channel&top=4");

    List<String> values = new ArrayList<>();
    answer
        .path("values")
        .forEach(
            value ->
                values.add(
                    value.path("value").asText()
                        + " "
                        + value.path("closed").path("entered")
                        + " "
                        + value.path("closed").path("converted")
                        + " "
                        + value.path("closed").path("steps").path(1).path("median_ms")));
    assertThat(values)
        .containsExactly(
            "c5 6 1 null", "c4 5 1 null", "c3 4 1 null", "c2 3 1 null", "(other) 103 2 12");
    assertThat(answer.path("values_together").asInt()).isEqualTo(2);
  }

  @Test
  void rowsThatNobodyEnteredAreAsIfTheyWereNotThere() {
    board.cohort(TRIAL, 1, "channel", "web", true, dropped(0), dropped(0), 0);
    board.cohort(TRIAL, 1, "channel", "app", true, dropped(0), dropped(0), 1);
    JsonNode answer = board.json("api/funnels/trial/steps?breakdown=channel");
    assertThat(answer.path("values")).hasSize(1);
    assertThat(lines(answer.path("rows"))).hasSize(3);
  }

  @Test
  void aSetCaughtHalfwayThroughItsWritingIsReadAgainUntilItIsWhole() {
    board.cohort(TRIAL, 1, null, "", false, dropped(5), dropped(4), 3);
    board.run(
        "update funnel_steps set reached = 20, updated_at = '2026-11-21 10:00:05' where step = 1");
    CompletableFuture<Void> secondHalf =
        CompletableFuture.runAsync(
            () ->
                board.run(
                    "update funnel_steps set updated_at = '2026-11-21 10:00:05',"
                        + " dropped = case step when 1 then 13 else dropped end"),
            CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS));

    JsonNode answer = board.json("api/funnels/trial/steps");

    secondHalf.join();
    assertThat(without(answer.path("totals").path("all"), "steps"))
        .isEqualTo(
            "{\"cohorts\":1,\"partial_cohorts\":0,\"entered\":20,\"converted\":3,\"dropped\":17,\"in_progress\":0,"
                + "\"excluded\":0,\"rate\":0.15}");
    assertThat(answer.path("sets_left_out").asInt()).isZero();
  }

  @Test
  void aSetThatStaysHalfWrittenIsLeftOutAndToldOfAndWaitedForOnce() {
    board.cohort(TRIAL, 1, null, "", true, dropped(5), dropped(4), 3);
    board.cohort(TRIAL, 2, null, "", true, dropped(1), dropped(0), 0);
    board.run(
        "update funnel_steps set watermark = '2026-11-21 10:00:05'"
            + " where cohort_start = '2026-10-31 16:00' and step = 3");
    board.json("api/funnels/trial/steps");

    long began = System.nanoTime();
    JsonNode answer = board.json("api/funnels/trial/steps");

    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(1));
    assertThat(answer.path("sets_left_out").asInt()).isEqualTo(1);
    assertThat(answer.path("totals").path("all").path("entered").asLong()).isEqualTo(1);
  }

  @Test
  void rowsOfAnEarlierDefinitionWithOtherStepsAreLeftOut() {
    board.cohort(TRIAL, 1, null, "", true, dropped(1), dropped(0), 1);
    board.stepRow(TRIAL, 1, null, "", 4, 1, dropped(0), true, STAMP);
    JsonNode answer = board.json("api/funnels/trial/steps");
    assertThat(answer.path("sets_left_out").asInt()).isEqualTo(1);
    assertThat(answer.path("rows")).isEmpty();
  }

  @Test
  void theExtentSaysUntilWhenCohortsAreClosedWhateverTheRange() {
    board.cohort(TRIAL, 1, null, "", true, dropped(1), dropped(0), 0);
    board.cohort(TRIAL, 2, null, "", true, dropped(1), dropped(0), 0);
    board.cohort(TRIAL, 3, null, "", false, dropped(1), dropped(0), 0);
    assertThat(board.json("api/funnels/trial/steps?from=2027-01-01").path("extent"))
        .hasToString(
            "{\"first_cohort\":\"2026-10-31T16:00:00Z\",\"last_end\":\"2026-11-03T16:00:00Z\","
                + "\"closed_until\":\"2026-11-02T16:00:00Z\","
                + "\"watermark\":\"2026-11-21T10:00:00Z\",\"last_write\":\"2026-11-21T10:00:00Z\"}");
  }

  @Test
  void hostileValuesComeBackAsTheyWentIn() {
    List<String> hostile =
        List.of(
            "'; drop table funnel_steps; --", "<script>alert(1)</script>", "\"\\\n\t% _", "流失🙂");
    for (String value : hostile) {
      board.cohort(TRIAL, 1, "channel", value, true, dropped(1), dropped(0), 0);
    }
    List<String> values = new ArrayList<>();
    board
        .json("api/funnels/trial/steps?breakdown=channel")
        .path("values")
        .forEach(value -> values.add(value.path("value").asText()));
    assertThat(values).containsExactlyInAnyOrderElementsOf(hostile);
  }

  @Test
  void whatCannotBeAnsweredIsRefusedWithAWayOut() {
    assertThat(board.failure("api/funnels/nosuch/steps"))
        .isEqualTo("404 There is no funnel \"nosuch\"; there is shop, trial");
    assertThat(board.failure("api/funnels/x'%3B%20drop%20table%20journeys/steps"))
        .isEqualTo("404 There is no funnel \"x'; drop table journeys\"; there is shop, trial");
    assertThat(board.failure("api/funnels/trial/steps?breakdown=colour"))
        .isEqualTo("400 Funnel trial has no breakdown \"colour\"; it has channel, variant");
    assertThat(board.failure("api/funnels/trial/steps?from=yesterday"))
        .isEqualTo(
            "400 from= \"yesterday\" is no time; write 2026-11-21T10:00:00Z, or 2026-11-21 for"
                + " midnight in the funnel's time zone");
    assertThat(board.failure("api/funnels/trial/steps?from=2026-11-02&to=2026-11-01"))
        .isEqualTo(
            "400 from= must be before to=, and they are 2026-11-01T16:00:00Z and"
                + " 2026-10-31T16:00:00Z");
    assertThat(board.failure("api/funnels/trial/steps?form=2026-11-02"))
        .isEqualTo(
            "400 \"form\" is no parameter here; there are from, to, last, closed,"
                + " breakdown, without, rows, limit, top, compare, histogram, measure,"
                + " trends");
    assertThat(board.failure("api/funnels/trial/steps?limit=1000000"))
        .isEqualTo("400 limit= \"1000000\" should be a whole number from 0 to 50000");
    assertThat(board.failure("api/nothing"))
        .isEqualTo(
            "404 There is nothing here; there are /, /api/funnels, /api/overview,"
                + " /api/funnels/{id}/steps, /api/funnels/{id}/journeys, /api/units,"
                + " /api/experiments, /api/attention, /api/alerts, /api/paths, /api/reports,"
                + " /api/health and /api/live");
  }

  @Test
  void whatIsToBeKnownOfATrendIsToldInOrder() {
    for (String version : List.of("v1", "v2")) {
      board.cohort(TRIAL, 20, null, "", true, dropped(1), dropped(0), 0);
      board.run(
          "update funnel_steps set version = '%s', since = '%s' where version = ''"
              .formatted(version, version.equals("v1") ? "1970-01-01" : "2026-10-23 05:00"),
          "insert into funnel_versions values ('trial', '%s', 'active', '', '', '2026-11-21')"
              .formatted(version));
    }
    JsonNode answer = board.json("api/funnels/trial/notes");
    board.run("truncate funnel_versions");
    List<String> notes = new ArrayList<>();
    answer
        .get("notes")
        .forEach(
            note ->
                notes.add(
                    note.get("at").asText()
                        + " "
                        + note.get("kind").asText()
                        + " "
                        + note.get("text").asText()));
    assertThat(notes)
        .containsExactly(
            "2025-01-01T00:00:00Z note Long <b>ago</b>",
            "2026-10-20T01:00:00Z note " + BoardFixture.NOTE,
            "2026-10-23T05:00:00Z version v2",
            "2026-10-25T00:00:00Z experiment A trial of seven days");
    assertThat(board.json("api/funnels/shop/notes").get("notes")).isEmpty();
    assertThat(board.failure("api/funnels/none/notes")).startsWith("404 There is no funnel");
  }

  @Test
  void timesFarOutsideAnyCalendarAreNoFailure() {
    board.cohort(TRIAL, 1, null, "", true, dropped(1), dropped(0), 0);
    assertThat(
            starts(
                "api/funnels/trial/steps?from=-999999999-01-01T00:00:00Z&to=%2B999999999-12-31T00:00:00Z"))
        .containsExactly("2026-10-31T16:00:00Z");
  }

  private static List<String> starts(String path) {
    return StreamSupport.stream(board.json(path).path("rows").spliterator(), false)
        .map(row -> row.path("cohort_start").asText())
        .distinct()
        .toList();
  }

  private static List<String> lines(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::toString).toList();
  }

  private static String without(JsonNode object, String field) {
    return object.deepCopy() instanceof com.fasterxml.jackson.databind.node.ObjectNode copy
        ? copy.without(field).toString()
        : object.toString();
  }

  private static String step(
      int step,
      String name,
      boolean optional,
      long reached,
      long dropped,
      long inProgress,
      long excluded,
      String fromStart,
      String fromPrevious) {
    return "{\"step\":%d,\"name\":\"%s\",\"optional\":%s,\"reached\":%d,\"dropped\":%d,\"in_progress\":%d,\"excluded\":%d,\"rate_from_start\":%s,\"rate_from_previous\":%s,\"median_ms\":null,\"p90_ms\":null,\"median_from_entry_ms\":null,\"p90_from_entry_ms\":null}"
        .formatted(
            step, name, optional, reached, dropped, inProgress, excluded, fromStart, fromPrevious);
  }

  private static String row(
      String breakdown, String value, int step, String name, long reached, long dropped) {
    return "{\"funnel\":\"trial\",\"cohort_start\":\"2026-10-31T16:00:00Z\",\"cohort_end\":\"2026-11-01T16:00:00Z\",\"breakdown\":%s,\"value\":%s,\"step\":%d,\"step_name\":\"%s\",\"reached\":%d,\"dropped\":%d,\"in_progress\":0,\"excluded\":0,\"median_ms\":null,\"p90_ms\":null,\"median_from_entry_ms\":null,\"p90_from_entry_ms\":null,\"final\":true}"
        .formatted(breakdown, value, step, name, reached, dropped);
  }
}
