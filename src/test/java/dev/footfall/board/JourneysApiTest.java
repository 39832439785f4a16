package dev.footfall.board;

import static dev.footfall.board.BoardFixture.SHOP;
import static dev.footfall.board.BoardFixture.TRIAL;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.WhatNext;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class JourneysApiTest {

  private static BoardFixture board;

  @BeforeAll
  static void start(@TempDir Path folder) {
    board =
        BoardFixture.startIn(
            folder,
            new FunnelFile.Content(
                List.of(TRIAL, SHOP),
                List.of(),
                List.of(new WhatNext(frame(), TRIAL, ANY, List.of("page"))),
                List.of()),
            Access.OPEN);
  }

  private static final Selector ANY = new Selector(Set.of(), List.of());

  private static Report.Frame frame() {
    return new Report.Frame(
        "trial-next",
        "Next",
        TRIAL.unit(),
        TRIAL.cohort(),
        TRIAL.zone(),
        "",
        Report.Frame.DEFAULT_MAX_VALUES);
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
  void aJourneyTellsHowFarAUnitCameAndWhatBecameOfIt() {
    board.journey(TRIAL, 21, "u1", 2, "dropped", "{\"channel\":\"social\"}");
    assertThat(board.json("api/funnels/trial/journeys"))
        .hasToString(
            "{\"journeys\":[{\"unit\":\"u1\",\"cohort_start\":\"2026-11-20T16:00:00Z\","
                + "\"cohort_end\":\"2026-11-21T16:00:00Z\",\"entry\":\"2026-11-20T17:00:00Z\","
                + "\"furthest\":2,\"outcome\":\"dropped\","
                + "\"step_times\":[\"2026-11-21T01:00:00Z\",null],"
                + "\"breakdowns\":{\"channel\":\"social\"},\"next_event\":null,\"next_time\":null,\"last_values\":null}],\"next\":null,\"count\":1}");
  }

  @Test
  void whatAUnitDidNextIsToldBesideItsJourneyByTheFunnelsReport() {
    board.journey(TRIAL, 21, "a", 2, "dropped", "{}");
    board.journey(TRIAL, 21, "b", 1, "dropped", "{}");
    board.journey(TRIAL, 21, "c", 1, "in_progress", "{}");
    board.journey(TRIAL, 20, "a", 1, "dropped", "{}");
    tellNext("trial-next", 21, "a", "=help", "2026-11-21 02:00", "{\"page\":\"/pay\"}");
    tellNext("trial-next", 21, "b", "(nothing)", null, "{}");
    // Another report may tell it of other events.
    tellNext("other", 20, "a", "login", "2026-11-21 02:00", "{}");
    assertThat(told(board.json("api/funnels/trial/journeys").path("journeys")))
        .containsExactly(
            "c null null null",
            "b (nothing) null {}",
            "a =help 2026-11-21T02:00:00Z {\"page\":\"/pay\"}",
            "a null null null");
    assertThat(board.get("api/funnels/trial/journeys.csv").body().lines())
        .anyMatch(
            line ->
                line.startsWith("a,")
                    && line.endsWith(
                        ",'=help,2026-11-21T02:00:00Z,\"{\"\"page\"\":\"\"/pay\"\"}\""))
        .anyMatch(line -> line.startsWith("b,") && line.endsWith(",(nothing),,{}"));
  }

  private static List<String> told(JsonNode journeys) {
    List<String> told = new ArrayList<>();
    for (JsonNode journey : journeys) {
      told.add(
          "%s %s %s %s"
              .formatted(
                  journey.path("unit").asText(),
                  journey.path("next_event").asText(),
                  journey.path("next_time").asText(),
                  journey.path("last_values")));
    }
    return told;
  }

  private static void tellNext(
      String report, int day, String unit, String event, @Nullable String time, String last) {
    board.run(
        "insert into unit_next values ('trial', '', '%s', '%s', '%s', '%s', 'v', 1, 'dropped', '%s', %s, '%s', '1970-01-01', now(), now())"
            .formatted(
                BoardFixture.start(day),
                unit,
                report,
                BoardFixture.start(day + 1),
                event,
                time == null ? "null" : "'" + time + "'",
                last));
  }

  @Test
  void aUnitIsFoundInEveryCohortAndFunnelNewestFirst() {
    String hostile = "<b>'; --";
    for (String unit : List.of(hostile, "somebody else")) {
      journeyInCohort(TRIAL, 3, unit, 2, "dropped");
      journeyInCohort(TRIAL, 5, unit, 3, "converted");
      journeyInCohort(SHOP, 4, unit, 1, "dropped");
    }
    JsonNode answer =
        board.json(
            "api/units?funnel=trial&unit=" + URLEncoder.encode(hostile, StandardCharsets.UTF_8));
    List<String> runs = new ArrayList<>();
    for (JsonNode run : answer.path("runs")) {
      JsonNode journey = run.path("journey");
      assertThat(journey.path("unit").asText()).isEqualTo(hostile);
      runs.add(
          run.path("funnel").asText()
              + " "
              + journey.path("cohort_start").asText()
              + " "
              + journey.path("outcome").asText());
    }
    assertThat(runs)
        .containsExactly(
            "trial 2026-11-04T16:00:00Z converted",
            "shop 2026-11-03T16:00:00Z dropped",
            "trial 2026-11-02T16:00:00Z dropped");
    assertThat(answer.path("unit").asText()).isEqualTo(hostile);
    assertThat(answer.path("runs_left_off").asBoolean()).isFalse();
    assertThat(answer.path("funnels"))
        .hasToString(
            "[{\"funnel\":\"trial\",\"since\":null},{\"funnel\":\"shop\",\"since\":null}]");
    assertThat(board.json("api/units?funnel=trial&unit=nobody").path("runs")).isEmpty();
  }

  private static void journeyInCohort(
      Funnel funnel, int day, String unit, int furthest, String outcome) {
    board.journey(funnel, day, unit, furthest, outcome, "{}");
    board.run(
        "delete from funnel_steps where funnel = '%s' and cohort_start = '%s'"
            .formatted(funnel.id(), BoardFixture.start(day)));
    board.cohort(funnel, day, null, "", true, BoardFixture.dropped(1), BoardFixture.dropped(1), 0);
  }

  @Test
  void aQuestionForAUnitSaysWhatItLacks() {
    assertThat(board.failure("api/units?funnel=trial"))
        .isEqualTo("400 unit= is missing; give a unit as the lists of units name it");
    assertThat(board.failure("api/units?unit=u"))
        .isEqualTo("400 funnel= is missing; give the one the unit was found in");
    assertThat(board.failure("api/units?unit=u&funnel=none"))
        .isEqualTo("404 There is no funnel \"none\"; there is shop, trial");
  }

  @Test
  void pagesTogetherHoldEveryJourneyBehindANumberOnceNewestFirst() {
    for (int day = 1; day <= 4; day++) {
      for (int unit = 0; unit < 25; unit++) {
        String outcome = unit % 5 == 0 ? "converted" : unit % 2 == 0 ? "dropped" : "in_progress";
        int furthest = unit % 5 == 0 ? 3 : 1 + unit % 2;
        board.journey(TRIAL, day, "用户" + unit, furthest, outcome, "{}");
      }
    }
    for (String which : List.of("", "step=1", "outcome=dropped", "step=2&outcome=in_progress")) {
      List<String> all = pages("limit=100&" + which);
      assertThat(all).as(which).doesNotHaveDuplicates().isNotEmpty();
      assertThat(pages("limit=7&" + which)).as(which).isEqualTo(all);
    }
    assertThat(pages("")).hasSize(100);
    assertThat(pages("outcome=converted")).hasSize(20);
    assertThat(pages("step=1&outcome=dropped")).hasSize(40);
    assertThat(pages("outcome=converted&from=2026-11-02&to=2026-11-04&limit=3")).hasSize(10);
  }

  @Test
  void aPageGoesOnWhereTheLastEndedThoughJourneysCameAndWent() {
    for (int unit = 0; unit < 4; unit++) {
      board.journey(TRIAL, 1, "u" + unit, 1, "dropped", "{}");
    }
    JsonNode first = board.json("api/funnels/trial/journeys?limit=2");
    board.journey(TRIAL, 2, "new", 1, "in_progress", "{}");
    board.run("delete from journeys where unit = 'u2'");
    JsonNode second =
        board.json("api/funnels/trial/journeys?limit=2&after=" + first.path("next").asText());
    assertThat(units(first)).containsExactly("u3", "u2");
    assertThat(units(second)).containsExactly("u1", "u0");
    assertThat(second.path("next").isNull()).isTrue();
  }

  @Test
  void oneValueOfABreakdownIsFoundByItsText() {
    String hostile = "' or '1'='1";
    board.journey(TRIAL, 1, "a", 1, "dropped", "{\"channel\":\"web\"}");
    board.journey(TRIAL, 1, "b", 1, "dropped", "{\"channel\":\"' or '1'='1\"}");
    board.journey(TRIAL, 1, "c", 1, "dropped", "{\"channel\":\"\"}");
    assertThat(unitsOfPages("breakdown=channel&value=web")).containsExactly("a");
    assertThat(
            unitsOfPages(
                "breakdown=channel&value=" + URLEncoder.encode(hostile, StandardCharsets.UTF_8)))
        .containsExactly("b");
    assertThat(unitsOfPages("breakdown=channel&value=")).containsExactly("c");
  }

  @Test
  void hostileUnitsComeBackAsTheyWentInOnEveryPage() {
    List<String> hostile =
        List.of(
            "z'; delete from journeys; --", "y<img src=x onerror=alert(1)>", "x y  z", "w|/?&=+");
    for (String unit : hostile) {
      board.journey(TRIAL, 1, unit, 1, "dropped", "not json");
    }
    assertThat(unitsOfPages("limit=1")).isEqualTo(hostile);
  }

  @Test
  void whatCannotBeAnsweredIsRefusedWithAWayOut() {
    assertThat(board.failure("api/funnels/trial/journeys?step=4"))
        .isEqualTo("400 step= \"4\" should be a whole number from 1 to 3");
    assertThat(board.failure("api/funnels/trial/journeys?step=two"))
        .isEqualTo("400 step= \"two\" should be a whole number from 1 to 3");
    assertThat(board.failure("api/funnels/trial/journeys?outcome=lost"))
        .isEqualTo(
            "400 outcome= \"lost\" is none; there are converted, in_progress, excluded, dropped");
    for (String nowhere : List.of("page2", "***", "JyBvciAx", "MjAyNi0xMS0yMQ")) {
      assertThat(board.failure("api/funnels/trial/journeys?after=" + nowhere))
          .isEqualTo(
              "400 after= is no place in a list; give what the page before had under \"next\"");
    }
    assertThat(board.failure("api/funnels/trial/journeys?limit=501"))
        .isEqualTo("400 limit= \"501\" should be a whole number from 1 to 500");
    assertThat(board.failure("api/funnels/trial/journeys?value=web"))
        .isEqualTo("400 breakdown= goes together with value= or without=; give both or neither");
  }

  /** The units of all pages, in order. */
  private static List<String> unitsOfPages(String query) {
    return pages(query).stream().map(j -> j.substring(0, j.lastIndexOf(' '))).toList();
  }

  /** Unit and cohort of every journey of all pages, in order. */
  private static List<String> pages(String query) {
    List<String> all = new ArrayList<>();
    String after = "";
    while (true) {
      JsonNode page = board.json("api/funnels/trial/journeys?" + query + after);
      page.path("journeys")
          .forEach(j -> all.add(j.path("unit").asText() + " " + j.path("cohort_start").asText()));
      if (page.path("next").isNull()) {
        return all;
      }
      after = "&after=" + page.path("next").asText();
    }
  }

  private static List<String> units(JsonNode page) {
    List<String> units = new ArrayList<>();
    page.path("journeys").forEach(journey -> units.add(journey.path("unit").asText()));
    return units;
  }
}
