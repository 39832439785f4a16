package dev.footfall.ingest;

import org.apache.flink.api.common.accumulators.Accumulator;
import org.apache.flink.api.common.accumulators.SimpleAccumulator;

/**
 * The watermark of a job, for those who started it: the least of the instances that are not idle,
 * as Flink takes it downstream. {@link #UNKNOWN} as long as none has one.
 */
final class WatermarkTold implements SimpleAccumulator<Long> {

  static final long UNKNOWN = Long.MIN_VALUE;

  private static final long serialVersionUID = 1L;

  private long least = UNKNOWN;

  /** This instance has come to the watermark. */
  void is(long watermark) {
    least = watermark;
  }

  /** This instance is waited for no more. */
  void isIdle() {
    least = UNKNOWN;
  }

  @Override
  public void add(Long watermark) {
    least = least == UNKNOWN ? watermark : Math.min(least, watermark);
  }

  @Override
  public Long getLocalValue() {
    return least;
  }

  @Override
  public void resetLocal() {
    least = UNKNOWN;
  }

  @Override
  public void merge(Accumulator<Long, Long> other) {
    if (other.getLocalValue() != UNKNOWN) {
      add(other.getLocalValue());
    }
  }

  @Override
  @SuppressWarnings("MissingSuperCall") // Flink's interface has one that copies nothing.
  public Accumulator<Long, Long> clone() {
    WatermarkTold copy = new WatermarkTold();
    copy.least = least;
    return copy;
  }
}
