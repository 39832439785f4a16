package dev.footfall.board;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * How soon the overview and a funnel are there to be read, in a browser that was never here and in
 * one that was, and what they weigh. A program: others at work on the same machine make it slower.
 */
final class PageSpeed {

  private static final int TIMES = 9;

  /** What is read first, and by which element it is known to be there. */
  private static final List<Place> PLACES =
      List.of(
          new Place("overview", "", ".glance-rate"),
          new Place("funnel", "?funnel=funnel-3&by=channel", ".values tbody tr"));

  /** Takes the time when what is waited for has been drawn, by the clock of the page itself. */
  private static final String WATCH =
      """
      new MutationObserver((changes, observer) => {
        if (!document.querySelector('%s')) return;
        observer.disconnect();
        requestAnimationFrame(() => setTimeout(() => { window.shownAt = performance.now(); }));
      }).observe(document, { childList: true, subtree: true });
      """;

  private static final String TELL =
      """
      async () => {
        while (!window.shownAt) await new Promise((go) => setTimeout(go, 5));
        const files = ['navigation', 'resource'].flatMap((type) => performance.getEntriesByType(type));
        const numbers = files.filter(({ name }) => name.includes('/api/'));
        return [
          window.shownAt,
          Math.min(...numbers.map(({ startTime }) => startTime)),
          Math.max(...numbers.map(({ responseEnd }) => responseEnd)),
          files.length,
          files.reduce((bytes, { transferSize }) => bytes + transferSize, 0),
        ];
      }
      """;

  private PageSpeed() {}

  private record Place(String name, String query, String shown) {}

  /**
   * One loading of a page; times in milliseconds since it was navigated to.
   *
   * @param shown when it was drawn
   * @param asked when the first numbers were asked for
   * @param answered when the last of them were there
   * @param bytes as transferred, compressed, with headers
   */
  private record Loading(
      double shown, double asked, double answered, double requests, double bytes) {

    static Loading of(Object told) {
      double[] figures =
          told instanceof List<?> list
              ? list.stream().mapToDouble(figure -> ((Number) figure).doubleValue()).toArray()
              : new double[0];
      return new Loading(figures[0], figures[1], figures[2], figures[3], figures[4]);
    }
  }

  /** Arguments: one or more addresses of boards on the database of {@link BoardScale}. */
  public static void main(String[] arguments) {
    measure(Arrays.stream(arguments).map(URI::create).toList());
  }

  /** Takes turns between the boards, so that all suffer alike from what else the machine does. */
  static void measure(List<URI> boards) {
    Map<String, List<Loading>> loadings = new LinkedHashMap<>();
    try (RealBrowser browser = RealBrowser.start()) {
      for (int time = 0; time < TIMES; time++) {
        for (URI board : boards) {
          for (Place place : PLACES) {
            load(browser, board, place, loadings);
          }
        }
      }
    }
    System.out.printf(
        "pages, the median of %d, at a load of %.1f on %d cores%n",
        TIMES,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
        Runtime.getRuntime().availableProcessors());
    loadings.forEach(
        (name, found) ->
            System.out.printf(
                "%6.0f ms  %s (fastest %.0f; numbers asked for at %.0f, there at %.0f); %.0f"
                    + " requests, %.0f KiB%n",
                median(found, Loading::shown),
                name,
                found.stream().mapToDouble(Loading::shown).min().orElse(Double.NaN),
                median(found, Loading::asked),
                median(found, Loading::answered),
                median(found, Loading::requests),
                median(found, Loading::bytes) / 1024));
  }

  private static void load(
      RealBrowser browser, URI board, Place place, Map<String, List<Loading>> loadings) {
    try (BrowserContext reader = browser.stranger()) {
      Page page = reader.newPage();
      page.addInitScript(WATCH.formatted(place.shown()));
      for (String visit : List.of("first visit", "second visit")) {
        page.navigate(
            board.resolve(place.query().isEmpty() ? "/" : "/" + place.query()).toString());
        loadings
            .computeIfAbsent(
                "%s at %s, %s".formatted(place.name(), board.getAuthority(), visit),
                name -> new ArrayList<>())
            .add(Loading.of(page.evaluate(TELL)));
      }
    }
  }

  private static double median(List<Loading> loadings, ToDoubleFunction<Loading> figure) {
    double[] sorted = loadings.stream().mapToDouble(figure).sorted().toArray();
    return sorted[sorted.length / 2];
  }
}
