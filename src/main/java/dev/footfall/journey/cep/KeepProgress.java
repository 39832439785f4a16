package dev.footfall.journey.cep;

import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.Outcome;
import dev.footfall.journey.Progress;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Makes one progress per unit and cohort of the runs that a pattern finds: every entry may start a
 * run, the furthest wins, and a unit counts once (rules 4 to 6).
 */
final class KeepProgress extends KeyedProcessFunction<String, Run, Progress.Change> {
  private static final long serialVersionUID = 1L;

  private final Funnel funnel;
  private final FunnelVersion version;

  /** By the first millisecond of the cohort; a cohort's entry goes when its counts are final. */
  private transient MapState<Long, CohortRuns> runsByCohort;

  /**
   * What the pattern tells of the latest instant, in no promised order: a run that two events of it
   * carry on is told twice, and what counts in between counted at no time. Settled when the next
   * instant comes or the watermark passes.
   */
  private transient ListState<Run> instant;

  KeepProgress(Funnel funnel) {
    this.funnel = funnel;
    this.version = FunnelVersion.of(funnel);
  }

  @Override
  public void open(OpenContext context) {
    runsByCohort =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "runs-by-cohort", Types.LONG, TypeInformation.of(CohortRuns.class)));
    instant =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("instant", TypeInformation.of(Run.class)));
  }

  @Override
  public void processElement(Run run, Context context, Collector<Progress.Change> changes)
      throws Exception {
    Iterator<Run> before = instant.get().iterator();
    if (before.hasNext() && before.next().toldAt() != run.toldAt()) {
      settle(context.timerService(), changes);
    }
    instant.add(run);
    context.timerService().registerEventTimeTimer(run.toldAt());
  }

  /** Takes all that happened at one instant as one change of each cohort. */
  private void settle(TimerService timers, Collector<Progress.Change> changes) throws Exception {
    Map<Long, CohortRuns> afterByCohort = new TreeMap<>();
    for (Run run : instant.get()) {
      CohortWindow cohort = funnel.cohort().windowOf(run.entry().time(), funnel.zone());
      CohortRuns before = afterByCohort.get(cohort.start());
      before = before == null ? runsByCohort.get(cohort.start()) : before;
      afterByCohort.put(
          cohort.start(), before == null ? enter(run, cohort) : before.with(run, funnel));
      timers.registerEventTimeTimer(cohort.finalFrom(funnel.within()));
    }
    instant.clear();
    long watermark = timers.currentWatermark();
    for (CohortRuns after : afterByCohort.values()) {
      CohortRuns before = runsByCohort.get(after.cohortStart());
      keep(before, after.telling(after.outcomeAt(watermark, funnel)), changes);
      if (after.aliveUntil(funnel) > watermark) {
        timers.registerEventTimeTimer(after.aliveUntil(funnel));
      }
    }
  }

  private static CohortRuns enter(Run run, CohortWindow cohort) {
    return new CohortRuns(cohort.start(), cohort.end(), run, List.of(run), Outcome.IN_PROGRESS);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Progress.Change> changes)
      throws Exception {
    settle(context.timerService(), changes);
    // The watermark may have gone beyond the timer: runs of later moments have been told by then.
    long watermark = context.timerService().currentWatermark();
    List<CohortRuns> cohorts = new ArrayList<>();
    for (Map.Entry<Long, CohortRuns> entry : runsByCohort.entries()) {
      cohorts.add(entry.getValue());
    }
    for (CohortRuns before : cohorts) {
      keep(before, before.telling(before.outcomeAt(watermark, funnel)), changes);
      if (new CohortWindow(before.cohortStart(), before.cohortEnd()).finalFrom(funnel.within())
          <= watermark) {
        runsByCohort.remove(before.cohortStart());
      }
    }
  }

  private void keep(
      @Nullable CohortRuns before, CohortRuns after, Collector<Progress.Change> changes)
      throws Exception {
    runsByCohort.put(after.cohortStart(), after);
    if (before == null || before.told() != after.told() || after.countsAnotherRunThan(before)) {
      String unit = after.counted().unit();
      changes.collect(
          new Progress.Change(
              before == null ? null : before.progress(version, unit),
              after.progress(version, unit)));
    }
  }
}
