package dev.footfall.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.Outcome;
import dev.footfall.journey.Progress;
import java.util.List;
import java.util.Objects;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.testutils.MetricListener;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.ProcessFunction;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FunnelGaugesTest {

  private static final FunnelVersion SHOP =
      new FunnelVersion("shop", "v1", 0, List.of("a", "b"), 0, List.of(), 10, 1000);
  private static final CohortKey FIRST = new CohortKey("shop", "v1", 0);
  private static final CohortKey SECOND = new CohortKey("shop", "v1", 1000);

  /** Keeps gauges as {@link CountUnits} does. */
  private static final class Keeper extends ProcessFunction<Long, Long>
      implements CheckpointedFunction {

    private static final long serialVersionUID = 1L;

    private transient @Nullable FunnelGauges gauges;
    private transient @Nullable MetricListener metrics;

    @Override
    public void initializeState(FunctionInitializationContext context) throws Exception {
      metrics = new MetricListener();
      gauges = new FunnelGauges(context);
      gauges.showIn(metrics.getMetricGroup());
    }

    @Override
    public void snapshotState(FunctionSnapshotContext context) throws Exception {
      gauges().snapshot();
    }

    FunnelGauges gauges() {
      return Objects.requireNonNull(gauges);
    }

    MetricListener metrics() {
      return Objects.requireNonNull(metrics);
    }

    long inProgress() {
      Gauge<Long> gauge =
          metrics().<Long>getGauge("footfall", "funnel", "shop", "unitsInProgress").orElseThrow();
      return gauge.getValue();
    }

    @Override
    public void processElement(Long value, Context context, Collector<Long> out) {}
  }

  private static OneInputStreamOperatorTestHarness<Long, Long> start(
      Keeper keeper, @Nullable OperatorSubtaskState state, int parallelism, int index)
      throws Exception {
    OneInputStreamOperatorTestHarness<Long, Long> harness =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(keeper), 16, parallelism, index);
    if (state != null) {
      harness.initializeState(
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              state, 16, 1, parallelism, index));
    }
    harness.open();
    return harness;
  }

  private static CohortDelta delta(CohortKey cohort, long firstStep, Progress... entered) {
    Tally change = Tally.NOTHING;
    for (Progress progress : entered) {
      change = change.plus(Tally.of(progress));
    }
    return new CohortDelta(
        cohort,
        new CohortShape(SHOP, 1000),
        List.of(
            new CohortDelta.Part(Slice.TOTAL, firstStep, change),
            // What stands in the values of a breakdown stands in the total too.
            new CohortDelta.Part(new Slice("plan", "pro"), firstStep, change)),
        firstStep);
  }

  private static Progress unit(Outcome outcome) {
    return new Progress(SHOP, "ann", 0, 1000, 1, outcome, new long[] {5, 0}, new String[0]);
  }

  private static final Progress OPEN = unit(Outcome.IN_PROGRESS);

  @Test
  void unitsInProgressAreKnownAgainAfterARestart() throws Exception {
    Keeper keeper = new Keeper();
    OperatorSubtaskState state;
    try (OneInputStreamOperatorTestHarness<Long, Long> harness = start(keeper, null, 1, 0)) {
      keeper.gauges().changed(delta(FIRST, 5, OPEN, OPEN, unit(Outcome.DROPPED)));
      keeper.gauges().changed(delta(SECOND, 5, OPEN));
      assertThat(keeper.inProgress()).isEqualTo(3);
      state = harness.snapshot(1, 1);
    }
    long all = 0;
    for (int index = 0; index < 2; index++) {
      Keeper again = new Keeper();
      try (OneInputStreamOperatorTestHarness<Long, Long> harness = start(again, state, 2, index)) {
        harness.processElement(1L, 1);
        again.gauges().forgot(FIRST, index == 0 ? 2 : 0);
        all += again.inProgress();
      }
    }
    assertThat(all).isEqualTo(1);
  }

  @Test
  void theTimeFromAnEventToItsRowIsThatOfTheEarliestThatWasNotTold() throws Exception {
    Keeper keeper = new Keeper();
    try (OneInputStreamOperatorTestHarness<Long, Long> harness = start(keeper, null, 1, 0)) {
      FunnelGauges gauges = keeper.gauges();
      gauges.changed(delta(FIRST, 500, OPEN));
      gauges.changed(delta(FIRST, 300, OPEN));
      gauges.changed(delta(FIRST, 400, OPEN));
      gauges.told(FIRST, 1000);
      gauges.told(FIRST, 2000);
      gauges.changed(delta(FIRST, CohortDelta.NO_STEP));
      gauges.told(FIRST, 3000);
      Histogram times =
          keeper.metrics().getHistogram("footfall", "funnel", "shop", "eventToRowMs").orElseThrow();
      assertThat(times.getCount()).isEqualTo(1);
      assertThat(times.getStatistics().getMax()).isEqualTo(700);
    }
  }
}
