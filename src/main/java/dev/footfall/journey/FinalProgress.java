package dev.footfall.journey;

import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Funnel;
import java.util.Map;
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

  /** One unit in one cohort of one funnel. */
  public record Key(String funnel, String unit, long cohortStart) {}

  private final Map<String, Funnel> funnels;

  /** Goes when the cohort is final. */
  private transient ValueState<Progress> latest;

  private FinalProgress(Map<String, Funnel> funnels) {
    this.funnels = Map.copyOf(funnels);
  }

  /** The final progress of each unit in each cohort. */
  public static DataStream<Progress> of(
      DataStream<Progress> progress, Map<String, Funnel> funnels) {
    return progress
        .keyBy(
            latest -> new Key(latest.funnel(), latest.unit(), latest.cohortStart()),
            TypeInformation.of(Key.class))
        .process(new FinalProgress(funnels), TypeInformation.of(Progress.class))
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
    Funnel funnel = funnels.get(progress.funnel());
    if (funnel == null) {
      throw new IllegalStateException("progress in a funnel that is not declared: " + progress);
    }
    CohortWindow cohort = new CohortWindow(progress.cohortStart(), progress.cohortEnd());
    context.timerService().registerEventTimeTimer(cohort.finalFrom(funnel.within()));
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<Progress> out) throws Exception {
    out.collect(latest.value());
    latest.clear();
  }
}
