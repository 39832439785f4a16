package dev.footfall.report;

import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.VersionNote;
import dev.footfall.journey.VersionNotes;
import dev.footfall.metric.Emit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Counts the figures of each window, for reports that change while the job runs. It hears what
 * became of their versions: of one that is superseded no further row is written, and none as final.
 */
final class CountFiguresOfVersions
    extends KeyedBroadcastProcessFunction<WindowKey, FigureDelta, VersionNote, FigureRow> {

  private static final long serialVersionUID = 1L;

  private final Emit emit;

  private transient WindowFigures figures;

  /**
   * @param emit when rows are written
   */
  CountFiguresOfVersions(Emit emit) {
    this.emit = emit;
  }

  @Override
  public void open(OpenContext context) {
    figures = new WindowFigures(emit, getRuntimeContext());
  }

  @Override
  public void processBroadcastElement(VersionNote note, Context context, Collector<FigureRow> rows)
      throws Exception {
    VersionNotes.keep(note, context.getBroadcastState(VersionNotes.STATE));
  }

  @Override
  public void processElement(FigureDelta delta, ReadOnlyContext context, Collector<FigureRow> rows)
      throws Exception {
    VersionNote note = noteOn(delta.key(), context.getBroadcastState(VersionNotes.STATE));
    if (note == null || !note.superseded()) {
      figures.add(delta, context.timerService());
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<FigureRow> rows)
      throws Exception {
    WindowKey key = context.getCurrentKey();
    VersionNote note = noteOn(key, context.getBroadcastState(VersionNotes.STATE));
    if (note != null && note.superseded()) {
      figures.forget();
      return;
    }
    long since = note == null ? FunnelVersion.FROM_THE_BEGINNING : note.since();
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      figures.tell(key, since, context.timerService(), rows);
    } else {
      figures.passTime(time, key, since, context.timerService(), rows);
    }
  }

  private static @Nullable VersionNote noteOn(
      WindowKey key, ReadOnlyBroadcastState<String, VersionNote> versions) throws Exception {
    return VersionNotes.on(key.report(), key.version(), versions);
  }
}
