package dev.footfall.metric;

import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.VersionNote;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ReadOnlyBroadcastState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.api.TimeDomain;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;
import org.jspecify.annotations.Nullable;

/**
 * Counts the units of each cohort, for funnels that change while the job runs. It hears what became
 * of their versions: of one that is superseded no further row is written, and none as final.
 */
public final class CountUnitsOfVersions
    extends KeyedBroadcastProcessFunction<CohortKey, CohortDelta, VersionNote, StepRow> {

  private static final long serialVersionUID = 1L;

  /** What became of each version, by its name. A version that is superseded never comes back. */
  public static final MapStateDescriptor<String, VersionNote> VERSIONS =
      new MapStateDescriptor<>("versions", Types.STRING, TypeInformation.of(VersionNote.class));

  private final Emit emit;

  private transient CohortCounts counts;

  /**
   * @param emit when rows are written
   */
  public CountUnitsOfVersions(Emit emit) {
    this.emit = emit;
  }

  @Override
  public void open(OpenContext context) {
    counts = new CohortCounts(emit, getRuntimeContext());
  }

  @Override
  public void processBroadcastElement(VersionNote note, Context context, Collector<StepRow> rows)
      throws Exception {
    String name = nameOf(note.funnel(), note.version());
    VersionNote before = context.getBroadcastState(VERSIONS).get(name);
    context.getBroadcastState(VERSIONS).put(name, before == null ? note : before.and(note));
  }

  @Override
  public void processElement(CohortDelta delta, ReadOnlyContext context, Collector<StepRow> rows)
      throws Exception {
    VersionNote note = noteOn(delta.cohort(), context.getBroadcastState(VERSIONS));
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
    VersionNote note = noteOn(cohort, context.getBroadcastState(VERSIONS));
    if (note != null && note.superseded()) {
      counts.forget();
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
    return versions.get(nameOf(cohort.funnel(), cohort.version()));
  }

  private static String nameOf(String funnel, String version) {
    return funnel + " " + version;
  }
}
