package dev.footfall.journey.tracker;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.TakingOrder;
import dev.footfall.event.UnitEvent;
import dev.footfall.funnel.Funnel;
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
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Puts the events of each unit into the order of event time again. Each user's events come in that
 * order, but a unit may be many users. At one instant they leave as a user's are taken. Where two
 * properties have the same value, the events of one instant leave property by property.
 */
final class TakeInOrder extends AbstractStreamOperator<Intake>
    implements OneInputStreamOperator<Intake, Intake>,
        TwoInputStreamOperator<Intake, Declaration, Intake>,
        Triggerable<String, VoidNamespace> {

  private static final long serialVersionUID = 1L;

  private static final Comparator<Intake> ORDER =
      Comparator.comparingLong(TakeInOrder::timeOf)
          .thenComparing(TakeInOrder::propertyOf)
          .thenComparing(TakeInOrder::eventOf, TakingOrder.INSTANCE);

  private final TypeInformation<Intake> type;

  /** Events ahead of the watermark; they leave when it passes them. */
  private transient ListState<Intake> waiting;

  /** The time of the unit's one timer; goes with it. */
  private transient ValueState<Long> wakeAt;

  private transient InternalTimerService<VoidNamespace> timers;

  TakeInOrder(TypeInformation<Intake> type) {
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
  public void processElement(StreamRecord<Intake> record) throws Exception {
    long time = timeOf(record.getValue());
    waiting.add(record.getValue());
    Long wake = wakeAt.value();
    if (wake == null || time < wake) {
      if (wake != null) {
        timers.deleteEventTimeTimer(VoidNamespace.INSTANCE, wake);
      }
      wakeAt(time);
    }
  }

  @Override
  public void processElement1(StreamRecord<Intake> record) throws Exception {
    processElement(record);
  }

  @Override
  public void processElement2(StreamRecord<Declaration> record) {
    output.collect(new StreamRecord<>(record.getValue()));
  }

  static long timeOf(Intake intake) {
    return eventOf(intake).time();
  }

  private static String propertyOf(Intake intake) {
    return intake instanceof UnitEvent unitEvent ? unitEvent.property() : Funnel.USER;
  }

  private static Event eventOf(Intake intake) {
    return intake instanceof UnitEvent unitEvent ? unitEvent.event() : (Event) intake;
  }

  private void wakeAt(long time) throws Exception {
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time);
    wakeAt.update(time);
  }

  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    List<Intake> due = new ArrayList<>();
    List<Intake> stay = new ArrayList<>();
    long next = Long.MAX_VALUE;
    for (Intake one : waiting.get()) {
      if (timeOf(one) <= timers.currentWatermark()) {
        due.add(one);
      } else {
        stay.add(one);
        next = Math.min(next, timeOf(one));
      }
    }
    due.sort(ORDER);
    for (Intake one : due) {
      output.collect(new StreamRecord<>(one, timeOf(one)));
    }
    if (stay.isEmpty()) {
      waiting.clear();
      wakeAt.clear();
    } else {
      waiting.update(stay);
      wakeAt(next);
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of the clock is ever set: " + timer);
  }
}
