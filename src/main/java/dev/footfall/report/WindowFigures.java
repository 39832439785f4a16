package dev.footfall.report;

import dev.footfall.funnel.CohortWindow;
import dev.footfall.metric.Emit;
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
import org.apache.flink.metrics.Counter;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.util.Collector;

/**
 * Keeps the counts of a window and writes its rows: at most once in a while as long as it is live,
 * and once more when it is final. Then nothing of it is kept.
 *
 * <p>A cell whose names are new waits for its place until the watermark has passed the moment at
 * which it came about: only then is it known which names came first, see {@link Names}. Of names of
 * one moment the lesser cell comes first. No row is written while one waits, so that flows add up.
 */
final class WindowFigures {

  private static final Comparator<Map.Entry<Cell, Figure>> BY_APPEARANCE =
      Comparator.<Map.Entry<Cell, Figure>>comparingLong(entry -> entry.getValue().since())
          .thenComparing(entry -> entry.getKey().part())
          .thenComparing(entry -> entry.getKey().position())
          .thenComparing(entry -> entry.getKey().from())
          .thenComparing(entry -> entry.getKey().to())
          .thenComparing(entry -> entry.getKey().value());

  private final Emit emit;

  /** Goes when the window is final. */
  private final ValueState<Shape> shape;

  /** Goes when the window is final. */
  private final MapState<Cell, Figure> figures;

  /** Goes when the window is final. */
  private final Names names;

  private final Counter changesAfterFinal;

  /**
   * What the rows of a window look like.
   *
   * @param report the version of the report that is counted
   * @param end the first millisecond after the window
   */
  public record Shape(ReportVersion report, long end) {

    /** The same after what was known before: whoever saw the fewest events says since when. */
    Shape after(Shape before) {
      return before.report.since() > report.since()
          ? new Shape(report.since(before.report.since()), end)
          : this;
    }

    CohortWindow windowOf(WindowKey key) {
      return new CohortWindow(key.start(), end);
    }

    long finalFrom(WindowKey key) {
      return report.finalFrom(windowOf(key));
    }
  }

  /**
   * @param emit when rows are written
   * @param context where the state is kept
   */
  WindowFigures(Emit emit, RuntimeContext context) {
    this.emit = emit;
    shape = context.getState(new ValueStateDescriptor<>("shape", TypeInformation.of(Shape.class)));
    figures =
        context.getMapState(
            new MapStateDescriptor<>(
                "figures", TypeInformation.of(Cell.class), TypeInformation.of(Figure.class)));
    names = new Names(context);
    changesAfterFinal = JobMetrics.of(context.getMetricGroup()).counter("changesAfterFinal");
  }

  /** Takes note of how the counts of the current window have changed. */
  void add(FigureDelta delta, TimerService timers) throws Exception {
    long finalFrom = delta.report().finalFrom(delta.window());
    long watermark = timers.currentWatermark();
    if (finalFrom <= watermark && finalFrom < Long.MAX_VALUE) {
      // Impossible, for followers count what is due in time; should it happen, final rows stand.
      changesAfterFinal.inc();
      return;
    }
    Shape its = new Shape(delta.report(), delta.window().end());
    Shape before = shape.value();
    shape.update(before == null ? its : its.after(before));
    for (FigureDelta.Part part : delta.parts()) {
      add(part, delta.report(), watermark, timers);
    }
    timers.registerEventTimeTimer(finalFrom);
    tellLater(timers);
  }

  private void add(FigureDelta.Part part, ReportVersion report, long watermark, TimerService timers)
      throws Exception {
    if (names.areSettled(part.cell(), report)) {
      Cell place = names.settle(part.cell(), report);
      figures.put(place, at(place).plus(part.amounts(), part.since()).inItsPlace());
      return;
    }
    figures.put(part.cell(), at(part.cell()).plus(part.amounts(), part.since()));
    // By then every name that came about as early is known.
    timers.registerEventTimeTimer(Math.max(part.since(), watermark + 1));
  }

  private Figure at(Cell cell) throws Exception {
    Figure figure = figures.get(cell);
    return figure == null ? Figure.NOTHING : figure;
  }

  /**
   * Writes the live rows of the current window.
   *
   * @param since what is known of it besides, see {@link ReportVersion#since}
   */
  void tell(WindowKey key, long since, TimerService timers, Collector<FigureRow> rows)
      throws Exception {
    Shape its = shape.value();
    if (its == null) {
      return;
    }
    List<Cell> untold = new ArrayList<>();
    boolean settled = timers.currentWatermark() != Long.MIN_VALUE;
    for (Map.Entry<Cell, Figure> entry : figures.entries()) {
      settled &= entry.getValue().settled();
      if (!entry.getValue().told()) {
        untold.add(entry.getKey());
      }
    }
    if (!settled) {
      // The next watermark gives every name its place.
      tellLater(timers);
      return;
    }
    for (Cell cell : untold) {
      Figure figure = at(cell);
      rows.collect(row(key, its, since, cell, figure, false, timers));
      figures.put(cell, figure.asTold());
    }
  }

  /**
   * Lets event time pass in the current window; writes its final rows when that time has come.
   *
   * @param since what is known of it besides, see {@link ReportVersion#since}
   */
  void passTime(
      long time, WindowKey key, long since, TimerService timers, Collector<FigureRow> rows)
      throws Exception {
    Shape its = shape.value();
    if (its == null) {
      return;
    }
    settleUpTo(time, its.report());
    if (its.finalFrom(key) <= time) {
      for (Map.Entry<Cell, Figure> entry : figures.entries()) {
        rows.collect(row(key, its, since, entry.getKey(), entry.getValue(), true, timers));
      }
      forget();
    }
  }

  private void settleUpTo(long time, ReportVersion report) throws Exception {
    List<Map.Entry<Cell, Figure>> waiting = new ArrayList<>();
    for (Map.Entry<Cell, Figure> entry : figures.entries()) {
      if (!entry.getValue().settled() && entry.getValue().since() <= time) {
        waiting.add(Map.entry(entry.getKey(), entry.getValue()));
      }
    }
    waiting.sort(BY_APPEARANCE);
    for (Map.Entry<Cell, Figure> entry : waiting) {
      Cell place = names.settle(entry.getKey(), report);
      if (!place.equals(entry.getKey())) {
        figures.remove(entry.getKey());
      }
      Figure whole =
          place.equals(entry.getKey())
              ? entry.getValue()
              : at(place).plus(entry.getValue().amounts(), entry.getValue().since());
      figures.put(place, whole.inItsPlace());
    }
  }

  private FigureRow row(
      WindowKey key,
      Shape its,
      long since,
      Cell cell,
      Figure figure,
      boolean isFinal,
      TimerService timers)
      throws Exception {
    return new FigureRow(
        its.report().since(Math.max(since, its.report().since())),
        key.start(),
        its.end(),
        cell,
        figure.amounts(),
        isFinal,
        names.areTruncated(),
        timers.currentWatermark(),
        timers.currentProcessingTime());
  }

  /** Forgets the current window. */
  void forget() {
    shape.clear();
    figures.clear();
    names.forget();
  }

  private void tellLater(TimerService timers) {
    if (emit.live()) {
      long now = timers.currentProcessingTime();
      timers.registerProcessingTimeTimer(now - now % emit.everyMillis() + emit.everyMillis());
    }
  }
}
