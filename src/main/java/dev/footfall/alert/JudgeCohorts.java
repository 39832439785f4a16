package dev.footfall.alert;

import dev.footfall.funnel.CohortAlert;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Holds every closed cohort against those closed before it, in the order of their time. A cohort is
 * judged at the watermark from which it cannot change: by then its rows and those of all before it
 * have come. One that was told of counts among those before the next: a lasting change is told
 * until it has become usual.
 */
final class JudgeCohorts extends KeyedProcessFunction<String, CohortCount, AlertRow> {
  private static final long serialVersionUID = 1L;

  private final CohortAlert[] alerts;

  /** By the first millisecond: those not judged yet, and so many before them as make a band. */
  private transient MapState<Long, Cohort> cohorts;

  @SuppressWarnings("NullAway.Init") // Flink opens it before it is used.
  JudgeCohorts(CohortAlert[] alerts) {
    this.alerts = alerts;
  }

  @Override
  public void open(OpenContext context) {
    cohorts =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>("cohorts", Types.LONG, TypeInformation.of(Cohort.class)));
  }

  @Override
  public void processElement(CohortCount count, Context context, Collector<AlertRow> rows)
      throws Exception {
    Cohort before = cohorts.get(count.start());
    Cohort cohort =
        (before == null ? new Cohort(count.start(), count.end(), 0, 0, false) : before).with(count);
    cohorts.put(count.start(), cohort);
    alertOf(context.getCurrentKey())
        .ifPresent(alert -> context.timerService().registerEventTimeTimer(cohort.closedAt(alert)));
  }

  /** Of another definition nothing comes any more. */
  private Optional<CohortAlert> alertOf(String series) {
    for (CohortAlert alert : alerts) {
      if (series.startsWith(Long.toHexString(alert.number()) + ' ')) {
        return Optional.of(alert);
      }
    }
    return Optional.empty();
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<AlertRow> rows)
      throws Exception {
    Optional<CohortAlert> itsAlert = alertOf(context.getCurrentKey());
    if (itsAlert.isEmpty()) {
      cohorts.clear();
      return;
    }
    CohortAlert alert = itsAlert.get();
    long watermark = context.timerService().currentWatermark();
    List<Cohort> closed = new ArrayList<>();
    for (Cohort cohort : cohorts.values()) {
      if (cohort.closedAt(alert) <= watermark) {
        closed.add(cohort);
      }
    }
    closed.sort(Comparator.comparingLong(Cohort::start));
    List<Cohort> before = new ArrayList<>();
    for (Cohort cohort : closed) {
      if (!cohort.judged()) {
        AlertRow row = judge(cohort, before, alert, watermark);
        if (row != null) {
          rows.collect(row);
        }
      }
      cohorts.remove(cohort.start());
      if (cohort.entered() > 0) {
        before.add(cohort.afterJudgement());
        if (before.size() > alert.cohorts()) {
          before.remove(0);
        }
      }
    }
    for (Cohort cohort : before) {
      cohorts.put(cohort.start(), cohort);
    }
  }

  private static @Nullable AlertRow judge(
      Cohort cohort, List<Cohort> before, CohortAlert alert, long watermark) {
    if (cohort.entered() == 0 || before.size() < CohortAlert.LEAST_COHORTS) {
      return null;
    }
    UsualBand band = UsualBand.of(before, alert.alpha());
    if (band.isUsual(cohort.converted(), cohort.entered())) {
      return null;
    }
    AlertRow.CohortFigures figures =
        new AlertRow.CohortFigures(
            alert.funnel(),
            cohort.entered(),
            cohort.converted(),
            (double) band.least(cohort.entered()) / cohort.entered(),
            (double) band.most(cohort.entered()) / cohort.entered(),
            before.size(),
            band.entered(),
            band.converted());
    return AlertRow.of(alert, cohort, figures, watermark < Long.MAX_VALUE);
  }
}
