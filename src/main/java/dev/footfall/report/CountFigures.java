package dev.footfall.report;

import dev.footfall.funnel.FunnelVersion;
import dev.footfall.metric.Emit;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/** Counts the figures of each window, for reports that stay as they are. */
final class CountFigures extends KeyedProcessFunction<WindowKey, FigureDelta, FigureRow> {

  private static final long serialVersionUID = 1L;

  private final Emit emit;

  private transient WindowFigures figures;

  /**
   * @param emit when rows are written
   */
  CountFigures(Emit emit) {
    this.emit = emit;
  }

  @Override
  public void open(OpenContext context) {
    figures = new WindowFigures(emit, getRuntimeContext());
  }

  @Override
  public void processElement(FigureDelta delta, Context context, Collector<FigureRow> rows)
      throws Exception {
    figures.add(delta, context.timerService());
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<FigureRow> rows)
      throws Exception {
    WindowKey key = context.getCurrentKey();
    long since = FunnelVersion.FROM_THE_BEGINNING;
    if (context.timeDomain() == TimeDomain.PROCESSING_TIME) {
      figures.tell(key, since, context.timerService(), rows);
    } else {
      figures.passTime(time, key, since, context.timerService(), rows);
    }
  }
}
