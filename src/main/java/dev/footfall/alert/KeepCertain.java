package dev.footfall.alert;

import dev.footfall.watch.JobMetrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.metrics.Counter;
import org.apache.flink.runtime.state.StateInitializationContext;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedMultiInput;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Lets alerts pass that are certain. What is told only because the input has ended waits until it
 * is known how far the input went; an absence, or a cohort, that was not over by then is no alert.
 * For one instance.
 */
final class KeepCertain extends AbstractStreamOperator<AlertRow>
    implements TwoInputStreamOperator<AlertRow, Long, AlertRow>, BoundedMultiInput {
  private static final long serialVersionUID = 1L;

  /** The number of an operator's inputs, all of which end. */
  private static final int INPUTS = 2;

  private final ArrayList<String> alerts;

  @SuppressWarnings("NullAway.Init") // by initializeState, before anything else
  private transient List<AlertRow> held;

  private transient long latest;
  private transient int ended;

  @SuppressWarnings("NullAway.Init") // by open, likewise
  private transient Map<String, Counter> counters;

  @SuppressWarnings("NullAway.Init") // likewise
  private transient ListState<AlertRow> storedHeld;

  @SuppressWarnings("NullAway.Init") // likewise
  private transient ListState<Long> storedLatest;

  /**
   * @param alerts the ids of all of them
   */
  KeepCertain(List<String> alerts) {
    this.alerts = new ArrayList<>(alerts);
  }

  @Override
  public void initializeState(StateInitializationContext context) throws Exception {
    super.initializeState(context);
    storedHeld =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("held", TypeInformation.of(AlertRow.class)));
    storedLatest =
        context
            .getOperatorStateStore()
            .getListState(new ListStateDescriptor<>("latest", Types.LONG));
    held = new ArrayList<>();
    storedHeld.get().forEach(held::add);
    latest = Long.MIN_VALUE;
    for (long before : storedLatest.get()) {
      latest = Math.max(latest, before);
    }
  }

  @Override
  public void open() throws Exception {
    super.open();
    counters = new HashMap<>();
    for (String alert : alerts) {
      counters.put(alert, JobMetrics.ofAlert(alert, getMetricGroup()).counter("alerts"));
    }
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    storedHeld.update(held);
    storedLatest.update(List.of(latest));
  }

  @Override
  public void processElement1(StreamRecord<AlertRow> row) {
    if (row.getValue().certain()) {
      tell(row.getValue());
    } else {
      held.add(row.getValue());
    }
  }

  @Override
  public void processElement2(StreamRecord<Long> time) {
    latest = Math.max(latest, time.getValue());
  }

  @Override
  public void endInput(int input) {
    ended++;
    if (ended < INPUTS) {
      return;
    }
    held.sort(Comparator.comparingLong(AlertRow::at));
    for (AlertRow row : held) {
      // As with a watermark: a moment is over when there is an event after it. The last event of a
      // pattern without an absence is there, whatever comes after.
      boolean isThere = row.cohort() == null && row.at() == row.ended();
      if (isThere || row.at() < latest) {
        tell(row);
      }
    }
    held.clear();
  }

  private void tell(AlertRow row) {
    Objects.requireNonNull(counters.get(row.alert()), row.alert()).inc();
    output.collect(new StreamRecord<>(row, row.at()));
  }
}
