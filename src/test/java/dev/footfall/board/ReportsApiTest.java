package dev.footfall.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.footfall.funnel.FunnelFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the API says of reports, held against the rows. */
class ReportsApiTest {

  private static BoardFixture board;

  @BeforeAll
  static void start(@TempDir Path folder) {
    board =
        BoardFixture.startIn(
            folder,
            new FunnelFile.Content(
                List.of(BoardFixture.TRIAL),
                List.of(),
                ReportRowsToShow.declared(BoardFixture.TRIAL),
                List.of()),
            Access.OPEN);
    board.run(ReportRowsToShow.inserts());
  }

  @AfterAll
  static void stop() {
    board.close();
  }

  private static List<JsonNode> all(JsonNode list, Function<JsonNode, Boolean> wanted) {
    List<JsonNode> found = new ArrayList<>();
    list.forEach(
        one -> {
          if (wanted.apply(one)) {
            found.add(one);
          }
        });
    return found;
  }

  private static JsonNode one(JsonNode list, String name, String value) {
    List<JsonNode> found = all(list, one -> one.get(name).asText().equals(value));
    assertThat(found).as(name + " " + value).hasSize(1);
    return found.get(0);
  }

  @Test
  void thereAreThoseDeclaredAndThoseThatHaveRows() {
    JsonNode reports = board.json("api/reports").get("reports");
    assertThat(reports)
        .extracting(one -> one.get("report").asText())
        .containsExactly("activity", "back", "channels", "trial-next", "quiet", "gone");
    JsonNode activity = reports.get(0);
    assertThat(activity.get("extent").get("version").asText()).isEqualTo("v1");
    assertThat(activity.get("time_zone").asText()).isEqualTo("Asia/Shanghai");
    assertThat(activity.get("window_ms").asLong()).isEqualTo(7 * 86_400_000L);
    assertThat(activity.get("breakdown").asText()).isEqualTo("device");
    assertThat(reports.get(1).get("days").asInt()).isEqualTo(7);
    assertThat(reports.get(1).get("entry")).extracting(JsonNode::asText).isNotEmpty();
    assertThat(reports.get(2).get("costs").get("social").asDouble()).isEqualTo(1400);
    assertThat(reports.get(3).get("funnel").asText()).isEqualTo("trial");
    assertThat(reports.get(4).get("extent").isNull()).isTrue();
    assertThat(reports.get(4).get("unit").asText()).isEqualTo("account_id");
    assertThat(reports.get(3).get("unit").isNull()).isTrue();
    assertThat(reports.get(5).get("declared").asBoolean()).isFalse();
    assertThat(reports.get(5).get("kind").asText()).isEqualTo("other");
  }

  @Test
  void figuresAreAddedUpOverTheClosedWindowsOfTheLatestVersion() {
    JsonNode answer = board.json("api/reports/activity?last=30d&limit=0");
    assertThat(answer.get("closed").asBoolean()).isTrue();
    assertThat(answer.get("closed_until").asText()).isEqualTo("2026-11-15T16:00:00Z");
    assertThat(answer.get("windows")).hasSize(3);
    assertThat(answer.get("values"))
        .extracting(JsonNode::asText)
        .containsExactly("desktop", "phone");
    String of = "select sum(%s) from report_figures where report = 'activity' and version = 'v1'";
    for (int hour : List.of(1, 10, 100, 167)) {
      JsonNode cell = one(answer.get("cells"), "position", String.valueOf(hour));
      String here = of + " and final and value = '' and position = " + hour;
      assertThat(cell.get("amount").asLong()).isEqualTo(board.number(here.formatted("amount")));
      assertThat(cell.get("of_them").asLong()).isEqualTo(board.number(here.formatted("of_them")));
    }
    JsonNode phone = board.json("api/reports/activity?closed=no&value=phone");
    assertThat(phone.get("closed").asBoolean()).isFalse();
    assertThat(phone.get("windows")).hasSize(4);
    long sum = 0;
    for (JsonNode row : phone.get("rows")) {
      sum += row.get("amount").asLong();
    }
    assertThat(sum).isEqualTo(board.number((of + " and value = 'phone'").formatted("amount")));
    JsonNode nobody = board.json("api/reports/activity?value=nobody");
    assertThat(nobody.get("cells")).isEmpty();
  }

  @Test
  void aDayThatIsNotOverHasNoShareAndIsInNoAverage() {
    JsonNode retention = board.json("api/reports/back").get("retention");
    assertThat(retention.get("cohorts")).hasSize(11);
    // Of 13 November: day 7 is the 20th, which is over, though the window is not final yet.
    JsonNode whole = retention.get("cohorts").get(2);
    assertThat(whole.get("start").asText()).isEqualTo("2026-11-12T16:00:00Z");
    assertThat(whole.get("days").get(7).get("share").asDouble())
        .isEqualTo(35 / 320.0, within(1e-9));
    assertThat(whole.get("days").get(7).get("later_share").asDouble())
        .isEqualTo(40 / 320.0, within(1e-9));
    // Of the 14th: day 7 is today.
    JsonNode open = retention.get("cohorts").get(3);
    assertThat(open.get("days").get(6).get("share").isNull()).isFalse();
    assertThat(open.get("days").get(6).get("later_share").isNull()).isTrue();
    assertThat(open.get("days").get(7).get("over").asBoolean()).isFalse();
    assertThat(open.get("days").get(7).get("share").isNull()).isTrue();
    // Today's cohort: not even its first day is over.
    assertThat(retention.get("cohorts").get(10).get("days").get(0).get("share").isNull()).isTrue();

    // Cohorts of the 11th to the 20th - n have had their day n.
    for (int day = 0; day <= 7; day++) {
      String over = " and window_start < timestamp '2026-11-20 16:00' - interval '%d days'";
      String from = "select sum(amount) from report_figures where report = 'back'";
      long entered = board.number(from + " and part = 'entered'" + over.formatted(day));
      long returned =
          board.number(from + " and part = 'day' and position = " + day + over.formatted(day));
      JsonNode average = retention.get("average").get(day);
      assertThat(average.get("cohorts").asInt()).isEqualTo(10 - day);
      assertThat(average.get("entered").asLong()).isEqualTo(entered);
      assertThat(average.get("returned").asLong()).isEqualTo(returned);
      assertThat(average.get("share").asDouble()).isEqualTo((double) returned / entered);
      assertThat(average.get("later_cohorts").asInt()).isEqualTo(3);
    }
  }

  @Test
  void eachModelOfCreditAddsUpToAllConversionsAndRatesAreOfThoseWhoHadTheirTime() {
    JsonNode channels = board.json("api/reports/channels?last=30d").get("channels");
    long conversions =
        board.number(
            "select sum(amount) from report_figures where report = 'channels' and part = 'conversion'");
    assertThat(channels.get("conversions").asLong()).isEqualTo(conversions).isEqualTo(30 * 260);
    for (String model : List.of("first", "last", "linear")) {
      double sum = 0;
      double shares = 0;
      for (JsonNode channel : channels.get("channels")) {
        sum += channel.get(model).asDouble();
        shares +=
            channel.get("share_of_" + model).isNull()
                ? 0
                : channel.get("share_of_" + model).asDouble();
      }
      assertThat(sum).as(model).isEqualTo((double) conversions, within(1e-6));
      assertThat(shares).as(model).isEqualTo(1, within(1e-9));
    }
    assertThat(channels.get("untouched").asLong()).isEqualTo(30 * 9);
    assertThat(one(channels.get("channels"), "channel", "(none)").get("first").asLong())
        .isEqualTo(channels.get("untouched").asLong());

    // Shares and rates of the case: social brings 35 % who convert at 8 %, and so on. Windows up to
    // that of 6 November have had fourteen days.
    assertThat(channels.get("mature_days").asDouble()).isEqualTo(15);
    assertRate(channels, "social", 0.35, 0.08);
    assertRate(channels, "website", 0.25, 0.15);
    assertRate(channels, "offline", 0.15, 0.20);
    assertRate(channels, "partner", 0.25, 0.12);
    assertThat(channels.get("rate").asDouble()).isEqualTo(251 / 2000.0);

    // Thirty days less the six hours that the last has yet to go.
    assertThat(channels.get("days").asDouble()).isEqualTo(29.75);
    JsonNode social = one(channels.get("channels"), "channel", "social");
    assertThat(social.get("cost_per_user").asDouble())
        .isEqualTo(1400 * 29.75 / (30 * 700), within(1e-9));
    assertThat(social.get("cost_per_acquisition").asDouble())
        .isEqualTo(1400 * 15 / (15 * 56.0), within(1e-9));
    JsonNode offline = one(channels.get("channels"), "channel", "offline");
    assertThat(offline.get("cost_per_acquisition").isNull()).isTrue();
    JsonNode none = one(channels.get("channels"), "channel", "(none)");
    assertThat(none.get("rate").isNull()).isTrue();
  }

  private static void assertRate(JsonNode channels, String name, double share, double rate) {
    JsonNode channel = one(channels.get("channels"), "channel", name);
    assertThat(channel.get("share_of_users").asDouble()).as(name).isEqualTo(share, within(1e-9));
    assertThat(channel.get("rate").asDouble()).as(name).isEqualTo(rate, within(1e-9));
  }

  @Test
  void whatCameNextAddsUpAndSignalsAreJudgedTogether() {
    JsonNode answer = board.json("api/reports/trial-next");
    assertThat(answer.get("windows")).hasSize(20);
    JsonNode first = answer.get("next").get("steps").get(0);
    assertThat(first.get("dropped").asLong()).isEqualTo(20 * 40);
    assertThat(answer.get("next").get("converted").asLong()).isEqualTo(20 * 30);
    assertThat(answer.get("next").get("units").asLong()).isEqualTo(20 * 90);
    assertThat(answer.get("next").get("steps")).hasSize(2);
    long dropped = 0;
    for (JsonNode next : first.get("next")) {
      dropped += next.get("dropped").asLong();
    }
    assertThat(dropped)
        .isEqualTo(
            board.number(
                "select sum(amount) from report_figures where report = 'trial-next' and final"
                    + " and part = 'unit' and position = 1 and to_name = 'dropped'"));
    JsonNode nothing = first.get("next").get(0);
    assertThat(nothing.get("name").asText()).isEqualTo("(nothing)");
    assertThat(nothing.get("share_of_dropped").asDouble()).isEqualTo(0.5);
    assertThat(nothing.get("share_of_converted").asDouble()).isEqualTo(0.1);

    JsonNode signals = first.get("signals");
    assertThat(first.get("reached").asLong()).isEqualTo(20 * 90);
    assertThat(first.get("compared").asInt()).isEqualTo(5);
    JsonNode help = one(signals, "name", "help");
    assertThat(help.get("finding").asText()).isEqualTo("more");
    // 400 of 600 with it, 200 of 1,200 without.
    assertThat(help.get("with").get("rate").asDouble()).isEqualTo(2 / 3.0, within(1e-9));
    assertThat(help.get("without").get("rate").asDouble()).isEqualTo(1 / 6.0, within(1e-9));
    assertThat(help.get("lift").asDouble()).isEqualTo(3, within(1e-9));
    // Katz, for five at once, by Python: 4 * exp(∓ z * sqrt((1 - 2/3) / 400 + (1 - 1/6) / 200)) - 1
    // with z = scipy.stats.norm.isf(0.005).
    assertThat(help.get("lower").asDouble()).isEqualTo(2.333943122510, within(1e-9));
    assertThat(help.get("upper").asDouble()).isEqualTo(3.799122064192, within(1e-9));
    assertThat(one(signals, "name", "error").get("finding").asText()).isEqualTo("fewer");
    assertThat(one(signals, "name", "page=pricing").get("finding").asText()).isEqualTo("more");
    // 240 of 720 with it, and 360 of 1,080 without.
    assertThat(one(signals, "name", "browse").get("finding").asText()).isEqualTo("none");
    assertThat(one(signals, "name", "browse").get("adjusted_p").asDouble()).isEqualTo(1);
    JsonNode rare = one(signals, "name", "rare");
    assertThat(rare.get("finding").asText()).isEqualTo("few");
    assertThat(rare.get("lift").isNull()).isTrue();
  }

  @Test
  void whoCameLessFarIsNotComparedWithThoseWhoReachedAStep() {
    JsonNode second = board.json("api/reports/trial-next").get("next").get("steps").get(1);
    long reached = 20 * 90 - 20 * 40;
    assertThat(second.get("reached").asLong()).isEqualTo(reached);
    for (JsonNode signal : second.get("signals")) {
      String units =
          "select coalesce(sum(amount), 0)::bigint from report_figures where report = 'trial-next'"
              + " and final and value = '' and position >= 2 and part = '%s' and from_name = '%s'"
                  .formatted(signal.get("what").asText(), signal.get("name").asText());
      long with = board.number(units);
      long converted = board.number(units + " and to_name = 'converted'");
      assertThat(with).as(signal.toString()).isPositive();
      assertThat(signal.get("with").get("units").asLong()).isEqualTo(with);
      assertThat(signal.get("with").get("converted").asLong()).isEqualTo(converted);
      assertThat(signal.get("without").get("units").asLong()).isEqualTo(reached - with);
      assertThat(signal.get("without").get("converted").asLong()).isEqualTo(20 * 30 - converted);
    }
    // Of the 600 with it, a hundred never came so far.
    JsonNode help = one(second.get("signals"), "name", "help");
    assertThat(help.get("with").get("units").asLong()).isEqualTo(500);
  }

  @Test
  void whatThereIsNotIsSaidSo() {
    JsonNode quiet = board.json("api/reports/quiet?last=30d");
    assertThat(quiet.get("report").get("extent").isNull()).isTrue();
    assertThat(quiet.get("windows")).isEmpty();
    assertThat(board.failure("api/reports/nosuch"))
        .isEqualTo("404 There is no report \"nosuch\"; /api/reports has those there are");
    assertThat(board.failure("api/reports/back?value=x"))
        .isEqualTo("400 Report back has no breakdown");
    assertThat(board.failure("api/reports/back?by=x"))
        .isEqualTo(
            "400 \"by\" is no parameter here; there are from, to, last, closed, value, limit");
  }

  @Test
  void theRowsCanBeSavedForASpreadsheet() {
    String csv = board.get("api/reports/trial-next/rows.csv?last=30d").body();
    assertThat(csv.lines().limit(2))
        .containsExactly(
            "\uFEFFreport,window_start,window_end,value,part,position,from_name,to_name,amount,"
                + "of_them,sum_ms,final",
            "trial-next,2026-10-17T16:00:00Z,2026-10-18T16:00:00Z,,last,1,error=card,dropped,"
                + "20,0,0,true");
    assertThat(csv.lines()).hasSize(1 + 20 * 27);
  }
}
