package dev.footfall.battery;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * How a scenario ended: well.
 *
 * @param scenario its name
 * @param seed of its traffic
 * @param rows compared with those that must be there
 * @param conservation what was sent, by what became of it
 * @param recoveries how long it took to go on
 * @param seconds how long all of it took
 */
record Result(
    String scenario,
    long seed,
    int rows,
    String conservation,
    List<Stage.Recovery> recoveries,
    double seconds) {

  /** A row of a Markdown table. */
  String line() {
    return String.format(
        Locale.ROOT,
        "| %s | %d | %,d | %s | %s | %.0f s |",
        scenario,
        seed,
        rows,
        conservation,
        recoveries.stream()
            .map(one -> String.format(Locale.ROOT, "%s %.1f s", one.what(), one.seconds()))
            .collect(Collectors.joining("; ")),
        seconds);
  }

  /** The head of that table. */
  static String head() {
    return "| scenario | seed | rows compared | messages | times | in all |\n"
        + "|---|---|---|---|---|---|";
  }
}
