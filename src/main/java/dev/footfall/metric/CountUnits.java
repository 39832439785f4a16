package dev.footfall.metric;

import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Funnel;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;

/**
 * Keeps the counts of a cohort and writes its rows: at most once in a while as long as it is live,
 * and once more when it is final. Then nothing of it is kept.
 *
 * <p>A breakdown gets rows for the first {@code max_values} values that occur in event time; at one
 * instant the lesser text comes first. So which values they are does not depend on the order of
 * arrival. The units of all others are counted under {@link Slice#OTHER}.
 */
public final class CountUnits extends KeyedProcessFunction<CohortKey, CohortDelta, StepRow> {
  private static final long serialVersionUID = 1L;

  /** Where the rows of {@code funnel_times} come out. */
  public static final OutputTag<TimesRow> TIMES =
      new OutputTag<>("times", TypeInformation.of(TimesRow.class));

  /** More than any number of values: no further value gets a row of its own. */
  private static final int TRUNCATED = Integer.MAX_VALUE;

  private final Map<String, Funnel> funnels;
  private final Emit emit;

  /** Goes when the cohort is final. */
  private transient MapState<Slice, SliceCounts> countsBySlice;

  /** How many values of each breakdown have rows of their own. Goes when the cohort is final. */
  private transient MapState<String, Integer> admittedByBreakdown;

  private transient Counter changesAfterFinal;

  public CountUnits(Map<String, Funnel> funnels, Emit emit) {
    this.funnels = Map.copyOf(funnels);
    this.emit = emit;
  }

  @Override
  public void open(OpenContext context) {
    countsBySlice =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "counts-by-slice",
                    TypeInformation.of(Slice.class),
                    TypeInformation.of(SliceCounts.class)));
    admittedByBreakdown =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("admitted-by-breakdown", Types.STRING, Types.INT));
    changesAfterFinal = getRuntimeContext().getMetricGroup().counter("changesAfterFinal");
  }

  @Override
  public void processElement(CohortDelta delta, Context context, Collector<StepRow> rows)
      throws Exception {
    Funnel funnel = funnelOf(delta.cohort());
    long finalFrom = windowOf(delta.cohort()).finalFrom(funnel.within());
    long watermark = context.timerService().currentWatermark();
    if (finalFrom <= watermark && finalFrom < Long.MAX_VALUE) {
      // Rule 6 makes this impossible; should it happen all the same, final rows must stand.
      changesAfterFinal.inc();
      return;
    }
    for (CohortDelta.Part part : delta.parts()) {
      SliceCounts before = countsBySlice.get(part.slice());
      SliceCounts after = (before == null ? SliceCounts.NOTHING : before).plus(part);
      countsBySlice.put(part.slice(), after);
      if (!after.admitted()) {
        // By then every slice that began as early is known.
        context.timerService().registerEventTimeTimer(Math.max(after.since(), watermark + 1));
      }
    }
    context.timerService().registerEventTimeTimer(finalFrom);
    tellLater(context);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<StepRow> rows) throws Exception {
    CohortKey key = context.getCurrentKey();
    Funnel funnel = funnelOf(key);
    CohortWindow cohort = windowOf(key);
    long watermark = context.timerService().currentWatermark();
    long now = context.timerService().currentProcessingTime();
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      if (watermark == Long.MIN_VALUE) {
        // Restored a moment ago: no row can say yet at which watermark it is true.
        tellLater(context);
        return;
      }
      writeUntold(new CohortRows(funnel, cohort, false, watermark, now), context, rows);
      return;
    }
    admitSlicesBegunBy(time, funnel);
    if (cohort.finalFrom(funnel.within()) <= time) {
      writeAll(new CohortRows(funnel, cohort, true, watermark, now), context, rows);
      countsBySlice.clear();
      admittedByBreakdown.clear();
    }
  }

  /**
   * Gives rows of their own to values in the order in which they began, as long as there is room.
   */
  private void admitSlicesBegunBy(long time, Funnel funnel) throws Exception {
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
      admitOrFold(entry.getKey(), entry.getValue(), funnel);
    }
  }

  private void admitOrFold(Slice slice, SliceCounts counts, Funnel funnel) throws Exception {
    Integer known = admittedByBreakdown.get(slice.breakdown());
    int admitted = known == null ? 0 : known;
    if (slice.isTotal() || admitted < funnel.maxValues()) {
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

  /** Writes what readers have not been told, unless some value still waits for its place. */
  private void writeUntold(CohortRows as, OnTimerContext context, Collector<StepRow> rows)
      throws Exception {
    List<Slice> untold = new ArrayList<>();
    for (Map.Entry<Slice, SliceCounts> entry : countsBySlice.entries()) {
      if (!entry.getValue().admitted()) {
        // The values of a breakdown must add up to the total: the next watermark gives it its
        // place.
        tellLater(context);
        return;
      }
      if (entry.getValue().hasUntold()) {
        untold.add(entry.getKey());
      }
    }
    for (Slice slice : untold) {
      SliceCounts counts = known(slice);
      write(slice, counts, counts.untold(), as, context, rows);
      countsBySlice.put(slice, counts.told());
    }
  }

  private void writeAll(CohortRows as, OnTimerContext context, Collector<StepRow> rows)
      throws Exception {
    for (Map.Entry<Slice, SliceCounts> entry : countsBySlice.entries()) {
      SliceCounts counts = entry.getValue();
      write(entry.getKey(), counts, counts.tally().cells(), as, context, rows);
    }
  }

  private void write(
      Slice slice,
      SliceCounts counts,
      int[] cells,
      CohortRows as,
      OnTimerContext context,
      Collector<StepRow> rows)
      throws Exception {
    Integer admitted = admittedByBreakdown.get(slice.breakdown());
    boolean truncated = admitted != null && admitted == TRUNCATED;
    as.steps(slice, counts.tally(), truncated).forEach(rows::collect);
    for (TimesRow row : as.times(slice, counts.tally(), cells)) {
      context.output(TIMES, row);
    }
  }

  private void tellLater(Context context) {
    if (emit.live()) {
      long now = context.timerService().currentProcessingTime();
      context
          .timerService()
          .registerProcessingTimeTimer(now - now % emit.everyMillis() + emit.everyMillis());
    }
  }

  private SliceCounts known(Slice slice) throws Exception {
    SliceCounts counts = countsBySlice.get(slice);
    if (counts == null) {
      throw new IllegalStateException("no counts of " + slice);
    }
    return counts;
  }

  private Funnel funnelOf(CohortKey cohort) {
    Funnel funnel = funnels.get(cohort.funnel());
    if (funnel == null) {
      throw new IllegalStateException("counts of a funnel that is not declared: " + cohort);
    }
    return funnel;
  }

  private CohortWindow windowOf(CohortKey cohort) {
    Funnel funnel = funnelOf(cohort);
    return funnel.cohort().windowOf(cohort.cohortStart(), funnel.zone());
  }
}
