package dev.footfall.journey;

import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.co.KeyedBroadcastProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Does what {@link FinalProgress} does, for funnels that change while the job runs: of a version
 * that is superseded nothing becomes final.
 */
public final class FinalProgressOfVersions
    extends KeyedBroadcastProcessFunction<FinalProgress.Key, Progress, VersionNote, Progress> {

  private static final long serialVersionUID = 1L;

  /** Goes when the cohort would be final. */
  private transient ValueState<Progress> latest;

  private FinalProgressOfVersions() {}

  /**
   * The final progress of each unit in each cohort.
   *
   * @param notes what becomes of versions
   */
  public static DataStream<Progress> of(
      DataStream<Progress> progress, DataStream<VersionNote> notes) {
    return FinalProgress.byCohort(progress)
        .connect(notes.broadcast(VersionNotes.STATE))
        .process(new FinalProgressOfVersions(), TypeInformation.of(Progress.class))
        .uid("final-progress")
        .name("Keep progress until final");
  }

  @Override
  public void open(OpenContext context) {
    latest = getRuntimeContext().getState(FinalProgress.LATEST);
  }

  @Override
  public void processBroadcastElement(VersionNote note, Context context, Collector<Progress> out)
      throws Exception {
    VersionNotes.keep(note, context.getBroadcastState(VersionNotes.STATE));
  }

  @Override
  public void processElement(Progress progress, ReadOnlyContext context, Collector<Progress> out)
      throws Exception {
    latest.update(progress);
    context.timerService().registerEventTimeTimer(FinalProgress.finalFrom(progress));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Progress> out) throws Exception {
    Progress progress = latest.value();
    latest.clear();
    VersionNote note =
        VersionNotes.on(
            progress.funnel(),
            progress.version().version(),
            context.getBroadcastState(VersionNotes.STATE));
    if (note == null || !note.superseded()) {
      out.collect(progress);
    }
  }
}
