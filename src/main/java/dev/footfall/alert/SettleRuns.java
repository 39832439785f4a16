package dev.footfall.alert;

import dev.footfall.funnel.PatternAlert;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Makes alerts of the runs that a pattern finds: a run waits until it is certain; then the first
 * counts, and all that began up to its moment are used up. Runs are taken by their events, never as
 * they come, so neither the cadence of watermarks nor a restart makes a difference.
 */
final class SettleRuns extends KeyedProcessFunction<String, AlertRun, AlertRow> {
  private static final long serialVersionUID = 1L;

  private final PatternAlert alert;

  /** Complete, but for an absence that is not over. */
  private transient ListState<AlertRun> waiting;

  /** Goes as soon as no run can begin early enough to be touched by it. */
  private transient ValueState<Told> told;

  @SuppressWarnings("NullAway.Init") // Flink opens it before it is used.
  SettleRuns(PatternAlert alert) {
    this.alert = alert;
  }

  @Override
  public void open(OpenContext context) {
    waiting =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("waiting", TypeInformation.of(AlertRun.class)));
    told =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("told", TypeInformation.of(Told.class)));
  }

  @Override
  public void processElement(AlertRun run, Context context, Collector<AlertRow> rows)
      throws Exception {
    // A run and that it is broken may come in either order where both are of one instant.
    List<AlertRun> others = new ArrayList<>();
    boolean isOver = false;
    for (AlertRun other : waiting.get()) {
      if (!isOver && other.isSame(run) && other.broken() != run.broken()) {
        isOver = true;
      } else {
        others.add(other);
      }
    }
    if (isOver) {
      waiting.update(others);
    } else {
      waiting.add(run);
      context.timerService().registerEventTimeTimer(run.certainAt(alert.absence()));
    }
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<AlertRow> rows)
      throws Exception {
    // The watermark may have gone beyond the timer: runs of later moments have come by then.
    long watermark = context.timerService().currentWatermark();
    List<AlertRun> certain = new ArrayList<>();
    List<AlertRun> others = new ArrayList<>();
    for (AlertRun run : waiting.get()) {
      (run.certainAt(alert.absence()) <= watermark ? certain : others).add(run);
    }
    Told last = told.value();
    if (!certain.isEmpty()) {
      certain.sort(AlertRun.COMPLETE_FIRST);
      for (AlertRun run : certain) {
        last = settle(run, last == null ? Told.NOTHING : last, watermark, rows);
      }
      waiting.update(others);
      told.update(last);
      context.timerService().registerEventTimeTimer(forgottenAt(last));
    } else if (last != null && forgottenAt(last) <= watermark) {
      told.clear();
    }
  }

  private Told settle(AlertRun run, Told last, long watermark, Collector<AlertRow> rows) {
    if (last.hasUsedUp(run)) {
      return last;
    }
    long at = run.certainAt(alert.absence());
    // What comes at the last moment of an absence is used up with it, for it could have broken it.
    AlertEvent upTo = alert.endsWithAbsence() ? null : run.last();
    if (last.silences(at, alert.cooldown())) {
      return new Told(at, upTo, last.toldAt());
    }
    rows.collect(AlertRow.of(alert, run, at, watermark < Long.MAX_VALUE));
    return new Told(at, upTo, at);
  }

  private long forgottenAt(Told last) {
    long used = last.usedUpTo() + alert.span() + alert.absence();
    return Math.max(used, last.toldAt() + alert.cooldown());
  }
}
