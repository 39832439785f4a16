package dev.footfall.alert;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Tells, when the input ends, how far it went: the latest event time that this instance saw. The
 * last watermark before the end would not do, for it depends on when watermarks were told.
 */
final class LatestTime extends AbstractStreamOperator<Long>
    implements OneInputStreamOperator<Intake, Long>, BoundedOneInput {
  private static final long serialVersionUID = 1L;

  private transient long latest;

  @SuppressWarnings("NullAway.Init") // by initializeState, before anything else
  private transient ListState<Long> stored;

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    stored =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("latest", Types.LONG));
    latest = Long.MIN_VALUE;
    for (long before : stored.get()) {
      latest = Math.max(latest, before);
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    stored.update(List.of(latest));
  }

  @Override
  public void processElement(StreamRecord<Intake> intake) {
    if (intake.getValue() instanceof Event event) {
      latest = Math.max(latest, event.time());
    }
  }

  @Override
  public void endInput() {
    output.collect(new StreamRecord<>(latest));
  }
}
