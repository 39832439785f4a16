package dev.footfall.board;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import com.microsoft.playwright.options.ReducedMotion;
import dev.footfall.board.RealBrowser.Reader;
import dev.footfall.board.RealBrowser.Window;
import dev.footfall.funnel.Funnel;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The board as people meet it. Its figures are held against the journeys they were counted from.
 */
final class BoardPagesTest {

  private static final String OF_TRIAL_CLOSED =
      "select count(*) from journeys where funnel = 'trial' and cohort_start >= timestamp"
          + " '2026-10-07 16:00' and cohort_start < timestamp '2026-11-06 16:00'";

  private static RealBrowser browser;
  private static BoardFixture board;

  @BeforeAll
  static void start(@TempDir Path folder) {
    browser = RealBrowser.start();
    board = BoardFixture.startIn(folder, BoardStory.FUNNELS, Access.OPEN);
    tell();
  }

  private static void tell() {
    board.tellStory();
    board.run(
        "insert into rejected_events values ('clicks-0:7', 'malformed', 'Unexpected end',"
            + " '{\"event\":', 9, '2026-11-21 09:00')",
        "insert into late_events values ('l', null, 'pay', 'u', '2026-11-21 08:00', '{}',"
            + " '2026-11-21 09:00', '2026-11-21 09:00')",
        "insert into job_progress values ('source', 'clicks/0', 1234, 5, 0, 0, '2026-11-21 09:59:50',"
            + " 1238, '2026-11-20', '2026-11-21 10:00', '2026-11-21 10:00')",
        "insert into job_progress values ('admission', 'task 1', 1200, 0, 1, 7, null, null,"
            + " '2026-11-20', '2026-11-21 10:00', '2026-11-21 10:00')");
    board.run(ExperimentRowsToShow.inserts());
    board.run(AlertRowsToShow.inserts());
    board.run(AlertRowsToShow.cohortOfLate());
    board.run(PathRowsToShow.inserts());
  }

  @AfterAll
  static void stop() {
    if (board != null) {
      board.close();
      browser.close();
    }
  }

  /** For a test that has changed the story. */
  private static void retell() {
    board.empty();
    tell();
  }

  private static String at(String query) {
    return board.address() + query;
  }

  static Stream<Arguments> pages() {
    Map<String, String> pages = new TreeMap<>();
    pages.put("overview", "?");
    pages.put("funnel", "?funnel=trial&by=channel");
    pages.put("funnel-open", "?funnel=shop&by=device&closed=no&last=7d&table=trend.times");
    pages.put("units", "?funnel=trial&units=dropped.2");
    pages.put("health", "?page=health");
    pages.put("experiments", "?page=experiments");
    pages.put("alerts", "?page=alerts");
    pages.put("alerts-table", "?page=alerts&table=alerts&alert=cart-left");
    pages.put("no-alerts", "?page=alerts&alert=none");

    pages.put("paths", "?page=paths");
    pages.put("paths-of-one", "?page=paths&among=web&table=flows");
    pages.put("empty", "?funnel=referral");
    return pages.entrySet().stream()
        .flatMap(
            page ->
                Stream.of(
                    Arguments.of(page.getKey(), page.getValue(), "en-GB", ColorScheme.LIGHT),
                    Arguments.of(page.getKey(), page.getValue(), "zh-CN", ColorScheme.DARK)));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageCanBeReadByEverybodyInBothLanguagesAndThemes(
      String name, String query, String language, ColorScheme theme) {
    try (Window window = browser.window(Reader.of(language, theme)).open(at(query))) {
      Map<String, List<String>> words =
          Map.ofEntries(
              Map.entry("overview", List.of("Entered today", "今日进入")),
              Map.entry("funnel", List.of("Largest drop-off", "流失最多")),
              Map.entry("funnel-open", List.of("open: may still rise", "未关闭：仍可能上升")),
              Map.entry("units", List.of("Dropped after trial", "trial 之后流失")),
              Map.entry("health", List.of("Figures can be trusted", "数字可信")),
              Map.entry("experiments", List.of("More convert with b than with a.", "b 的转化高于 a。")),
              Map.entry("paths", List.of("Bounce rate", "跳出率")),
              Map.entry("paths-of-one", List.of("end of the path", "路径结束")),
              Map.entry("alerts", List.of("7.3% at least is usual", "通常至少为 7.3%")),
              Map.entry("alerts-table", List.of("Because of", "原因")),
              Map.entry("no-alerts", List.of("nothing has been told", "还没有发出过告警")),
              Map.entry("empty", List.of("Nobody has entered this funnel yet.", "还没有人进入此漏斗。")));
      assertThat(window.page.locator("body"))
          .containsText(
              Objects.requireNonNull(words.get(name)).get(language.startsWith("zh") ? 1 : 0));
      assertThat(window.page.locator(".liveness .pill"))
          .hasText(language.startsWith("zh") ? "实时" : "Live");
      boolean chinese = language.startsWith("zh");
      if (name.equals("overview")) {
        Locator strip = window.page.locator(".attention");
        assertThat(strip).containsText(chinese ? "需要关注" : "Needs a look");
        assertThat(strip)
            .containsText(chinese ? "降至 7.1%，通常为 8% – 9.5%" : "fell to 7.1%, usually 8% – 9.5%");
        assertThat(strip).containsText(chinese ? "b 的转化高于 a。" : "More convert with b than with a.");
        assertThat(strip.locator("li")).hasCount(5);
        assertThat(window.page.locator(".glance-mark")).hasCount(1);
        assertThat(window.page.locator("nav .badge")).containsText("3");
      }
      if (name.equals("funnel")) {
        assertThat(window.page.locator(".notes li"))
            .containsText(
                new String[] {
                  BoardFixture.NOTE,
                  (chinese ? "实验开始：" : "Experiment began: ") + "A trial of seven days"
                });
        assertThat(window.page.locator("#panel-trend .note-line")).hasCount(2);
      }
      if (name.startsWith("paths")) {
        assertThat(window.page.locator("main .sentence"))
            .containsText(chinese ? "间隔不超过 30 分钟" : "stops no more than 30 minutes apart");
        assertThat(window.page.locator("#panel-stops"))
            .containsText(
                name.equals("paths")
                    ? (chinese ? "停留时长中位数" : "Median time on it")
                    : (chinese ? "单个取值只有平均值" : "Of one value only the average is known"));
      }
      if (name.equals("units")) {
        assertThat(window.page.locator("dialog tbody tr").first()).isVisible();
      }
      window.screenshot(
          name + "-" + language + "-" + theme.name().toLowerCase(java.util.Locale.ROOT));
      assertThat(window.brokenRules()).isEmpty();
      assertThat(window.page.locator("[aria-label*='[object'], [title*='[object']")).hasCount(0);
      assertThat(window.complaints).isEmpty();
      assertThat(isWiderThanItsWindow(window)).isFalse();
    }
  }

  @Test
  void theMenuDoesNotStayOpenBehindTheWall() {
    try (Window window =
        browser.window(Reader.of("en-GB", ColorScheme.LIGHT)).open(at("?last=7d"))) {
      window.page.locator("details.menu summary").click();
      window.page.locator("details.menu button:has-text('Wall')").click();
      assertThat(window.page.locator("html[data-wall='yes']")).hasCount(1);
      assertThat(window.page.locator("details.menu[open]")).hasCount(0);
      assertThat(window.complaints).isEmpty();
    }
  }

  private static boolean isWiderThanItsWindow(Window window) {
    return Boolean.TRUE.equals(
        window.page.evaluate("() => document.documentElement.scrollWidth > innerWidth"));
  }

  @Test
  void aCurveOfAnExperimentIsATableTooAndSaysHowSureItIs() {
    try (Window window =
        browser
            .window(Reader.of("en-GB", ColorScheme.LIGHT))
            .open(at("?page=experiments&table=short-trial-curves"))) {
      Locator curves = window.page.locator("#panel-short-trial-curves");
      assertThat(curves).containsText("Log-rank, p < 0.0001");
      assertThat(curves.locator("tbody tr").last()).hasText(Pattern.compile("b\\s*14 d\\s*12%.*"));
      assertThat(curves.locator("a"))
          .hasAttribute("href", "api/experiments/short-trial/curves.csv");
      curves.locator("button").first().click();
      assertThat(curves.locator("svg.chart")).isVisible();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "overview,?",
    "funnel,?funnel=trial&by=channel",
    "health,?page=health",
    "experiments,?page=experiments",
    "alerts,?page=alerts",
    "paths,?page=paths"
  })
  void onAPhoneNothingIsCutOff(String name, String query) {
    try (Window window =
        browser.window(new Reader("en-GB", ColorScheme.LIGHT, 390, 800)).open(at(query))) {
      assertThat(window.page.locator("main")).containsText(name.equals("health") ? "Late" : "%");
      window.screenshot(name + "-narrow");
      assertThat(isWiderThanItsWindow(window)).isFalse();
      assertThat(window.brokenRules()).isEmpty();
    }
  }

  @Test
  void healthTellsWhatEachSourceBrings() {
    try (Window window = browser.window().open(at("?page=health"))) {
      assertThat(window.page.locator("section[aria-labelledby=health-sources] tbody tr"))
          .containsText("clicks/0");
      assertThat(window.page.locator("section[aria-labelledby=health-sources] tbody tr"))
          .containsText("1,238");
      assertThat(keyNumber(window, "Events in")).isEqualTo(1_234);
      assertThat(keyNumber(window, "Duplicates")).isEqualTo(7);
    }
  }

  @Test
  void figuresAreThoseOfTheJourneys() {
    try (Window window = browser.window().open(at("?funnel=trial&by=channel"))) {
      long entered = board.number(OF_TRIAL_CLOSED);
      long converted = board.number(OF_TRIAL_CLOSED + " and outcome = 'converted'");
      assertThat(entered).isPositive();
      assertThat(keyNumber(window, "Entered")).isEqualTo(entered);
      assertThat(keyNumber(window, "Converted")).isEqualTo(converted);
      assertThat(window.page.locator(".key-numbers > div").first())
          .containsText("%.1f%%".formatted(100.0 * converted / entered).replace(".0%", "%"));
      for (int step = 1; step <= 3; step++) {
        Locator shown = window.page.locator(".step").nth(step - 1);
        assertThat(number(shown.locator(".number")))
            .isEqualTo(board.number(OF_TRIAL_CLOSED + " and furthest >= " + step));
        for (String outcome : List.of("Dropped", "Excluded")) {
          Locator part = shown.locator(".part", new Locator.LocatorOptions().setHasText(outcome));
          long units =
              board.number(
                  OF_TRIAL_CLOSED
                      + " and furthest = %d and outcome = '%s'"
                          .formatted(step, outcome.toLowerCase(java.util.Locale.ROOT)));
          assertThat(part.count() == 0 ? 0 : number(part.locator("b"))).isEqualTo(units);
        }
      }
      Locator rows = window.page.locator("#panel-breakdown tbody tr");
      for (int row = 0; row < rows.count(); row++) {
        String channel = rows.nth(row).locator("bdi").innerText();
        assertThat(number(rows.nth(row).locator("td").nth(1)))
            .isEqualTo(
                board.number(
                    OF_TRIAL_CLOSED
                        + " and breakdown_values::jsonb ->> 'channel' = '"
                        + channel
                        + "'"));
      }
      assertThat(rows.count()).isEqualTo(6);
      Locator atTrial = window.page.locator("#panel-steps-by-value tbody").nth(1);
      Locator social = atTrial.locator("tr:has(bdi:text-is('social'))");
      assertThat(number(social.locator(".number")))
          .isEqualTo(
              board.number(
                  OF_TRIAL_CLOSED
                      + " and furthest >= 2 and breakdown_values::jsonb ->> 'channel' = 'social'"));
      assertThat(window.page.locator("#panel-trend-by-value .label")).hasCount(6);
    }
  }

  @Test
  void whatNeedsALookLeadsToIt() {
    try (Window window = browser.window().open(at("?"))) {
      window.page.locator(".attention a:has-text('Trial unlike before')").press("Enter");
      assertThat(window.page.locator("h2#panel-alerts-title")).hasText("Trial unlike before");
      assertThat(window.page.locator(".feed li")).hasCount(2);
      window.page.goBack();
      window.page.locator(".glance-mark a").click();
      assertThat(window.page.locator(".feed li")).hasCount(2);
      window.page.goBack();
      window.page.locator(".attention a:has-text('uneven')").click();
      assertThat(window.page.locator("main section.panel h2").first()).hasText("uneven");
      window.page.goBack();
      board.run("truncate alerts, experiment_verdicts");
      enterOneMore(1);
      assertThat(window.page.locator(".attention-none")).hasText("✓ Nothing needs a look.");
      assertThat(window.page.locator("nav .badge")).hasCount(0);
    } finally {
      retell();
    }
  }

  @Test
  void alertsComePageByPageAndStayWhenNewOnesDo() {
    board.run(
        "insert into alerts select 'many', 'v1', 'unit ' || n, timestamp '2026-11-21 09:00' - n *"
            + " interval '20 min', 'Many', timestamp '2026-11-20', timestamp '2026-11-20', '[]', null,"
            + " null, null, null, null, null, null, null, null, timestamp '2026-11-21 09:00' from"
            + " generate_series(1, 120) as n");
    try (Window window = browser.window().open(at("?page=alerts&alert=many"))) {
      Locator rows = window.page.locator(".feed li");
      assertThat(rows).hasCount(50);
      assertThat(window.page.locator(".feed-day").first()).hasText("Saturday, Nov 21, 2026");
      window.page.getByText("Load more").press("Enter");
      assertThat(rows).hasCount(100);
      assertThat(window.page.locator(".further")).containsText("The newest 100.");
      board.run(
          "insert into alerts select alert, version, 'new', at + interval '1 hour', title, began,"
              + " ended, events, funnel, entered, converted, rate, usual_low, usual_high,"
              + " cohorts_before, entered_before, converted_before, updated_at from alerts where unit ="
              + " 'unit 1'");
      enterOneMore(1);
      assertThat(rows.first()).containsText("new");
      assertThat(rows).hasCount(101);
      window.page.getByText("Load more").click();
      assertThat(rows).hasCount(121);
      assertThat(window.page.locator(".further")).hasText("That is all of them: 121.");
      assertThat(rows.last()).containsText("unit 120");
      assertThat(window.brokenRules()).isEmpty();
    } finally {
      retell();
    }
  }

  @Test
  void flowsAreThoseOfTheTableAndCanBeGoneThroughByKeyboard() throws IOException {
    String flows = "select sum(amount) from report_figures where part = 'flow' and value = ''";
    try (Window window = browser.window().open(at("?page=paths"))) {
      assertThat(keyNumber(window, "Visits"))
          .isEqualTo(
              board.number(
                  "select sum(amount) from report_figures where part = 'visit' and value = ''"));
      Locator browse =
          window.page.getByLabel(java.util.regex.Pattern.compile("^browse at position 2"));
      browse.focus();
      long paths = board.number(flows + " and position = 2 and from_name = 'browse'");
      assertThat(window.page.locator(".tip")).containsText("browse");
      assertThat(window.page.locator(".tip")).containsText(Long.toString(paths));
      Download picture =
          window.page.waitForDownload(
              () -> window.page.getByLabel("Save as PNG: Ways, stop by stop").click());
      assertThat(picture.suggestedFilename()).isEqualTo("ways-flows.png");
      assertThat(Files.size(picture.path())).isGreaterThan(5_000);
      Download file =
          window.page.waitForDownload(
              () -> window.page.getByLabel("Save as CSV: Ways, stop by stop").click());
      assertThat(Files.readString(file.path()).lines()).hasSize(1 + 8);
      window.page.locator("#panel-flows button").first().click();
      Locator rows = window.page.locator("#panel-flows tbody tr");
      assertThat(rows).hasCount(8);
      assertThat(rows.filter(new Locator.FilterOptions().setHasText("cart")).first())
          .containsText(
              Long.toString(board.number(flows + " and position = 2 and to_name = 'cart'")));
      assertThat(window.complaints).isEmpty();
    }
  }

  private static long keyNumber(Window window, String name) {
    return number(
        window
            .page
            .locator(".key-numbers > div")
            .filter(
                new Locator.FilterOptions()
                    .setHas(
                        window.page.getByText(name, new Page.GetByTextOptions().setExact(true))))
            .locator("dd"));
  }

  /** The whole number at the beginning of a text. */
  private static long number(Locator shown) {
    return Long.parseLong(shown.innerText().replaceFirst("(?s)\\s.*", "").replace(",", ""));
  }

  @ParameterizedTest
  @CsvSource({
    "?funnel=trial&closed=no&last=all",
    "?funnel=coupon",
    "?funnel=trial&by=channel&top=3&hide=social&hide=(other)",
  })
  void behindEveryNumberIsAListOfJustSoMany(String query) {
    try (Window window = browser.window().open(at(query))) {
      List<Locator> numbers = new ArrayList<>(window.page.locator(".parts .part").all());
      numbers.addAll(window.page.locator(".step-share .number").all());
      numbers.addAll(window.page.locator(".values .number").all());
      assertThat(numbers).hasSizeGreaterThan(4);
      Locator dialog = window.page.locator("dialog");
      Clickable severalPages = new Clickable(numbers.get(0), Long.MAX_VALUE);
      for (Locator clicked : numbers) {
        Locator value = clicked.locator("b");
        long units = number(value.count() > 0 ? value : clicked);
        // The list's own count, of the journeys that were found, is on its first page.
        JsonNode page = firstPage(window, clicked);
        assertThat(page.path("count").asLong()).as(clicked.toString()).isEqualTo(units);
        assertThat(dialog.locator("tbody tr"))
            .hasCount((int) Math.min(units, page.path("journeys").size()));
        assertThat(dialog.locator(".notice").count()).isZero();
        if (units > 100 && units < severalPages.units()) {
          severalPages = new Clickable(clicked, units);
        }
        window.page.keyboard().press("Escape");
        assertThat(dialog).not().isVisible();
      }
      pageToTheEnd(dialog, severalPages);
      assertThat(window.complaints).isEmpty();
    }
  }

  private record Clickable(Locator number, long units) {}

  private static void pageToTheEnd(Locator dialog, Clickable clicked) {
    clicked.number().click();
    assertThat(dialog.locator("tbody tr").first()).isAttached();
    Locator more = dialog.getByText("Load more");
    assertThat(dialog.locator("tbody tr").first()).isAttached();
    while (dialog.locator("tbody tr").count() < clicked.units()) {
      int before = dialog.locator("tbody tr").count();
      more.click();
      assertThat(dialog.locator("tbody tr").nth(before)).isAttached();
    }
    assertThat(more).not().isVisible();
    assertThat(dialog.locator("tbody tr")).hasCount((int) clicked.units());
  }

  private static JsonNode firstPage(Window window, Locator clicked) {
    Response response =
        window.page.waitForResponse(answer -> answer.url().contains("/journeys?"), clicked::click);
    try {
      return new ObjectMapper().readTree(response.text());
    } catch (IOException notJson) {
      throw new AssertionError(notJson);
    }
  }

  @Test
  void aValueThatIsUntickedLeavesEveryNumberOnThePage() {
    try (Window window = browser.window().open(at("?funnel=trial&by=channel&table=trend.times"))) {
      window.page.getByLabel("Show: social").uncheck();
      awaitAnswer(window);
      assertThat(window.page.locator(".notice")).containsText("1 value is left out");
      String rest = OF_TRIAL_CLOSED + " and breakdown_values::jsonb ->> 'channel' <> 'social'";
      long entered = board.number(rest);
      long converted = board.number(rest + " and outcome = 'converted'");
      assertThat(keyNumber(window, "Entered")).isEqualTo(entered);
      assertThat(number(window.page.locator(".step .number").first())).isEqualTo(entered);
      assertThat(number(window.page.locator(".values tfoot td").nth(1))).isEqualTo(entered);
      assertThat(sumOf(window, "#panel-trend tbody tr:has-text('closed') td:nth-child(2)"))
          .isEqualTo(entered);
      assertThat(sumOf(window, "#panel-times tbody td:nth-child(2)")).isEqualTo(converted);
      window.page.reload();
      assertThat(window.page.getByLabel("Show: social")).not().isChecked();
      awaitAnswer(window);
      assertThat(keyNumber(window, "Entered")).isEqualTo(entered);
    }
  }

  /** Until what is shown is what was chosen. */
  private static void awaitAnswer(Window window) {
    assertThat(window.page.locator("main")).hasAttribute("aria-busy", "false");
  }

  private static long sumOf(Window window, String cells) {
    return window.page.locator(cells).allInnerTexts().stream()
        .mapToLong(text -> Long.parseLong(text.replace(",", "")))
        .sum();
  }

  @Test
  void onlyAPeriodThatWasCountedWholeIsComparedWith() {
    try (Window window = browser.window().open(at("?funnel=trial&last=24h"))) {
      assertThat(window.page.locator(".closedness")).containsText("Compared with");
      assertThat(window.page.locator(".was")).not().hasCount(0);
      String began =
          board
              .json("api/funnels/trial/steps?limit=0")
              .path("extent")
              .path("first_cohort")
              .asText();
      LocalDate first = LocalDate.ofInstant(Instant.parse(began), ZoneId.of("Asia/Shanghai"));
      String cut =
          "?funnel=trial&last=dates&from=%s&to=%s".formatted(first.plusDays(3), first.plusDays(7));
      window.open(at(cut));
      assertThat(window.page.locator(".closedness")).containsText("Counting began on");
      assertThat(window.page.locator(".was")).hasCount(0);
      window.open(at(cut + "&closed=no"));
      assertThat(window.page.locator(".closedness")).containsText("Counting began on");
      assertThat(window.page.locator(".was")).hasCount(0);
    }
  }

  @Test
  void aLinkShowsSomebodyElseTheSame() {
    try (Window mine = browser.window().open(at(""));
        Window theirs = browser.window()) {
      mine.page.locator(".glance a").first().click();
      mine.page.getByText("90 days").click();
      mine.page.getByText("Closed cohorts only").click();
      mine.page.getByText("Compare with the period before").click();
      mine.page.locator("#panel-breakdown").getByText("channel").click();
      mine.page.getByLabel("Show: website").uncheck();
      mine.page.locator(".values").getByText("Conversion").click();
      mine.page.getByLabel("Table: Steps").click();
      mine.page.locator("#panel-trend").getByText("week").click();
      mine.page.locator("#panel-times select").first().selectOption("2");
      assertThat(mine.page.locator("#panel-times")).containsText("trial");
      awaitAnswer(mine);
      assertThat(mine.page.locator(".left-out")).hasCount(1);
      theirs.open(mine.page.url());
      awaitAnswer(theirs);
      assertThat(theirs.page.locator(".left-out")).hasCount(1);
      assertThat(theirs.page.locator("main").innerText())
          .isEqualTo(mine.page.locator("main").innerText());
      mine.page.goBack();
      assertThat(mine.page.locator(".cards")).isVisible();
    }
  }

  @Test
  void newNumbersComeByThemselvesButNotUnderAnOpenTooltipNorWhilePaused() {
    try (Window window = browser.window().open(at("?funnel=trial&closed=no"))) {
      long before = keyNumber(window, "Entered");
      enterOneMore(1);
      assertThat(keyNumberOf(window, "Entered")).containsText(grouped(before + 1));
      assertThat(keyNumber(window, "Entered")).isEqualTo(before + 1);

      window.page.locator("#panel-trend .chart").hover();
      assertThat(window.page.locator(".tip")).isVisible();
      enterOneMore(2);
      assertThat(window.page.locator(".waiting")).isVisible();
      assertThat(window.page.locator(".tip")).isVisible();
      assertThat(keyNumber(window, "Entered")).isEqualTo(before + 1);
      window.page.mouse().move(5, 5);
      assertThat(keyNumberOf(window, "Entered")).containsText(grouped(before + 2));

      window.page.getByText("Pause").click();
      enterOneMore(3);
      assertThat(window.page.locator(".waiting")).isVisible();
      assertThat(keyNumber(window, "Entered")).isEqualTo(before + 2);
      window.page.getByText("Resume").click();
      assertThat(keyNumberOf(window, "Entered")).containsText(grouped(before + 3));

      window.page.evaluate("getSelection().selectAllChildren(document.querySelector('.sentence'))");
      enterOneMore(4);
      assertThat(window.page.locator(".waiting")).isVisible();
      assertThat(keyNumber(window, "Entered")).isEqualTo(before + 3);
      window.page.evaluate("getSelection().removeAllRanges()");
      assertThat(keyNumberOf(window, "Entered")).containsText(grouped(before + 4));
      assertThat(window.complaints).isEmpty();
    } finally {
      retell();
    }
  }

  private static Locator keyNumberOf(Window window, String name) {
    return window
        .page
        .locator(".key-numbers > div")
        .filter(
            new Locator.FilterOptions()
                .setHas(window.page.getByText(name, new Page.GetByTextOptions().setExact(true))));
  }

  private static String grouped(long number) {
    return "%,d".formatted(number);
  }

  /** What the job would write when one more unit enters today's cohort. */
  private static void enterOneMore(int second) {
    String today = "funnel = 'trial' and cohort_start = '2026-11-20 16:00' and breakdown = ''";
    board.run(
        "update funnel_steps set updated_at = '2026-11-21 10:00:0%d', watermark = '2026-11-21 10:00:0%d', reached = reached + case when step = 1 then 1 else 0 end, in_progress = in_progress + case when step = 1 then 1 else 0 end where %s"
            .formatted(second, second, today));
  }

  @Test
  void everythingCanBeReachedAndDoneWithTheKeyboard() {
    try (Window window = browser.window().open(at("?funnel=trial&by=channel"))) {
      List<String> visited = new ArrayList<>();
      for (int i = 0; i < 120; i++) {
        window.page.keyboard().press("Tab");
        Object focused =
            window.page.evaluate(
                "() => { const e = document.activeElement; if (e === document.body) return 'END';"
                    + " const s = getComputedStyle(e); const r = e.getBoundingClientRect();"
                    + " const seen = s.outlineStyle !== 'none' || e.matches('select, input') || e.closest('.glance');"
                    + " return (seen && r.width > 0 ? '' : 'INVISIBLE ') + (e.getAttribute('aria-label') ?? e.textContent.trim()).slice(0, 60); }");
        if (focused.equals("END")) {
          break;
        }
        visited.add(focused.toString());
      }
      assertThat(visited).noneMatch(name -> name.startsWith("INVISIBLE"));
      assertThat(visited.stream().map(name -> name.replaceAll("\\s+", " ")).toList())
          .contains("Skip to the numbers", "Overview", "Health", "Pause", "Display", "30 days")
          .contains("Table: Steps", "Save as CSV: Steps", "Save as PNG: Steps")
          .anyMatch(name -> name.startsWith("Reached register:"))
          .anyMatch(name -> name.startsWith("Dropped "))
          .anyMatch(name -> name.startsWith("Conversion over time. By the cohort"))
          .anyMatch(name -> name.startsWith("Time to convert."))
          .contains("Show: social", "Entered ↓");

      window.page.locator("#panel-trend .chart").focus();
      window.page.keyboard().press("Home");
      assertThat(window.page.locator(".tip")).containsText("Entered");
      String first = window.page.locator(".tip strong").innerText();
      window.page.keyboard().press("ArrowRight");
      assertThat(window.page.locator(".tip strong")).not().hasText(first);
      window.page.keyboard().press("Escape");
      assertThat(window.page.locator(".tip")).not().isVisible();

      window.page.locator(".part").first().focus();
      window.page.keyboard().press("Enter");
      assertThat(window.page.locator("dialog")).isVisible();
      window.page.keyboard().press("Escape");
      assertThat(window.page.locator("dialog")).not().isVisible();
      assertThat(window.page.locator(".part").first()).isFocused();
    }
  }

  @Test
  void aPictureIsSavedAndPrintAndStillnessAreHeeded() throws IOException {
    try (Window window = browser.window().open(at("?funnel=trial"))) {
      for (String part : List.of("Steps", "Conversion over time", "Time to convert")) {
        Download picture =
            window.page.waitForDownload(
                () -> window.page.getByLabel("Save as PNG: " + part).click());
        byte[] bytes = Files.readAllBytes(picture.path());
        assertThat(bytes).startsWith(0x89, 'P', 'N', 'G').hasSizeGreaterThan(5_000);
        Files.copy(
            picture.path(),
            Path.of("target", "screenshots", "saved-" + picture.suggestedFilename()),
            java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      }
      window.page.emulateMedia(
          new Page.EmulateMediaOptions().setReducedMotion(ReducedMotion.REDUCE));
      assertThat(
              window.page.evaluate(
                  "() => getComputedStyle(document.querySelector('.pill .dot-mark')).animationName"))
          .isEqualTo("none");
      window.page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      assertThat(window.page.locator(".tools").first()).not().isVisible();
      assertThat(window.page.locator(".sentence")).isVisible();
      window.screenshot("funnel-print");
      assertThat(window.complaints).isEmpty();
    }
  }

  @Test
  void onTheWallThereAreNumbersAndNoControls() {
    try (Window window =
        browser.window(new Reader("en-GB", ColorScheme.DARK, 1920, 1080)).open(at("?wall=yes"))) {
      assertThat(window.page.locator(".cards")).isVisible();
      assertThat(window.page.locator("nav")).not().isVisible();
      window.screenshot("wall");
      window.page.keyboard().press("Escape");
      assertThat(window.page.locator("nav")).isVisible();
    }
  }

  @Test
  void hostileNamesAreTextEverywhere(@TempDir Path folder) {
    String markup = "<img src=x onerror=\"window.hacked=1\"><script>window.hacked=1</script>";
    String turned = "\u202Edesrever\u202C \"quoted\" 'too' {{7*7}} ${7*7}";
    String endless = "x".repeat(10_000);
    Funnel hostile =
        BoardStory.funnel(
            "hostile",
            markup + turned,
            Duration.ofHours(1),
            Duration.ofDays(1),
            "UTC",
            List.of("channel<b>"),
            markup,
            turned,
            endless);
    try (BoardFixture other = BoardFixture.startIn(folder, List.of(hostile), Access.OPEN)) {
      other.tell(
          hostile,
          List.of(new MadeUpRows.Values("channel<b>", List.of(markup, turned, "y".repeat(900)))));
      other.run(
          "insert into rejected_events values ('<b>place</b>', '<i>reason</i>', '"
              + markup.replace("'", "''")
              + "', '"
              + markup
              + "', 9, '2026-11-21 09:00')",
          "insert into late_events select 'l', null, repeat('<u>', 3000), 'u', '2026-11-21 08:00',"
              + " '{}', '2026-11-21 09:00', '2026-11-21 09:00'");
      String query = "?funnel=hostile&last=7d&by=" + encoded("channel<b>");
      for (String page :
          List.of(
              "?",
              query,
              query + "&table=steps.trend.times",
              query + "&units=dropped.1",
              "?page=health")) {
        try (Window window = browser.window().open(other.address() + page)) {
          assertThat(window.page.locator("main"))
              .containsText(page.contains("health") ? "<i>reason</i>" : "<img src=x");
          if (page.contains("units")) {
            assertThat(window.page.locator("dialog tbody tr").first()).isVisible();
          }
          window.screenshot("hostile-" + Math.abs(page.hashCode() % 1000));
          assertThat(window.page.evaluate("() => window.hacked ?? null")).as(page).isNull();
          assertThat(
                  window
                      .page
                      .locator("main img, main script, main i:not(.dot-mark):not([class])")
                      .count())
              .as(page)
              .isZero();
          assertThat(isWiderThanItsWindow(window)).as(page).isFalse();
          assertThat(window.complaints).as(page).isEmpty();
        }
      }
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  @Test
  void aBoardWithATokenAsksForItOnce(@TempDir Path folder) {
    String token = "correct horse battery staple";
    try (BoardFixture other =
            BoardFixture.startIn(folder, BoardStory.FUNNELS, Access.withToken(token));
        Window window = browser.window()) {
      window.page.navigate(other.address().toString());
      window.page.getByLabel("Token").fill("a wrong one, long enough");
      window.page.getByText("Open", new Page.GetByTextOptions().setExact(true)).click();
      assertThat(window.page.locator(".notice")).hasText("That is not the token of this board.");
      assertThat(window.brokenRules()).isEmpty();
      window.page.getByLabel("Token").fill(token);
      window.page.keyboard().press("Enter");
      assertThat(window.page.locator(".cards")).isVisible();
      window.page.reload();
      assertThat(window.page.locator(".cards")).isVisible();
    }
  }

  @Test
  void whatIsMissingOrBrokenSaysWhatToDo() {
    try (Window window = browser.window()) {
      window.open(at("?funnel=nosuch"));
      assertThat(window.page.locator("main")).containsText("There is no funnel “nosuch”.");
      window.page.getByText("See all funnels").click();
      assertThat(window.page.locator(".cards")).isVisible();
      window.open(at("?funnel=trial&last=dates&from=2025-01-01&to=2025-01-02"));
      window.page.getByText("Show all cohorts").click();
      assertThat(window.page.locator(".steps")).isVisible();
    }
    board.run("alter table funnel_steps rename to elsewhere");
    try (Window window = browser.window().open(at("?funnel=trial&lang=zh-CN"))) {
      assertThat(window.page.locator(".notice").first()).containsText("结果表尚不存在");
      board.run("alter table elsewhere rename to funnel_steps");
      window.page.getByText("重试").click();
      assertThat(window.page.locator(".steps")).isVisible();
    } finally {
      board.run("alter table if exists elsewhere rename to funnel_steps");
    }
  }

  /** For the README: small, and the same whenever the page is. */
  @Test
  void aPictureForTheReadmeIsTaken() {
    try (Window window =
        browser
            .window(new Reader("en-GB", ColorScheme.LIGHT, 1280, 800))
            .open(at("?funnel=trial&by=channel"))) {
      assertThat(window.page.locator(".values tbody tr").first()).isVisible();
      Path picture = Path.of("target", "screenshots", "readme.png");
      window.page.screenshot(new Page.ScreenshotOptions().setPath(picture));
      assertThat(picture).isRegularFile();
      assertThat(picture.toFile().length()).isLessThan(250_000);
    }
  }
}
