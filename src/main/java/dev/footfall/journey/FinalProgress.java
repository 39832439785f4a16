package dev.footfall.journey;

import dev.footfall.funnel.CohortWindow;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;

/**
 * Lets through only the last progress of each unit in each cohort, once the cohort is final: for
 * sinks that cannot update what they have written.
 */
public final class FinalProgress
    extends KeyedProcessFunction<FinalProgress.Key, Progress, Progress> {

  private static final long serialVersionUID = 1L;

  /** One unit in one cohort of one version of a funnel. */
  public record Key(String funnel, String version, String unit, long cohortStart) {}

  /** Goes when the cohort is final. */
  private transient ValueState<Progress> latest;

  private FinalProgress() {}

  /** The final progress of each unit in each cohort. */
  public static DataStream<Progress> of(DataStream<Progress> progress) {
    return progress
        .keyBy(
            latest ->
                new Key(
                    latest.funnel(),
                    latest.version().version(),
                    latest.unit(),
                    latest.cohortStart()),
            TypeInformation.of(Key.class))
        .process(new FinalProgress(), TypeInformation.of(Progress.class))
        .uid("final-progress")
        .name("Keep progress until final");
  }

  @Override
  public void open(OpenContext context) {
    latest =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("latest", TypeInformation.of(Progress.class)));
  }

  @Override
  public void processElement(Progress progress, Context context, Collector<Progress> out)
      throws Exception {
    latest.update(progress);
    CohortWindow cohort = new CohortWindow(progress.cohortStart(), progress.cohortEnd());
    context.timerService().registerEventTimeTimer(cohort.finalFrom(progress.version().within()));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Progress> out) throws Exception {
    out.collect(latest.value());
    latest.clear();
  }
}
