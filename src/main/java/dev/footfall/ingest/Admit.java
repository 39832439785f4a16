package dev.footfall.ingest;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ListStateDescriptor;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.runtime.state.VoidNamespaceSerializer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;

/**
 * Takes each user's events in the order of event time, once each. What comes behind the watermark
 * goes to the side; what is ahead of it waits. An event whose id was seen for its user in the time
 * before is dropped.
 *
 * <p>In a job whose funnels change while it runs, a second input brings what they are from here on.
 * That goes straight through, so that whoever follows hears of it between two events.
 *
 * <p>It is an operator and no function, for only an operator can give each event its own time when
 * several leave at once.
 */
final class Admit extends AbstractStreamOperator<Intake>
    implements OneInputStreamOperator<Event, Intake>,
        TwoInputStreamOperator<Event, Declaration, Intake>,
        Triggerable<String, VoidNamespace> {

  static final OutputTag<LateEvent> LATE = new OutputTag<>("late", EventTypes.LATE);

  private static final long serialVersionUID = 1L;

  private final long dedupeMillis;

  /** Events ahead of the watermark. They leave when it passes them. */
  private transient ListState<Event> waiting;

  /** Ids by when they were last seen. Each goes when no event in time can repeat it any more. */
  private transient ValueState<SeenIds> seen;

  /** When the first of the waiting events leaves: there is a timer then. Goes with the last. */
  private transient ValueState<Long> wakeAt;

  /** The watermark of the last snapshot: Flink's own begins afresh after a restart. */
  private transient ListState<Long> watermarkOfSnapshot;

  private transient long restoredWatermark;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient Counted late;
  private transient Counted duplicates;
  private transient Counted admitted;

  /** Used again for each user. */
  private transient List<Event> due;

  /**
   * @param dedupe for how long before an event its id is remembered, the beginning included
   */
  Admit(Duration dedupe) {
    this.dedupeMillis = dedupe.toMillis();
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    watermarkOfSnapshot.update(List.of(watermark()));
  }

  @Override
  public void open() throws Exception {
    super.open();
    watermarkOfSnapshot =
        getOperatorStateBackend()
            .getUnionListState(new ListStateDescriptor<>("watermark", Types.LONG));
    restoredWatermark = Long.MIN_VALUE;
    for (long watermark : watermarkOfSnapshot.get()) {
      restoredWatermark = Math.max(restoredWatermark, watermark);
    }
    waiting =
        getRuntimeContext()
            .getListState(new ListStateDescriptor<>("waiting-events", new EventSerializer()));
    seen =
        getRuntimeContext()
            .getState(new ValueStateDescriptor<>("seen-ids", new SeenIdsSerializer()));
    wakeAt = getRuntimeContext().getState(new ValueStateDescriptor<>("wake-at", Types.LONG));
    timers = getInternalTimerService("admit", VoidNamespaceSerializer.INSTANCE, this);
    late = Counted.named(Counted.LATE, getRuntimeContext());
    duplicates = Counted.named(Counted.DUPLICATES, getRuntimeContext());
    admitted = Counted.named(Counted.ADMITTED, getRuntimeContext());
    due = new ArrayList<>();
  }

  private long watermark() {
    return Math.max(restoredWatermark, timers.currentWatermark());
  }

  @Override
  public void processElement(StreamRecord<Event> record) throws Exception {
    Event event = record.getValue();
    long watermark = watermark();
    if (event.time() <= watermark) {
      late.count();
      output.collect(LATE, new StreamRecord<>(new LateEvent(event, watermark), event.time()));
      return;
    }
    waiting.add(event);
    Long wake = wakeAt.value();
    if (wake == null || event.time() < wake) {
      wake(event.time());
    }
  }

  @Override
  public void processElement1(StreamRecord<Event> record) throws Exception {
    processElement(record);
  }

  @Override
  public void processElement2(StreamRecord<Declaration> record) {
    output.collect(new StreamRecord<>(record.getValue()));
  }

  private void wake(long time) throws Exception {
    timers.registerEventTimeTimer(VoidNamespace.INSTANCE, time);
    wakeAt.update(time);
  }

  /**
   * Whichever timer it is, all that the watermark has passed is done. One that an earlier event
   * made needless then finds nothing to do.
   */
  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    long watermark = timers.currentWatermark();
    gatherDue(watermark);
    admitDue(watermark);
  }

  /** Takes from the waiting events those up to the watermark, into {@link #due}. */
  private void gatherDue(long watermark) throws Exception {
    due.clear();
    List<Event> stay = new ArrayList<>(0);
    long next = Long.MAX_VALUE;
    for (Event event : waiting.get()) {
      if (event.time() <= watermark) {
        due.add(event);
      } else {
        stay.add(event);
        next = Math.min(next, event.time());
      }
    }
    if (due.isEmpty()) {
      return;
    }
    if (stay.isEmpty()) {
      waiting.clear();
      wakeAt.clear();
    } else {
      waiting.update(stay);
      wake(next);
    }
  }

  /** Admits what is due, in order and once, and forgets ids. */
  private void admitDue(long watermark) throws Exception {
    SeenIds ids = seen.value();
    due.sort(TakingOrder.INSTANCE);
    for (Event event : due) {
      if (event.id() == null) {
        admit(event);
        continue;
      }
      ids = ids == null ? new SeenIds() : ids;
      if (ids.sawBefore(event.id(), event.time(), dedupeMillis)) {
        duplicates.count();
      } else {
        admit(event);
      }
    }
    if (ids != null) {
      forget(ids, watermark);
    }
  }

  /**
   * Forgets the ids that no event in time can repeat. While the user is active that happens on the
   * way; the timer is for the last of them, so that it is set once in {@code dedupe} and not for
   * each.
   */
  private void forget(SeenIds ids, long watermark) throws Exception {
    ids.forgetUpTo(watermark - dedupeMillis);
    if (ids.isEmpty()) {
      seen.clear();
      return;
    }
    if (ids.forgetAt() <= watermark) {
      ids.forgetAt(ids.latest() + dedupeMillis);
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, ids.forgetAt());
    }
    seen.update(ids);
  }

  private void admit(Event event) {
    admitted.count();
    output.collect(new StreamRecord<>(event, event.time()));
  }

  @Override
  public void onProcessingTime(InternalTimer<String, VoidNamespace> timer) {
    throw new IllegalStateException("no timer of the clock is ever set: " + timer);
  }
}
