package dev.footfall.journey;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells of each unit in each cohort only where it stands in the end, in a batch job. There a funnel
 * is followed one unit after the other, and a unit's changes come as they were made; whatever sorts
 * them by time might put those of one instant into another order.
 */
public final class LastProgress extends AbstractStreamOperator<Progress>
    implements OneInputStreamOperator<Progress.Change, Progress>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private transient Map<Key, Progress> lastOfUnit;
  private transient @Nullable String unit;

  private record Key(String funnel, long cohortStart) {}

  private LastProgress() {}

  /**
   * The last progress of each unit in each cohort; the job must be a batch job.
   *
   * @param changes just as they leave what follows the units: Flink gives those of two streams that
   *     come together to its tasks as it likes
   */
  public static DataStream<Progress> of(DataStream<Progress.Change> changes) {
    return changes.transform(
        "Last progress", TypeInformation.of(Progress.class), new LastProgress());
  }

  @Override
  public void open() throws Exception {
    super.open();
    lastOfUnit = new LinkedHashMap<>();
  }

  @Override
  public void processElement(StreamRecord<Progress.Change> record) {
    Progress now = record.getValue().after();
    if (!now.unit().equals(unit)) {
      sendOn();
      unit = now.unit();
    }
    lastOfUnit.put(new Key(now.funnel(), now.cohortStart()), now);
  }

  @Override
  public void endInput() {
    sendOn();
  }

  private void sendOn() {
    lastOfUnit.values().forEach(last -> output.collect(new StreamRecord<>(last)));
    lastOfUnit.clear();
  }
}
