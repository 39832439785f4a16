package dev.footfall.metric;

import dev.footfall.funnel.FunnelVersion;
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

  private transient Map<CohortKey, Held> heldByCohort;
  private transient int held;

  /** What is held of one cohort. */
  private static final class Held {
    final CohortShape shape;
    final Map<Slice, TallySum> sums = new LinkedHashMap<>();
    long firstStep = CohortDelta.NO_STEP;

    Held(Progress progress) {
      shape = new CohortShape(progress.version(), progress.cohortEnd());
    }

    CohortDelta delta(CohortKey cohort) {
      List<CohortDelta.Part> parts = new ArrayList<>(sums.size());
      sums.forEach((slice, sum) -> parts.add(new CohortDelta.Part(slice, sum.since(), sum.sum())));
      return new CohortDelta(cohort, shape, parts, firstStep);
    }
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
    Held cohort =
        heldByCohort.computeIfAbsent(
            new CohortKey(after.funnel(), after.version().version(), after.cohortStart()),
            key -> new Held(after));
    Progress before = change.before();
    long since = after.times()[after.furthest() - 1];
    if (before != null) {
      note(before, true, since, cohort.sums);
    }
    note(after, false, since, cohort.sums);
    if (before == null || after.furthest() > before.furthest()) {
      cohort.firstStep = Math.min(cohort.firstStep, since);
    }
    if (++held >= MAX_HELD) {
      sendOn();
    }
  }

  private static void note(
      Progress progress, boolean leaves, long since, Map<Slice, TallySum> cohort) {
    FunnelVersion funnel = progress.version();
    sumOf(Slice.TOTAL, cohort).note(progress, leaves, since);
    for (int i = 0; i < progress.values().length; i++) {
      Slice slice = new Slice(funnel.breakdowns().get(i), progress.values()[i]);
      sumOf(slice, cohort).note(progress, leaves, since);
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
    heldByCohort.forEach((cohort, its) -> output.collect(new StreamRecord<>(its.delta(cohort))));
    heldByCohort.clear();
    held = 0;
  }
}
