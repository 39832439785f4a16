package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import java.time.Duration;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.BoundedOutOfOrdernessWatermarks;
import org.apache.flink.api.common.eventtime.NoWatermarksGenerator;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.TimestampAssignerSupplier;
import org.apache.flink.api.common.eventtime.WatermarkAlignmentParams;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.eventtime.WatermarksWithIdleness;
import org.jspecify.annotations.Nullable;

/**
 * Event time of arrivals: that of the event. What was rejected neither moves the watermark nor
 * keeps a split from being idle: a partition that brings only rubbish must not hold everyone up.
 */
final class ArrivalTime implements WatermarkStrategy<Arrival> {

  private static final long serialVersionUID = 1L;

  /** The one group of splits that keep together: there is but one source. */
  private static final String ALIGNED = "arrivals";

  private static final Duration CHECK_DRIFT_EVERY = Duration.ofSeconds(1);

  private final @Nullable Duration maxDisorder;
  private final @Nullable Duration idleAfter;
  private final @Nullable Duration maxDrift;

  /**
   * @param maxDisorder how far behind the newest event of its split an event may come; empty if
   *     nothing is late and the watermark comes with the end of the input
   * @param idleAfter after how long without events a split is waited for no more; empty for never
   * @param maxDrift how far a split may run ahead of the others; empty for as far as it goes
   */
  ArrivalTime(
      Optional<Duration> maxDisorder, Optional<Duration> idleAfter, Optional<Duration> maxDrift) {
    this.maxDisorder = maxDisorder.orElse(null);
    this.idleAfter = idleAfter.orElse(null);
    this.maxDrift = maxDrift.orElse(null);
  }

  @Override
  public WatermarkAlignmentParams getAlignmentParameters() {
    return maxDrift == null
        ? WatermarkAlignmentParams.WATERMARK_ALIGNMENT_DISABLED
        : new WatermarkAlignmentParams(maxDrift.toMillis(), ALIGNED, CHECK_DRIFT_EVERY.toMillis());
  }

  @Override
  public TimestampAssigner<Arrival> createTimestampAssigner(
      TimestampAssignerSupplier.Context context) {
    return (arrival, recordTime) -> arrival.event() == null ? recordTime : arrival.event().time();
  }

  @Override
  public WatermarkGenerator<Arrival> createWatermarkGenerator(
      WatermarkGeneratorSupplier.Context context) {
    if (maxDisorder == null) {
      return new NoWatermarksGenerator<>();
    }
    WatermarkGenerator<Arrival> bounded = new BoundedOutOfOrdernessWatermarks<>(maxDisorder);
    return new OfEventsOnly(
        idleAfter == null
            ? bounded
            : new WatermarksWithIdleness<>(bounded, idleAfter, context.getInputActivityClock()));
  }

  /** Lets a generator see events and nothing else. */
  private record OfEventsOnly(WatermarkGenerator<Arrival> generator)
      implements WatermarkGenerator<Arrival> {

    @Override
    public void onEvent(Arrival arrival, long time, WatermarkOutput output) {
      if (arrival.event() != null) {
        generator.onEvent(arrival, time, output);
      }
    }

    @Override
    public void onPeriodicEmit(WatermarkOutput output) {
      generator.onPeriodicEmit(output);
    }
  }
}
