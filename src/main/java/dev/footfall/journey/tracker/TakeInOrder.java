package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Puts the events of each unit into the order of event time again. Each user's events come in that
 * order, but a unit may be many users.
 */
final class TakeInOrder extends AbstractStreamOperator<Event>
    implements OneInputStreamOperator<Event, Event>, Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1L;

  private final TypeInformation<Event> type;

  /** Events ahead of the watermark; they leave when it passes them. */
  private transient ListState<Event> waiting;

  /** The time of the unit's one timer; goes with it. */
  private transient ValueState<Long> wakeAt;

  private transient InternalTimerService<VoidNamespace> timers;

  TakeInOrder(TypeInformation<Event> type) {
    this.type = type;
  }

  @Override
  public void open() throws Exception {
    super.open();
    waiting = getRuntimeContext().getListState(new ListStateDescriptor<>("waiting-events", type));
    wakeAt = getRuntimeContext().getState(new ValueStateDescriptor<>("wake-at", Types.LONG));
    timers = getInternalTimerService("take-in-order", VoidNamespaceSerializer.INSTANCE, this);
  }

  @Override
  public void processElement(StreamRecord<Event> record) throws Exception {
    Event event = record.getValue();
    waiting.add(event);
    Long wake = wakeAt.value();
    if (wake == null || event.time() < wake) {
      if (wake != null) {
        timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, wake);
      }
      wakeAt(event.time());
    }
  }

  private void wakeAt(long time) throws Exception {
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time);
    wakeAt.update(time);
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    List<Event> due = new ArrayList<>();
    List<Event> stay = new ArrayList<>();
    for (Event event : waiting.get()) {
      (event.time() <= timers.currentWatermark() ? due : stay).add(event);
    }
    due.sort(Comparator.comparingLong(Event::time));
    for (Event event : due) {
      output.collect(new StreamRecord<>(event, event.time()));
    }
    if (stay.isEmpty()) {
      waiting.clear();
      wakeAt.clear();
    } else {
      waiting.update(stay);
      wakeAt(stay.stream().mapToLong(Event::time).min().orElseThrow());
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of the clock is ever set: " + timer);
  }
}
