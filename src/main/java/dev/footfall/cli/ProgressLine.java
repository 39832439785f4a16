package dev.footfall.cli;

import dev.footfall.ingest.Counted;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Map;

/** One line on standard error that says how far a run has come. */
final class ProgressLine implements AutoCloseable {

  private final PrintWriter err;
  private final boolean terminal = System.console() != null;
  private final double secondsBetweenLines;
  private long shownAtNanos = System.nanoTime();
  private long shownEvents;
  private boolean shown;

  private ProgressLine(PrintWriter err, double secondsBetweenLines) {
    this.err = err;
    this.secondsBetweenLines = secondsBetweenLines;
  }

  /** For a run that ends soon: where lines pile up, one every five seconds. */
  static ProgressLine ofAShortRun(PrintWriter err) {
    return new ProgressLine(err, 5);
  }

  /** For a run that may never end: where lines pile up, one a minute. */
  static ProgressLine ofALongRun(PrintWriter err) {
    return new ProgressLine(err, 60);
  }

  /**
   * Shows what has been counted, how fast events have come since the line before, and how far event
   * time has come, where that is known.
   *
   * @param counts by the names of {@link Counted}
   */
  synchronized void show(Map<String, Long> counts) {
    long events = counts.getOrDefault(Counted.EVENTS, 0L);
    double seconds = (System.nanoTime() - shownAtNanos) / 1e9;
    if (events == 0 || (shown && !terminal && seconds < secondsBetweenLines)) {
      return;
    }
    // After a failure counting begins anew.
    String line = text(events, Math.max(0, events - shownEvents) / seconds, counts);
    shownAtNanos = System.nanoTime();
    shownEvents = events;
    if (terminal) {
      // The rest of a longer line before goes.
      err.print("\r" + line + "\u001b[K");
      err.flush();
    } else {
      err.println(line);
    }
    shown = true;
  }

  /** The line: {@code 1,200 events read, 400 a second, watermark 2026-11-21T10:00:00Z}. */
  static String text(long events, double rate, Map<String, Long> counts) {
    String line = String.format(Locale.ROOT, "%,d events read, %,.0f a second", events, rate);
    Long watermark = counts.get(Counted.WATERMARK);
    return watermark == null || watermark == Long.MAX_VALUE
        ? line
        : line + ", watermark " + Instant.ofEpochMilli(watermark).truncatedTo(ChronoUnit.SECONDS);
  }

  @Override
  public synchronized void close() {
    if (shown && terminal) {
      err.println();
    }
    shown = false;
  }
}
