package dev.footfall.demo;

import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Lets so many lines pass in a second of the wall clock. */
final class Throttle {

  private static final long FLUSH_BEFORE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final double perSecond;
  private final long start = System.nanoTime();
  private long passed;

  /**
   * @param perSecond 0 for no limit
   */
  Throttle(double perSecond) {
    this.perSecond = perSecond;
  }

  /** Waits until the next line may pass, and has the sink pass on what it took if that is long. */
  void await(LineSink sink) throws IOException, InterruptedException {
    if (perSecond > 0) {
      long due = start + (long) (passed++ / perSecond * 1e9);
      long wait = due - System.nanoTime();
      if (wait > FLUSH_BEFORE_NANOS) {
        sink.flush();
        TimeUnit.NANOSECONDS.sleep(wait);
      }
    }
  }
}
