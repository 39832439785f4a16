package dev.footfall.metric;

import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.Outcome;
import dev.footfall.watch.JobMetrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;

/**
 * Keeps the counts of a cohort and writes its rows: at most once in a while as long as it is live,
 * and once more when it is final. Then nothing of it is kept.
 *
 * <p>A breakdown gets rows for the first {@code max_values} values that occur in event time; at one
 * instant the lesser text comes first. So which values they are does not depend on the order of
 * arrival. The units of all others are counted under {@link Slice#OTHER}.
 */
final class CohortCounts {

  /** More than any number of values: no further value gets a row of its own. */
  private static final int TRUNCATED = Integer.MAX_VALUE;

  private final Emit emit;

  /** Goes when the cohort is final. */
  private final MapState<Slice, SliceCounts> countsBySlice;

  /** How many values of each breakdown have rows of their own. Goes when the cohort is final. */
  private final MapState<String, Integer> admittedByBreakdown;

  private final Counter changesAfterFinal;

  private final FunnelGauges gauges;

  /** Goes when the cohort is final. */
  private final ValueState<CohortShape> shapeOfCohort;

  /**
   * @param emit when rows are written
   * @param gauges what is told of funnels besides
   * @param context where the state is kept
   */
  CohortCounts(Emit emit, FunnelGauges gauges, RuntimeContext context) {
    this.emit = emit;
    this.gauges = gauges;
    gauges.showIn(context.getMetricGroup());
    shapeOfCohort =
        context.getState(
            new ValueStateDescriptor<>("shape", TypeInformation.of(CohortShape.class)));
    countsBySlice =
        context.getMapState(
            new MapStateDescriptor<>(
                "counts-by-slice",
                TypeInformation.of(Slice.class),
                TypeInformation.of(SliceCounts.class)));
    admittedByBreakdown =
        context.getMapState(
            new MapStateDescriptor<>("admitted-by-breakdown", Types.STRING, Types.INT));
    changesAfterFinal = JobMetrics.of(context.getMetricGroup()).counter("changesAfterFinal");
  }

  /** Takes note of how the counts of the current cohort have changed. */
  void add(CohortDelta delta, TimerService timers) throws Exception {
    long finalFrom = delta.shape().finalFrom(delta.cohort());
    long watermark = timers.currentWatermark();
    if (finalFrom <= watermark && finalFrom < Long.MAX_VALUE) {
      // Rule 6 makes this impossible; should it happen all the same, final rows must stand.
      changesAfterFinal.inc();
      return;
    }
    CohortShape before = shapeOfCohort.value();
    shapeOfCohort.update(before == null ? delta.shape() : delta.shape().after(before));
    for (CohortDelta.Part part : delta.parts()) {
      add(part, watermark, timers);
    }
    gauges.changed(delta);
    timers.registerEventTimeTimer(finalFrom);
    tellLater(timers);
  }

  private void add(CohortDelta.Part part, long watermark, TimerService timers) throws Exception {
    SliceCounts before = countsBySlice.get(part.slice());
    SliceCounts after = (before == null ? SliceCounts.NOTHING : before).plus(part);
    countsBySlice.put(part.slice(), after);
    if (!after.admitted()) {
      // By then every slice that began as early is known.
      timers.registerEventTimeTimer(Math.max(after.since(), watermark + 1));
    }
  }

  /**
   * Writes the live rows of the current cohort.
   *
   * @param since what is known of it besides, see {@link FunnelVersion#since}
   */
  void tell(CohortKey cohort, long since, TimerService timers, RowsOut rows) throws Exception {
    CohortShape shape = shapeOfCohort.value();
    if (shape == null) {
      return;
    }
    if (timers.currentWatermark() == Long.MIN_VALUE) {
      // Restored a moment ago: no row can say yet at which watermark it is true.
      tellLater(timers);
      return;
    }
    if (writeUntold(rowsOf(shape, cohort, false, since, timers), timers, rows)) {
      gauges.told(cohort, timers.currentProcessingTime());
    }
  }

  /**
   * Lets event time pass in the current cohort; writes its final rows when that time has come.
   *
   * @param since what is known of it besides, see {@link FunnelVersion#since}
   */
  void passTime(long time, CohortKey cohort, long since, TimerService timers, RowsOut rows)
      throws Exception {
    CohortShape shape = shapeOfCohort.value();
    if (shape == null) {
      return;
    }
    admitSlicesBegunBy(time, shape.funnel().maxValues());
    if (shape.finalFrom(cohort) <= time) {
      writeAll(rowsOf(shape, cohort, true, since, timers), rows);
      if (emit.live()) {
        gauges.told(cohort, timers.currentProcessingTime());
      }
      forget(cohort);
    }
  }

  /** Forgets the current cohort. */
  void forget(CohortKey cohort) throws Exception {
    SliceCounts total = countsBySlice.get(Slice.TOTAL);
    gauges.forgot(cohort, total == null ? 0 : total.tally().with(Outcome.IN_PROGRESS));
    shapeOfCohort.clear();
    countsBySlice.clear();
    admittedByBreakdown.clear();
  }

  private static CohortRows rowsOf(
      CohortShape shape, CohortKey cohort, boolean isFinal, long since, TimerService timers) {
    return new CohortRows(
        shape.funnel(),
        shape.windowOf(cohort),
        isFinal,
        Math.max(since, shape.funnel().since()),
        timers.currentWatermark(),
        timers.currentProcessingTime());
  }

  /**
   * Gives rows of their own to values in the order in which they began, as long as there is room.
   */
  private void admitSlicesBegunBy(long time, int maxValues) throws Exception {
    List<Map.Entry<Slice, SliceCounts>> waiting = new ArrayList<>();
    for (Map.Entry<Slice, SliceCounts> entry : countsBySlice.entries()) {
      if (!entry.getValue().admitted() && entry.getValue().since() <= time) {
        waiting.add(Map.entry(entry.getKey(), entry.getValue()));
      }
    }
    waiting.sort(
        Comparator.<Map.Entry<Slice, SliceCounts>>comparingLong(entry -> entry.getValue().since())
            .thenComparing(entry -> entry.getKey().value()));
    for (Map.Entry<Slice, SliceCounts> entry : waiting) {
      admitOrFold(entry.getKey(), entry.getValue(), maxValues);
    }
  }

  private void admitOrFold(Slice slice, SliceCounts counts, int maxValues) throws Exception {
    Integer known = admittedByBreakdown.get(slice.breakdown());
    int admitted = known == null ? 0 : known;
    if (slice.isTotal() || admitted < maxValues) {
      countsBySlice.put(slice, counts.allowed());
      admittedByBreakdown.put(slice.breakdown(), admitted + 1);
      return;
    }
    Slice other = new Slice(slice.breakdown(), Slice.OTHER);
    countsBySlice.remove(slice);
    SliceCounts before = countsBySlice.get(other);
    SliceCounts all = before == null ? SliceCounts.NOTHING : before;
    countsBySlice.put(other, all.plus(counts.tally(), counts.since()).allowed());
    admittedByBreakdown.put(slice.breakdown(), TRUNCATED);
  }

  /**
   * Writes what readers have not been told, unless some value still waits for its place.
   *
   * @return whether it was written
   */
  private boolean writeUntold(CohortRows as, TimerService timers, RowsOut rows) throws Exception {
    List<Slice> untold = new ArrayList<>();
    for (Map.Entry<Slice, SliceCounts> entry : countsBySlice.entries()) {
      if (!entry.getValue().admitted()) {
        // The values of a breakdown must add up to the total: the next watermark gives it its
        // place.
        tellLater(timers);
        return false;
      }
      if (entry.getValue().hasUntold()) {
        untold.add(entry.getKey());
      }
    }
    for (Slice slice : untold) {
      SliceCounts counts = known(slice);
      write(slice, counts, counts.untold(), as, rows);
      countsBySlice.put(slice, counts.told());
    }
    return true;
  }

  private void writeAll(CohortRows as, RowsOut rows) throws Exception {
    for (Map.Entry<Slice, SliceCounts> entry : countsBySlice.entries()) {
      SliceCounts counts = entry.getValue();
      write(entry.getKey(), counts, counts.tally().cells(), as, rows);
    }
  }

  private void write(Slice slice, SliceCounts counts, int[] cells, CohortRows as, RowsOut rows)
      throws Exception {
    Integer admitted = admittedByBreakdown.get(slice.breakdown());
    boolean truncated = admitted != null && admitted == TRUNCATED;
    as.steps(slice, counts.tally(), truncated).forEach(rows::steps);
    as.times(slice, counts.tally(), cells).forEach(rows::times);
  }

  private void tellLater(TimerService timers) {
    if (emit.live()) {
      long now = timers.currentProcessingTime();
      timers.registerProcessingTimeTimer(now - now % emit.everyMillis() + emit.everyMillis());
    }
  }

  private SliceCounts known(Slice slice) throws Exception {
    SliceCounts counts = countsBySlice.get(slice);
    if (counts == null) {
      throw new IllegalStateException("no counts of " + slice);
    }
    return counts;
  }
}
