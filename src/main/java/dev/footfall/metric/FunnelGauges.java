package dev.footfall.metric;

import dev.footfall.journey.Outcome;
import dev.footfall.watch.JobMetrics;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.api.java.tuple.Tuple2;
import org.apache.flink.metrics.Histogram;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.runtime.metrics.DescriptiveStatisticsHistogram;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.jspecify.annotations.Nullable;

/**
 * What is told of each funnel while a job runs, beside its rows: how many units are in progress,
 * and how long it takes from an event to its row.
 *
 * <p>Units in progress are kept over restarts. Where the parallelism changes, an instance may take
 * over another's share, and show less than nothing: only the sum over all instances means
 * something.
 */
final class FunnelGauges {

  /** Flink's own histograms of latencies remember about as many. */
  private static final int TIMES_REMEMBERED = 1000;

  /** One of each funnel this instance has seen since it started; funnels are declared, so few. */
  private final Map<String, OfFunnel> byFunnel = new HashMap<>();

  private final ListState<Tuple2<String, Long>> inProgressOfSnapshot;
  private final Map<String, Long> restored = new HashMap<>();

  /** When the earliest step happened that no row has told yet, by cohort. */
  private final Map<CohortKey, Long> untoldSince = new HashMap<>();

  private @Nullable MetricGroup operator;

  private static final class OfFunnel {
    /** Read by the thread that reports. */
    volatile long inProgress;

    final Histogram eventToRow = new DescriptiveStatisticsHistogram(TIMES_REMEMBERED);

    OfFunnel(String funnel, long inProgress, MetricGroup operator) {
      this.inProgress = inProgress;
      MetricGroup metrics = JobMetrics.ofFunnel(funnel, operator);
      metrics.gauge("unitsInProgress", () -> this.inProgress);
      metrics.histogram("eventToRowMs", eventToRow);
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // One thread writes, another one reads.
    void add(long units) {
      inProgress += units;
    }
  }

  FunnelGauges(FunctionInitializationContext context) throws Exception {
    inProgressOfSnapshot =
        context
            .getOperatorStateStore()
            .getListState(
                new ListStateDescriptor<>(
                    "units-in-progress", Types.TUPLE(Types.STRING, Types.LONG)));
    for (Tuple2<String, Long> share : inProgressOfSnapshot.get()) {
      restored.merge(share.f0, share.f1, Long::sum);
    }
  }

  /** Shows them among the operator's metrics from now on. */
  void showIn(MetricGroup metrics) {
    operator = metrics;
    restored.forEach((funnel, units) -> of(funnel));
  }

  void snapshot() throws Exception {
    List<Tuple2<String, Long>> shares = new ArrayList<>();
    byFunnel.forEach((funnel, its) -> shares.add(Tuple2.of(funnel, its.inProgress)));
    inProgressOfSnapshot.update(shares);
  }

  /** Counts have changed so. */
  void changed(CohortDelta delta) {
    long entered = 0;
    for (CohortDelta.Part part : delta.parts()) {
      if (part.slice().isTotal()) {
        entered += part.change().with(Outcome.IN_PROGRESS);
      }
    }
    of(delta.cohort().funnel()).add(entered);
    if (delta.firstStep() != CohortDelta.NO_STEP) {
      untoldSince.merge(delta.cohort(), delta.firstStep(), Math::min);
    }
  }

  /**
   * All that is known of the cohort is told now.
   *
   * @param now in milliseconds since the epoch
   */
  void told(CohortKey cohort, long now) {
    Long since = untoldSince.remove(cohort);
    if (since != null) {
      of(cohort.funnel()).eventToRow.update(Math.max(0, now - since));
    }
  }

  /** A cohort is counted no more; so many of its units were in progress. */
  void forgot(CohortKey cohort, long inProgress) {
    untoldSince.remove(cohort);
    of(cohort.funnel()).add(-inProgress);
  }

  private OfFunnel of(String funnel) {
    if (operator == null) {
      throw new IllegalStateException("not opened yet");
    }
    MetricGroup metrics = operator;
    return byFunnel.computeIfAbsent(
        funnel, id -> new OfFunnel(id, restored.getOrDefault(id, 0L), metrics));
  }
}
