package dev.footfall.cli;

import java.io.PrintWriter;
import java.util.Locale;

/** One line on standard error that says how far a run has come. */
final class ProgressLine implements AutoCloseable {

  /** Where lines pile up, one in so many seconds is enough. */
  private static final double SECONDS_BETWEEN_LINES = 5;

  private final PrintWriter err;
  private final boolean terminal = System.console() != null;
  private final long startedNanos = System.nanoTime();
  private double lineDueAt;
  private boolean shown;

  ProgressLine(PrintWriter err) {
    this.err = err;
  }

  /** Events read so far and how many a second, since the start of the run. */
  synchronized void show(long events) {
    double seconds = (System.nanoTime() - startedNanos) / 1e9;
    if (events == 0 || (!terminal && seconds < lineDueAt)) {
      return;
    }
    lineDueAt = seconds + SECONDS_BETWEEN_LINES;
    String line =
        String.format(Locale.ROOT, "%,d events read, %,.0f a second", events, events / seconds);
    if (terminal) {
      err.print("\r" + line);
      err.flush();
    } else {
      err.println(line);
    }
    shown = true;
  }

  @Override
  public synchronized void close() {
    if (shown && terminal) {
      err.println();
    }
    shown = false;
  }
}
