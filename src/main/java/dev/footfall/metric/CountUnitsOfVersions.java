package dev.footfall.metric;

import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.VersionNote;
import dev.footfall.journey.VersionNotes;
import java.util.Objects;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.runtime.state.FunctionInitializationContext;
import org.apache.flink.runtime.state.FunctionSnapshotContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.checkpoint.CheckpointedFunction;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Counts the units of each cohort, for funnels that change while the job runs. It hears what became
 * of their versions: of one that is superseded no further row is written, and none as final.
 */
public final class CountUnitsOfVersions
    extends KeyedBroadcastProcessFunction<CohortKey, CohortDelta, VersionNote, StepRow>
    implements CheckpointedFunction {

  private static final long serialVersionUID = 1L;

  private final Emit emit;

  private transient CohortCounts counts;

  /** Made before the function is opened, for its state is restored before. */
  private transient @Nullable FunnelGauges gauges;

  /**
   * @param emit when rows are written
   */
  public CountUnitsOfVersions(Emit emit) {
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
  public void processBroadcastElement(VersionNote note, Context context, Collector<StepRow> rows)
      throws Exception {
    VersionNotes.keep(note, context.getBroadcastState(VersionNotes.STATE));
  }

  @Override
  public void processElement(CohortDelta delta, ReadOnlyContext context, Collector<StepRow> rows)
      throws Exception {
    VersionNote note = noteOn(delta.cohort(), context.getBroadcastState(VersionNotes.STATE));
    if (note == null || !note.superseded()) {
      counts.add(delta, context.timerService());
    }
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
            context.output(CountUnits.TIMES, row);
          }
        };
    CohortKey cohort = context.getCurrentKey();
    VersionNote note = noteOn(cohort, context.getBroadcastState(VersionNotes.STATE));
    if (note != null && note.superseded()) {
      counts.forget(cohort);
      return;
    }
    long since = note == null ? FunnelVersion.FROM_THE_BEGINNING : note.since();
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      counts.tell(cohort, since, context.timerService(), out);
    } else {
      counts.passTime(time, cohort, since, context.timerService(), out);
    }
  }

  private static @Nullable VersionNote noteOn(
      CohortKey cohort, ReadOnlyBroadcastState<String, VersionNote> versions) throws Exception {
    return VersionNotes.on(cohort.funnel(), cohort.version(), versions);
  }
}
