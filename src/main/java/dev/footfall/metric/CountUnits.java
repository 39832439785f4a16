package dev.footfall.metric;

import dev.footfall.funnel.FunnelVersion;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/** Counts the units of each cohort, for funnels that stay as they are. */
public final class CountUnits extends KeyedProcessFunction<CohortKey, CohortDelta, StepRow>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  /** Where the rows of {@code funnel_times} come out. */
  public static final OutputTag<TimesRow> TIMES =
      new OutputTag<>("times", TypeInformation.of(TimesRow.class));

  private final Emit emit;

  private transient CohortCounts counts;

  /** Made before the function is opened, for its state is restored before. */
  private transient @Nullable FunnelGauges gauges;

  /**
   * @param emit when rows are written
   */
  public CountUnits(Emit emit) {
    this.emit = emit;
  }

  @Override
  public void initializeState(FunctionInitializationContext context) throws Exception {
    gauges = new FunnelGauges(context);
  }

  @Override
  public void snapshotState(FunctionSnapshotContext context) throws Exception {
    Objects.requireNonNull(gauges).snapshot();
  }

  @Override
  public void open(OpenContext context) {
    counts = new CohortCounts(emit, Objects.requireNonNull(gauges), getRuntimeContext());
  }

  @Override
  public void processElement(CohortDelta delta, Context context, Collector<StepRow> rows)
      throws Exception {
    counts.add(delta, context.timerService());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<StepRow> rows) throws Exception {
    RowsOut out =
        new RowsOut() {
          @Override
          public void steps(StepRow row) {
            rows.collect(row);
          }

          @Override
          public void times(TimesRow row) {
            context.output(TIMES, row);
          }
        };
    CohortKey cohort = context.getCurrentKey();
    long since = FunnelVersion.FROM_THE_BEGINNING;
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      counts.tell(cohort, since, context.timerService(), out);
    } else {
      counts.passTime(time, cohort, since, context.timerService(), out);
    }
  }
}
