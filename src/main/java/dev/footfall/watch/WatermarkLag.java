package dev.footfall.watch;

import java.util.function.LongSupplier;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;

/**
 * How far event time is behind the clock, in milliseconds: {@link #UNKNOWN} before the first
 * watermark, 0 at the end of the input.
 */
public final class WatermarkLag implements Gauge<Long> {

  static final long UNKNOWN = -1;

  private final LongSupplier clock;

  /** Read by the thread that reports. */
  private volatile long watermark = Long.MIN_VALUE;

  private WatermarkLag(LongSupplier clock) {
    this.clock = clock;
  }

  /**
   * Shows the lag among the operator's metrics.
   *
   * @param clock tells the time, in milliseconds since the epoch
   */
  public static WatermarkLag shownIn(MetricGroup operator, LongSupplier clock) {
    return JobMetrics.of(operator).gauge("watermarkLag", new WatermarkLag(clock));
  }

  /** Event time has come to this watermark. */
  public void is(long mark) {
    watermark = mark;
  }

  @Override
  public Long getValue() {
    long mark = watermark;
    if (mark == Long.MIN_VALUE) {
      return UNKNOWN;
    }
    return Math.max(0, clock.getAsLong() - mark);
  }
}
