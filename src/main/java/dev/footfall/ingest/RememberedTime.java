package dev.footfall.ingest;

import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.OperatorStateStore;
import org.apache.flink.api.common.typeinfo.Types;

/** A time that each instance of an operator remembers; after a restart all know the latest. */
final class RememberedTime {

  private final ListState<Long> ofAllInstances;

  private RememberedTime(ListState<Long> ofAllInstances) {
    this.ofAllInstances = ofAllInstances;
  }

  /**
   * @param name of the state
   */
  static RememberedTime in(OperatorStateStore states, String name) throws Exception {
    return new RememberedTime(
        states.getUnionListState(new ListStateDescriptor<>(name, Types.LONG)));
  }

  /** The latest that any instance remembered; {@link Long#MIN_VALUE} if none did. */
  long latest() throws Exception {
    long latest = Long.MIN_VALUE;
    for (long time : ofAllInstances.get()) {
      latest = Math.max(latest, time);
    }
    return latest;
  }

  /** What this instance remembers from now on. */
  void is(long time) throws Exception {
    ofAllInstances.update(List.of(time));
  }
}
