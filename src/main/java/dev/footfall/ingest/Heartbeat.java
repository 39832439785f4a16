package dev.footfall.ingest;

import java.time.Duration;
import org.apache.flink.api.common.operators.ProcessingTimeService;

/** Does something again and again by the clock, in the task's own thread. */
final class Heartbeat implements ProcessingTimeService.ProcessingTimeCallback {

  private final ProcessingTimeService clock;
  private final long everyMillis;
  private final Runnable beat;

  private Heartbeat(ProcessingTimeService clock, Duration every, Runnable beat) {
    this.clock = clock;
    this.everyMillis = every.toMillis();
    this.beat = beat;
  }

  /** Beats for the first time when the first interval is over, until the task ends. */
  static void start(ProcessingTimeService clock, Duration every, Runnable beat) {
    new Heartbeat(clock, every, beat).again();
  }

  @SuppressWarnings("FutureReturnValueIgnored") // a beat that fails, fails the task
  private void again() {
    clock.registerTimer(clock.getCurrentProcessingTime() + everyMillis, this);
  }

  @Override
  public void onProcessingTime(long time) {
    beat.run();
    again();
  }
}
