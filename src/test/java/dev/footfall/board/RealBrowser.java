package dev.footfall.board;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Chromium without a face. Neither it nor Node, through which it is led, comes with the build:
 * where one is missing, the tests that need it are skipped and say so.
 */
final class RealBrowser implements AutoCloseable {

  private static final String HOW =
      "The board's tests in a browser are skipped; to run them: apt-get install chromium nodejs";

  private static final Path SCREENSHOTS = Path.of("target", "screenshots");

  private final Playwright playwright;
  private final Browser browser;

  private RealBrowser(Path chromium, Path node) {
    playwright =
        Playwright.create(
            new Playwright.CreateOptions()
                .setEnv(
                    Map.of(
                        "PLAYWRIGHT_NODEJS_PATH",
                        node.toString(),
                        "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD",
                        "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium)
                    // Root may not use the sandbox, and only our own page is opened.
                    .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage")));
  }

  static RealBrowser start() {
    Optional<Path> chromium = find("chromium", "chromium-browser", "google-chrome");
    Optional<Path> node = find("node", "nodejs");
    if (chromium.isEmpty() || node.isEmpty()) {
      System.out.println(HOW);
      Assumptions.abort(HOW);
    }
    return new RealBrowser(chromium.orElseThrow(), node.orElseThrow());
  }

  private static Optional<Path> find(String... names) {
    String path = Objects.requireNonNullElse(System.getenv("PATH"), "");
    return Stream.of(names)
        .flatMap(name -> Stream.of(path.split(":")).map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /**
   * How somebody reads.
   *
   * @param language of the browser
   */
  record Reader(String language, ColorScheme theme, int width, int height) {

    static final Reader USUAL = new Reader("en-GB", ColorScheme.LIGHT, 1280, 900);

    static Reader of(String language, ColorScheme theme) {
      return new Reader(language, theme, 1280, 900);
    }
  }

  /** A page of a reader's own, and what its browser complains of. */
  final class Window implements AutoCloseable {

    final Page page;
    final List<String> complaints = new ArrayList<>();
    private final BrowserContext context;

    private Window(Reader reader) {
      context =
          browser.newContext(
              new Browser.NewContextOptions()
                  .setLocale(reader.language())
                  .setColorScheme(reader.theme())
                  .setTimezoneId("America/Sao_Paulo")
                  .setViewportSize(reader.width(), reader.height()));
      page = context.newPage();
      page.setDefaultTimeout(30_000);
      page.clock().setFixedTime(BoardFixture.NOW.toEpochMilli());
      page.onConsoleMessage(
          message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
              complaints.add(message.text());
            }
          });
      page.onPageError(complaints::add);
    }

    /** Opens an address and waits until there is something to read. */
    Window open(String address) {
      page.navigate(address);
      page.waitForSelector("main h1, main .empty, main .notice");
      return this;
    }

    /** The rules that the page breaks, with the places. */
    List<String> brokenRules() {
      page.evaluate(AXE);
      Object found =
          page.evaluate(
              "async () => (await axe.run()).violations.map(v => v.id + ': ' + v.nodes.map(n =>"
                  + " n.target.join(' ') + ' ' + n.failureSummary).join(' | '))");
      List<String> broken = new ArrayList<>();
      if (found instanceof List<?> list) {
        list.forEach(rule -> broken.add(String.valueOf(rule)));
      }
      return broken;
    }

    void screenshot(String name) {
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(SCREENSHOTS.resolve(name + ".png"))
              .setFullPage(true)
              .setAnimations(com.microsoft.playwright.options.ScreenshotAnimations.DISABLED));
    }

    @Override
    public void close() {
      context.close();
    }
  }

  private static final String AXE = axe();

  private static String axe() {
    try (InputStream script =
        Objects.requireNonNull(AxeBuilder.class.getResourceAsStream("/axe.min.js"))) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new AssertionError(unreadable);
    }
  }

  Window window(Reader reader) {
    return new Window(reader);
  }

  Window window() {
    return window(Reader.USUAL);
  }

  /** Somebody who was never here: nothing is kept from before, and the clock is the machine's. */
  BrowserContext stranger() {
    return browser.newContext(
        new Browser.NewContextOptions()
            .setLocale(Reader.USUAL.language())
            .setViewportSize(Reader.USUAL.width(), Reader.USUAL.height()));
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
