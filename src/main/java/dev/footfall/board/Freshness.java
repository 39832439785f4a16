package dev.footfall.board;

import java.time.Duration;

/**
 * From when on the board says that it shows old numbers.
 *
 * @param delayedAfter without a write for so long: delayed
 * @param stalledAfter without a write for so long: stalled
 * @param maxLag event time so far behind the clock: delayed; where event time is simulated or
 *     replayed, give a length it never reaches
 */
public record Freshness(Duration delayedAfter, Duration stalledAfter, Duration maxLag) {

  /** For a live source with events at all hours. */
  public static final Freshness DEFAULT =
      new Freshness(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofMinutes(10));
}
