package dev.footfall.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.event.RejectedEvent;
import dev.footfall.event.RejectionReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.flink.api.common.eventtime.TimestampAssigner;
import org.apache.flink.api.common.eventtime.Watermark;
import org.apache.flink.api.common.eventtime.WatermarkAlignmentParams;
import org.apache.flink.api.common.eventtime.WatermarkGenerator;
import org.apache.flink.api.common.eventtime.WatermarkGeneratorSupplier;
import org.apache.flink.api.common.eventtime.WatermarkOutput;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.apache.flink.util.clock.ManualClock;
import org.apache.flink.util.clock.RelativeClock;
import org.junit.jupiter.api.Test;

class ArrivalTimeTest {

  private static final Arrival REJECTED =
      Arrival.of(new RejectedEvent(RejectionReason.EMPTY, "nothing", "clicks/0@1", new byte[0], 0));

  private final ManualClock clock = new ManualClock();

  /** What the generators of one split say, one after the other. */
  private final List<String> said = new ArrayList<>();

  private final WatermarkOutput output =
      new WatermarkOutput() {
        @Override
        public void emitWatermark(Watermark watermark) {
          said.add("up to " + watermark.getTimestamp());
        }

        @Override
        public void markIdle() {
          said.add("idle");
        }

        @Override
        public void markActive() {
          said.add("active");
        }
      };

  private WatermarkGenerator<Arrival> generator(ArrivalTime time) {
    return time.createWatermarkGenerator(
        new WatermarkGeneratorSupplier.Context() {
          @Override
          public MetricGroup getMetricGroup() {
            return new UnregisteredMetricsGroup();
          }

          @Override
          public RelativeClock getInputActivityClock() {
            return clock;
          }
        });
  }

  private static Arrival event(long time) {
    return Arrival.of(new Event(null, "browse", "ann", time, Map.of()));
  }

  @Test
  void anEventHasItsOwnTimeAndTheWatermarkStaysBehindTheNewestByTheDisorder() {
    ArrivalTime time =
        new ArrivalTime(Optional.of(Duration.ofSeconds(30)), Optional.empty(), Optional.empty());
    TimestampAssigner<Arrival> assigner =
        time.createTimestampAssigner(UnregisteredMetricsGroup::new);
    WatermarkGenerator<Arrival> generator = generator(time);
    for (long eventTime : new long[] {100_000, 90_000}) {
      long assigned = assigner.extractTimestamp(event(eventTime), 1);
      assertThat(assigned).isEqualTo(eventTime);
      generator.onEvent(event(eventTime), assigned, output);
    }
    generator.onPeriodicEmit(output);
    // An event at 70,000 is just in time.
    assertThat(said).containsExactly("up to 69999");
  }

  @Test
  void whatIsRejectedNeitherMovesTheWatermarkNorKeepsASplitFromBeingIdle() {
    ArrivalTime time =
        new ArrivalTime(
            Optional.of(Duration.ofSeconds(30)),
            Optional.of(Duration.ofMinutes(1)),
            Optional.empty());
    WatermarkGenerator<Arrival> generator = generator(time);
    generator.onEvent(event(100_000), 100_000, output);
    generator.onPeriodicEmit(output);
    for (int second = 0; second <= 90; second++) {
      generator.onEvent(REJECTED, Long.MAX_VALUE, output);
      clock.advanceTime(Duration.ofSeconds(1));
      generator.onPeriodicEmit(output);
    }
    assertThat(said).contains("idle").doesNotContain("up to " + (Long.MAX_VALUE - 30_001));
    assertThat(said.get(said.size() - 1)).isEqualTo("idle");
    generator.onEvent(event(110_000), 110_000, output);
    generator.onPeriodicEmit(output);
    assertThat(said.get(said.size() - 1)).isEqualTo("up to 79999");
  }

  @Test
  void splitsKeepTogetherOnlyIfTheyAreToldTo() {
    Optional<Duration> disorder = Optional.of(Duration.ofSeconds(30));
    assertThat(
            new ArrivalTime(disorder, Optional.empty(), Optional.empty())
                .getAlignmentParameters()
                .isEnabled())
        .isFalse();
    WatermarkAlignmentParams together =
        new ArrivalTime(disorder, Optional.empty(), Optional.of(Duration.ofHours(1)))
            .getAlignmentParameters();
    assertThat(together.isEnabled()).isTrue();
    assertThat(together.getMaxAllowedWatermarkDrift()).isEqualTo(3_600_000);
  }

  @Test
  void whereNothingIsLateTheEndOfTheInputIsTheOnlyWatermark() {
    WatermarkGenerator<Arrival> generator =
        generator(
            new ArrivalTime(
                Optional.empty(), Optional.of(Duration.ofMinutes(1)), Optional.empty()));
    generator.onEvent(event(100_000), 100_000, output);
    clock.advanceTime(Duration.ofHours(1));
    generator.onPeriodicEmit(output);
    assertThat(said).isEmpty();
  }
}
