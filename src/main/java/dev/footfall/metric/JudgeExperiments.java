package dev.footfall.metric;

import dev.footfall.experiment.Counts;
import dev.footfall.experiment.Evidence;
import dev.footfall.experiment.Judge;
import dev.footfall.journey.ExperimentVersion;
import dev.footfall.journey.ExperimentVersionSerializer;
import dev.footfall.journey.ExposureNews;
import dev.footfall.journey.ExposureNews.Change;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.functions.OpenContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.streaming.api.TimerService;
import org.apache.flink.streaming.api.functions.KeyedProcessFunction;
import org.apache.flink.util.Collector;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Counts the units of each experiment and judges it, look by look.
 *
 * <p>Looks are moments of event time, at most an hour apart, and happen where something has
 * changed. A look knows all that happened up to it and nothing after it, so what it finds depends
 * neither on the order in which things arrive nor on failures.
 */
public final class JudgeExperiments extends KeyedProcessFunction<Long, ExposureNews, VerdictRow> {

  private static final long serialVersionUID = 1L;

  /** Where the rows of {@code experiment_steps} come out. */
  public static final OutputTag<ExperimentStepRow> STEPS =
      new OutputTag<>("experiment-steps", TypeInformation.of(ExperimentStepRow.class));

  /** Where the rows of {@code experiment_times} come out. */
  public static final OutputTag<ExperimentTimesRow> TIMES =
      new OutputTag<>("experiment-times", TypeInformation.of(ExperimentTimesRow.class));

  private final Emit emit;

  /** All of this goes after the last look, or when the experiment is no more. */
  private transient ValueState<ExperimentVersion> version;

  private transient ValueState<ExperimentTally> counted;
  private transient ValueState<Evidence> evidence;

  /** What has happened since the last look, by the look that will be the first to know. */
  private transient MapState<Long, ExperimentTally> unseenByLook;

  /**
   * @param emit when rows are written: at each look, or after the last
   */
  public JudgeExperiments(Emit emit) {
    this.emit = emit;
  }

  @Override
  public void open(OpenContext context) {
    version =
        getRuntimeContext()
            .getState(
                new ValueStateDescriptor<>("experiment", ExperimentVersionSerializer.INSTANCE));
    counted =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("counted", ExperimentTallySerializer.INSTANCE));
    evidence =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("evidence", EvidenceSerializer.INSTANCE));
    unseenByLook =
        getRuntimeContext()
            .getMapState(
                new MapStateDescriptor<>(
                    "unseen-by-look", LongSerializer.INSTANCE, ExperimentTallySerializer.INSTANCE));
  }

  @Override
  public void processElement(ExposureNews news, Context context, Collector<VerdictRow> rows)
      throws Exception {
    if (news.version() != null) {
      hear(news.version(), context.timerService());
    } else if (news.change() != null) {
      add(news.change(), context.timerService());
    } else {
      forget();
    }
  }

  /** Each instance before says the same, but that it may have seen every event only later. */
  private void hear(ExperimentVersion said, TimerService timers) throws Exception {
    ExperimentVersion known = version.value();
    version.update(known == null ? said : said.since(Math.max(said.since(), known.since())));
    if (known == null) {
      timers.registerEventTimeTimer(said.lastLook());
    }
  }

  private void add(Change change, TimerService timers) throws Exception {
    ExperimentVersion known = version.value();
    if (known == null) {
      // It is no more, and another instance did not know yet.
      return;
    }
    long look = known.lookAt(Math.max(change.time(), timers.currentWatermark() + 1));
    ExperimentTally unseen = unseenByLook.get(look);
    if (unseen == null) {
      unseen = ExperimentTally.of(known);
      timers.registerEventTimeTimer(look);
    }
    unseen.add(change);
    unseenByLook.put(look, unseen);
  }

  @Override
  public void onTimer(long time, OnTimerContext context, Collector<VerdictRow> rows)
      throws Exception {
    ExperimentVersion known = version.value();
    if (known == null) {
      return;
    }
    boolean last = known.lastLook() <= time;
    ExperimentTally seen = see(known, time);
    if (seen != null || last) {
      look(known, seen, time, last, context, rows);
    }
    if (last) {
      forget();
    }
  }

  /** Counts what has happened up to this look; null if nothing has. */
  private @Nullable ExperimentTally see(ExperimentVersion known, long look) throws Exception {
    List<Long> looks = new ArrayList<>();
    unseenByLook.keys().forEach(looks::add);
    ExperimentTally seen = null;
    for (long earlier : looks) {
      if (earlier <= look) {
        seen = seen == null ? ExperimentTally.of(known) : seen;
        seen.add(unseenByLook.get(earlier));
        unseenByLook.remove(earlier);
      }
    }
    if (seen != null) {
      ExperimentTally all = counted.value();
      all = all == null ? ExperimentTally.of(known) : all;
      all.add(seen);
      counted.update(all);
    }
    return seen;
  }

  private void look(
      ExperimentVersion known,
      @Nullable ExperimentTally seen,
      long time,
      boolean last,
      OnTimerContext context,
      Collector<VerdictRow> rows)
      throws Exception {
    ExperimentTally all = counted.value();
    all = all == null ? ExperimentTally.of(known) : all;
    Evidence before = evidence.value();
    Counts counts = all.counts();
    Judge judge = new Judge(known.plan());
    Judge.Look look = judge.look(before == null ? Evidence.none(known.plan()) : before, counts);
    evidence.update(look.evidence());
    if (!emit.live() && !last) {
      return;
    }
    ExperimentRows as = new ExperimentRows(known, time, last);
    as.verdicts(judge, look, counts, all.firstExposure(time)).forEach(rows::collect);
    as.steps(counts).forEach(row -> context.output(STEPS, row));
    as.times(last || seen == null ? all : seen, all).forEach(row -> context.output(TIMES, row));
  }

  private void forget() {
    version.clear();
    counted.clear();
    evidence.clear();
    unseenByLook.clear();
  }
}
