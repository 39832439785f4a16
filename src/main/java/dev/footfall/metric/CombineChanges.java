package dev.footfall.metric;

import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Adds up the changes of many units before they are shuffled by cohort, so that a cohort with a
 * million units does not cost a million records. Holds nothing across a watermark or a checkpoint.
 */
public final class CombineChanges extends AbstractStreamOperator<CohortDelta>
    implements OneInputStreamOperator<Progress.Change, CohortDelta>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  /** So many changes are added up at most before they are sent on. */
  private static final int MAX_HELD = 20_000;

  private final Map<String, Funnel> funnels;

  private transient Map<CohortKey, Map<Slice, TallySum>> heldByCohort;
  private transient int held;

  public CombineChanges(Map<String, Funnel> funnels) {
    this.funnels = Map.copyOf(funnels);
  }

  @Override
  public void open() throws Exception {
    super.open();
    heldByCohort = new HashMap<>();
  }

  @Override
  public void processElement(StreamRecord<Progress.Change> element) {
    Progress.Change change = element.getValue();
    Progress after = change.after();
    Funnel funnel = funnels.get(after.funnel());
    if (funnel == null) {
      throw new IllegalStateException("progress in a funnel that is not declared: " + after);
    }
    Map<Slice, TallySum> cohort =
        heldByCohort.computeIfAbsent(
            new CohortKey(after.funnel(), after.cohortStart()), key -> new LinkedHashMap<>());
    long since = after.times()[after.furthest() - 1];
    if (change.before() != null) {
      note(change.before(), true, since, funnel, cohort);
    }
    note(after, false, since, funnel, cohort);
    if (++held >= MAX_HELD) {
      sendOn();
    }
  }

  private static void note(
      Progress progress, boolean leaves, long since, Funnel funnel, Map<Slice, TallySum> cohort) {
    sumOf(Slice.TOTAL, cohort).note(progress, leaves, since, funnel);
    for (int i = 0; i < progress.values().length; i++) {
      Slice slice = new Slice(funnel.breakdowns().get(i), progress.values()[i]);
      sumOf(slice, cohort).note(progress, leaves, since, funnel);
    }
  }

  private static TallySum sumOf(Slice slice, Map<Slice, TallySum> cohort) {
    return cohort.computeIfAbsent(slice, its -> new TallySum());
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    sendOn();
    super.processWatermark(watermark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpointId) {
    sendOn();
  }

  @Override
  public void endInput() {
    sendOn();
  }

  private void sendOn() {
    heldByCohort.forEach(
        (cohort, sums) -> {
          List<CohortDelta.Part> parts = new ArrayList<>(sums.size());
          sums.forEach(
              (slice, sum) -> parts.add(new CohortDelta.Part(slice, sum.since(), sum.sum())));
          output.collect(new StreamRecord<>(new CohortDelta(cohort, parts)));
        });
    heldByCohort.clear();
    held = 0;
  }
}
