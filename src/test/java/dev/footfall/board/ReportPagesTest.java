package dev.footfall.board;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Download;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.ColorScheme;
import dev.footfall.board.RealBrowser.Reader;
import dev.footfall.board.RealBrowser.Window;
import dev.footfall.funnel.FunnelFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The pages of reports as people meet them, held against the rows. */
final class ReportPagesTest {

  private static final String RHYTHM = "?page=reports&report=activity";
  private static final String RETENTION = "?page=reports&report=back";
  private static final String CHANNELS = "?page=reports&report=channels";
  private static final String NEXT = "?page=reports&report=trial-next";

  private static RealBrowser browser;
  private static BoardFixture board;

  @BeforeAll
  static void start(@TempDir Path folder) {
    browser = RealBrowser.start();
    PlaywrightAssertions.setDefaultAssertionTimeout(30_000);
    board =
        BoardFixture.startIn(
            folder,
            new FunnelFile.Content(
                List.of(BoardFixture.TRIAL),
                List.of(),
                ReportRowsToShow.declared(BoardFixture.TRIAL),
                List.of()),
            Access.OPEN);
    tell();
  }

  private static void tell() {
    board.cohort(
        BoardFixture.TRIAL,
        20,
        null,
        "",
        true,
        BoardFixture.dropped(40),
        BoardFixture.dropped(15),
        30);
    board.run(ReportRowsToShow.inserts());
    for (int unit = 0; unit < 15; unit++) {
      String id = unit == 14 ? HOSTILE : "u" + unit;
      board.journey(BoardFixture.TRIAL, 20, id, 2, "dropped", "{\"channel\":\"web\"}");
      board.insert(
          "insert into unit_next values ('trial', '', ?, ?, 'trial-next', ?, 'v1', 2, 'dropped', ?,"
              + " ?, ?, '1970-01-01', ?, ?)",
          BoardFixture.start(20),
          id,
          BoardFixture.start(21),
          unit < 14 ? "(nothing)" : "help<i>",
          unit < 14 ? null : LocalDateTime.parse("2026-11-21T02:00:00"),
          unit < 14 ? "{}" : "{\"page\":\"/pay\"}",
          BoardFixture.STAMP,
          BoardFixture.STAMP);
    }
    board.run(
        "update journeys set step_times = '[\"2026-11-19T17:00:00Z\",\"2026-11-21T01:00:00Z\",null]'");
  }

  private static final String HOSTILE = "zed & <img src=x>";

  private static final String UNIT = "?page=unit&of=trial&unit=zed+%26+%3Cimg+src%3Dx%3E";

  @AfterAll
  static void stop() {
    if (board != null) {
      board.close();
      browser.close();
    }
  }

  private static String at(String query) {
    return board.address() + query;
  }

  /** A page, what it must say in both languages. */
  private static final Map<String, List<String>> PAGES =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("?page=reports", List.of("Who comes back (留存)", "进入当天为第 0 天")),
              Map.entry(RHYTHM, List.of("Busiest hour", "最活跃的时段")),
              Map.entry(
                  RHYTHM + "&measure=users&closed=no&table=rhythm",
                  List.of("Open windows are included", "包含未关闭的窗口")),
              Map.entry(RETENTION, List.of("not over yet", "尚未结束")),
              Map.entry(
                  RETENTION + "&measure=unbounded&table=triangle.curve",
                  List.of("on the day or later", "当日及以后")),
              Map.entry(CHANNELS, List.of("Linear", "线性")),
              Map.entry(NEXT, List.of("more convert", "转化更多")),
              Map.entry(
                  "?page=reports&report=quiet",
                  List.of("It follows account_id, not users.", "按 account_id 统计，而不是按用户。")),
              Map.entry(
                  "?page=reports&report=gone&last=all",
                  List.of("does not know how to show", "不会展示这种报告")),
              Map.entry(UNIT, List.of("1 h after trial", "trial 之后 +1 小时")),
              Map.entry(
                  "?funnel=trial&last=all&units=dropped.2",
                  List.of("What those did next who dropped:", "流失者接下来做了什么："))));

  static Stream<Arguments> pages() {
    return PAGES.keySet().stream()
        .flatMap(
            query ->
                Stream.of(
                    Arguments.of(query, "en-GB", ColorScheme.LIGHT),
                    Arguments.of(query, "zh-CN", ColorScheme.DARK)));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void everyPageCanBeReadByEverybodyInBothLanguagesAndThemes(
      String query, String language, ColorScheme theme) {
    boolean chinese = language.startsWith("zh");
    try (Window window = browser.window(Reader.of(language, theme)).open(at(query))) {
      assertThat(window.page.locator("main"))
          .containsText(Objects.requireNonNull(PAGES.get(query)).get(chinese ? 1 : 0));
      assertThat(window.page.locator("nav a:has-text('" + (chinese ? "报告" : "Reports") + "')"))
          .isVisible();
      window.screenshot(
          "report-"
              + query.replaceAll("[^a-z0-9-]+", "-")
              + "-"
              + theme.name().toLowerCase(Locale.ROOT));
      assertThat(window.brokenRules()).isEmpty();
      assertThat(window.complaints).isEmpty();
      assertThat(isWiderThanItsWindow(window)).isFalse();
    }
  }

  private static boolean isWiderThanItsWindow(Window window) {
    return Boolean.TRUE.equals(
        window.page.evaluate("() => document.documentElement.scrollWidth > innerWidth"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"?page=reports", RHYTHM, RETENTION, CHANNELS, NEXT, UNIT})
  void onAPhoneNothingIsCutOff(String query) {
    try (Window window =
        browser.window(new Reader("en-GB", ColorScheme.DARK, 390, 800)).open(at(query))) {
      assertThat(window.page.locator("main h1")).isVisible();
      assertThat(window.page.locator("main")).hasAttribute("aria-busy", "false");
      assertThat(isWiderThanItsWindow(window)).isFalse();
      assertThat(window.brokenRules()).isEmpty();
    }
  }

  @Test
  void theHeatMapHasTheEventsOfEachHourOfTheWeek() {
    String of =
        "select sum(amount) from report_figures where report = 'activity' and version = 'v1'";
    try (Window window = browser.window().open(at(RHYTHM))) {
      Locator cells = window.page.locator("#rhythm-grid td.cell");
      assertThat(cells).hasCount(168);
      assertThat(window.page.locator(".key-numbers dd").first())
          .hasText("%,d".formatted(board.number(of + " and final and value = ''")));
      // Wednesday at 14.
      assertThat(cells.nth(2 * 24 + 14))
          .hasText(
              String.valueOf(
                  board.number(of + " and final and value = '' and position = 2 * 24 + 14")));
      window.page.getByLabel("device").selectOption("phone");
      assertThat(window.page.locator(".key-numbers dd").first())
          .hasText("%,d".formatted(board.number(of + " and final and value = 'phone'")));
      window.page.getByText("Closed windows only").click();
      assertThat(window.page.locator(".key-numbers dd").first())
          .hasText("%,d".formatted(board.number(of + " and value = 'phone'")));
      window.page.reload();
      assertThat(window.page.locator(".key-numbers dd").first())
          .hasText("%,d".formatted(board.number(of + " and value = 'phone'")));
    }
  }

  @Test
  void theTriangleMarksWhatIsNotOverAndItsAverageLeavesThatOut() {
    try (Window window = browser.window().open(at(RETENTION))) {
      Locator grid = window.page.locator("#retention-grid");
      assertThat(grid.locator("tbody tr")).hasCount(11);
      // The 14th to the 21st lack their day 7, those from the 15th their day 6, and so on.
      assertThat(grid.locator("tbody td.open")).hasCount(8 + 7 + 6 + 5 + 4 + 3 + 2 + 1);
      assertThat(grid.locator("tbody td.open").first()).hasText("…not over yet");
      String from = "select sum(amount) from report_figures where report = 'back'";
      String over = " and window_start < timestamp '2026-11-13 16:00'";
      long entered = board.number(from + " and part = 'entered'" + over);
      long returned = board.number(from + " and part = 'day' and position = 7" + over);
      assertThat(grid.locator("tfoot td.cell").last())
          .hasText("%d%%".formatted(Math.round(100.0 * returned / entered)));
      window.page.setViewportSize(900, 420);
      // Where the cohorts are scrolled, the average stands still with its name.
      assertThat(
              window.page.evaluate(
                  "() => { const grid = document.querySelector('#retention-grid');"
                      + " const tops = [...grid.querySelectorAll('tfoot tr > *')].map((cell) =>"
                      + " Math.round(cell.getBoundingClientRect().bottom));"
                      + " return grid.scrollHeight > grid.clientHeight && Math.max(...tops) -"
                      + " Math.min(...tops) <= 1; }"))
          .isEqualTo(true);
      window.page.getByText("on the day or later", exactly()).click();
      assertThat(grid.locator("tbody td.open")).hasCount(8 * 8);
    }
  }

  private static Page.GetByTextOptions exactly() {
    return new Page.GetByTextOptions().setExact(true);
  }

  @Test
  void theChannelTablesAddUp() {
    try (Window window = browser.window().open(at(CHANNELS))) {
      Locator social =
          window.page.locator(".acquired tbody tr", new Page.LocatorOptions().setHasText("social"));
      assertThat(social).containsText("35%");
      assertThat(social).containsText("8%");
      assertThat(window.page.locator(".credited tbody tr")).hasCount(5);
      assertThat(window.page.locator(".credited tfoot td"))
          .hasText(new String[] {"7,800", "100%", "7,800", "100%", "7,800", "100%"});
      assertThat(window.page.locator(".acquired tfoot td").first()).hasText("60,000");
    }
  }

  @Test
  void thoseWhoDroppedStandBesideThoseWhoConvertedAndTheFunnelLeadsThere() {
    try (Window window = browser.window().open(at("?funnel=trial&last=all"))) {
      window.page.getByText("What came next in the trial").click();
      assertThat(window.page.locator("h1")).hasText("What came next in the trial");
      Locator nothing = window.page.locator("#next-events-table tbody tr").first();
      assertThat(nothing).containsText("(nothing)");
      assertThat(nothing).containsText("50%");
      assertThat(nothing).containsText("10%");
      assertThat(window.page.locator("#next-events-table thead"))
          .containsText("Of 800 who dropped");
      Locator help =
          window.page.locator(".signals tbody tr", new Page.LocatorOptions().setHasText("help"));
      assertThat(help).containsText("300%");
      assertThat(help).containsText("more convert");
      assertThat(window.page.locator(".signals tbody tr")).hasCount(4);
      window.page.getByText("Show all 6").click();
      assertThat(window.page.locator(".signals tbody tr")).hasCount(6);
      window.page.getByText("2 trial").click();
      assertThat(window.page.locator("#next-events-table tbody")).containsText("invite");
      window.page.goBack();
      assertThat(window.page.locator("h1")).hasText("Register → trial → purchase");
      fromTheListToOneUnitAndBackByKeyboard(window);
    }
  }

  private static void fromTheListToOneUnitAndBackByKeyboard(Window window) {
    window.page.locator(".part:has-text('Dropped')").nth(1).press("Enter");
    Locator dialog = window.page.locator("dialog");
    assertThat(dialog.locator("thead")).containsText("What came next");
    assertThat(dialog.locator("tbody td:text-is('(nothing)')")).hasCount(14);
    assertThat(dialog.locator("tbody tr").first()).containsText("help<i>");
    assertThat(dialog).containsText("The newest cohort first");
    dialog.locator("tbody a").first().press("Enter");
    assertThat(window.page.locator("h1")).hasText("Unit: " + HOSTILE);
    assertThat(dialog).not().isVisible();
    assertThat(window.page.locator(".timeline .taken")).hasCount(2);
    assertThat(window.page.locator(".timeline .next")).containsText("help<i>");
    assertThat(window.page.locator(".values-of-run")).containsText("last page");
    assertThat(window.page.locator("main img, main i")).hasCount(0);
    window.page.goBack();
    assertThat(dialog.locator("tbody tr")).hasCount(15);
    assertThat(window.complaints).isEmpty();
  }

  @Test
  void cellsAreReachedWithTheKeyboard() {
    try (Window window = browser.window().open(at(RHYTHM))) {
      window.page.locator("#rhythm-grid").focus();
      window.page.keyboard().press("ArrowRight");
      assertThat(window.page.locator(".tip strong")).hasText("Monday 00:00");
      window.page.keyboard().press("ArrowDown");
      window.page.keyboard().press("ArrowRight");
      assertThat(window.page.locator(".tip strong")).hasText("Tuesday 01:00");
      assertThat(window.page.locator(".tip")).containsText("Users");
      window.page.keyboard().press("Escape");
      assertThat(window.page.locator(".tip")).not().isVisible();
      window.open(at(RETENTION));
      window.page.locator("#panel-curve .chart").focus();
      window.page.keyboard().press("End");
      assertThat(window.page.locator(".tip strong")).hasText("day 7");
    }
  }

  @Test
  void newNumbersComeByThemselvesButNotUnderATooltip() {
    try (Window window = browser.window().open(at(RHYTHM + "&closed=no"))) {
      Locator cell = window.page.locator("#rhythm-grid td.cell").nth(1);
      int before = Integer.parseInt(cell.innerText());
      countMore(1);
      assertThat(cell).hasText(String.valueOf(before + 10));
      cell.hover();
      assertThat(window.page.locator(".tip")).isVisible();
      countMore(2);
      assertThat(window.page.locator(".waiting")).isVisible();
      assertThat(cell).hasText(String.valueOf(before + 10));
      window.page.mouse().move(5, 5);
      assertThat(cell).hasText(String.valueOf(before + 20));
    } finally {
      board.empty();
      tell();
    }
  }

  /** What the job would write when ten more come on a Monday, an hour after midnight. */
  private static void countMore(int second) {
    board.run(
        "update report_figures set amount = amount + 10, updated_at = '2026-11-21 10:00:0%d'"
                .formatted(second)
            + " where report = 'activity' and version = 'v1' and value = '' and position = 1"
            + " and window_start = '2026-11-15 16:00'");
  }

  @Test
  void theRowsAreSaved() throws IOException {
    try (Window window = browser.window().open(at(RETENTION))) {
      Download file =
          window.page.waitForDownload(
              () -> window.page.getByLabel("Save as CSV: Retention by cohort").click());
      assertThat(Files.readString(file.path()).lines())
          .hasSize(
              1 + (int) board.number("select count(*) from report_figures where report = 'back'"));
    }
  }
}
