package dev.footfall.battery;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Waits for a condition, never for a fixed time. */
final class Waiting {

  /** Two busy cores make everything slow; what takes longer than this does not come. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  private static final long BETWEEN_MILLIS = 200;

  private Waiting() {}

  /**
   * Waits until it is so.
   *
   * @param what for people: "until …"
   */
  static void until(String what, Callable<Boolean> isSo) {
    until(() -> what, isSo);
  }

  /** As {@link #until(String, Callable)}, where what is waited for is told at the end. */
  static void until(Supplier<String> what, Callable<Boolean> isSo) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    Exception last = null;
    while (true) {
      try {
        if (isSo.call()) {
          return;
        }
        last = null;
      } catch (BatteryFailure final_) {
        throw final_;
      } catch (Exception notYet) {
        last = notYet;
      }
      if (System.nanoTime() > end) {
        String said = "waited %d s in vain until %s".formatted(PATIENCE.toSeconds(), what.get());
        throw last == null ? new BatteryFailure(said) : new BatteryFailure(said, last);
      }
      pause(BETWEEN_MILLIS);
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      throw new BatteryFailure("interrupted", hurry);
    }
  }
}
