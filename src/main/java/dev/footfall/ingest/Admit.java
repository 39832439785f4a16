package dev.footfall.ingest;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.TakingOrder;
import dev.footfall.watch.WatermarkLag;
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
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.operators.TwoInputStreamOperator;
import org.apache.flink.streaming.api.operators.sorted.state.BatchExecutionKeyedStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Takes each user's events in the order of event time, once each. What comes behind the watermark
 * goes to the side; what is ahead of it waits. An event whose id was seen for its user in the time
 * before is dropped.
 *
 * <p>Most events wait for a moment only, and state costs more than all else that is done with them.
 * So they wait in memory; before a snapshot, or when they are too many, those that still wait go
 * into state, and leave from there by a timer.
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

  /**
   * Events wait in this part of the memory of the process, more or less, of which each processor
   * has its share; any more wait in state. Where one source runs ahead of another, they are many.
   */
  private static final int PART_OF_MEMORY = 8;

  private static final long OF_THE_PROCESS = -1;

  /** The first of two inputs. */
  private static final int EVENTS = 0;

  private final long dedupeMillis;
  private final long maxBytesInMemory;

  /** Events ahead of the watermark. */
  private transient WaitingRoom room;

  private transient long bytesOfRoom;

  /** Those that no longer wait in memory. They leave when the watermark passes them. */
  private transient ListState<Event> waiting;

  /**
   * Whether state hands out the very value that it keeps, as the heap does (it copies first what a
   * snapshot is still writing): changed ids need not be looked up again to be put back.
   */
  private transient boolean changesInPlace;

  /** Ids by when they were last seen. Each goes when no event in time can repeat it any more. */
  private transient ValueState<SeenIds> seen;

  /** When the first of the waiting events leaves: there is a timer then. Goes with the last. */
  private transient ValueState<Long> wakeAt;

  /** The watermark of the last snapshot: Flink's own begins afresh after a restart. */
  private transient RememberedTime watermarkOfSnapshot;

  /** Up to when events of any user may wait in state, as of the last snapshot. */
  private transient RememberedTime waitingUntilOfSnapshot;

  /** The time of the latest event that waits in state, or waited there. */
  private transient long waitingUntil;

  private transient long restoredWatermark;
  private transient InternalTimerService<VoidNamespace> timers;
  private transient Counted late;
  private transient Counted duplicates;
  private transient Counted admitted;
  private transient WatermarkLag lag;

  /** When this task began, by the clock. */
  private transient long since;

  /** Used again for each user. */
  private transient List<Event> due;

  /**
   * @param dedupe for how long before an event its id is remembered, the beginning included
   */
  Admit(Duration dedupe) {
    this(dedupe, OF_THE_PROCESS);
  }

  /**
   * @param maxBytesInMemory so much waits in memory; it changes nothing but the speed
   */
  Admit(Duration dedupe, long maxBytesInMemory) {
    this.dedupeMillis = dedupe.toMillis();
    this.maxBytesInMemory = maxBytesInMemory;
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    putAllIntoState();
    super.snapshotState(context);
    watermarkOfSnapshot.is(watermark());
    waitingUntilOfSnapshot.is(waitingUntil);
  }

  @Override
  public void open() throws Exception {
    super.open();
    watermarkOfSnapshot = RememberedTime.in(getOperatorStateBackend(), "watermark");
    restoredWatermark = watermarkOfSnapshot.latest();
    waitingUntilOfSnapshot = RememberedTime.in(getOperatorStateBackend(), "waiting-until");
    waitingUntil = waitingUntilOfSnapshot.latest();
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
    lag =
        WatermarkLag.shownIn(
            getRuntimeContext().getMetricGroup(),
            getProcessingTimeService()::getCurrentProcessingTime);
    due = new ArrayList<>();
    room = new WaitingRoom();
    changesInPlace = getKeyedStateBackend() instanceof HeapKeyedStateBackend;
    bytesOfRoom = bytesOfRoom();
    since = getProcessingTimeService().getCurrentProcessingTime();
    Heartbeat.start(getProcessingTimeService(), PartProgress.EVERY, this::tellProgress);
  }

  @Override
  public void finish() throws Exception {
    tellProgress();
    super.finish();
  }

  private void tellProgress() {
    PartProgress progress =
        new PartProgress(
            PartProgress.Stage.ADMISSION,
            "task " + (getRuntimeContext().getTaskInfo().getIndexOfThisSubtask() + 1),
            admitted.soFar(),
            0,
            late.soFar(),
            duplicates.soFar(),
            PartProgress.NONE,
            PartProgress.NONE,
            since);
    output.collect(PartProgress.TOLD, new StreamRecord<>(progress));
  }

  private long bytesOfRoom() {
    if (getKeyedStateBackend() instanceof BatchExecutionKeyedStateBackend) {
      // A user's events come together, and a timer takes them when the next one's come: there is no
      // watermark to wait for.
      return 0;
    }
    Runtime process = Runtime.getRuntime();
    return maxBytesInMemory == OF_THE_PROCESS
        ? process.maxMemory() / PART_OF_MEMORY / process.availableProcessors()
        : maxBytesInMemory;
  }

  /** The key is set where there is something to look up: seldom, as long as no event has an id. */
  @Override
  public void setKeyContextElement1(StreamRecord record) {}

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
    room.add(event);
    if (room.bytes() > bytesOfRoom) {
      putAllIntoState();
    }
  }

  private void putAllIntoState() throws Exception {
    room.takeUpTo(Long.MAX_VALUE, due, this::putIntoState);
  }

  private void putIntoState(String user, List<Event> events) throws Exception {
    setCurrentKey(user);
    waiting.addAll(events);
    long earliest = Long.MAX_VALUE;
    for (Event event : events) {
      earliest = Math.min(earliest, event.time());
      waitingUntil = Math.max(waitingUntil, event.time());
    }
    Long wake = wakeAt.value();
    if (wake == null || earliest < wake) {
      wake(earliest);
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

  /** Takes first the users of whom something waits in memory; timers then take the others. */
  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    // Nothing is left in state once the watermark of before has passed the last of it.
    boolean someInState = waitingUntil > timers.currentWatermark();
    room.takeUpTo(
        watermark.getTimestamp(),
        due,
        (user, events) -> takeDue(user, someInState, watermark.getTimestamp()));
    super.processWatermark(watermark);
    lag.is(watermark.getTimestamp());
  }

  /**
   * What follows always waits for every instance. Were all of them idle, and one sooner awake, then
   * event time would go on with that one wherever users are dealt out again, and what another still
   * holds would come too late there.
   */
  @Override
  public void processWatermarkStatus(WatermarkStatus status) {}

  /** As above; that nobody waits for declarations is told. */
  @Override
  protected void processWatermarkStatus(WatermarkStatus status, int input) throws Exception {
    if (input != EVENTS) {
      super.processWatermarkStatus(status, input);
    }
  }

  private void takeDue(String user, boolean someInState, long watermark) throws Exception {
    if (someInState) {
      setCurrentKey(user);
      gatherDue(watermark);
      admitDue(watermark);
    } else if (anyHasId(due)) {
      setCurrentKey(user);
      admitDue(watermark);
    } else {
      due.sort(TakingOrder.INSTANCE);
      due.forEach(this::admit);
    }
  }

  private static boolean anyHasId(List<Event> events) {
    for (Event event : events) {
      if (event.id() != null) {
        return true;
      }
    }
    return false;
  }

  /**
   * Whichever timer it is, all that the watermark has passed is done. One that has become needless
   * then finds nothing to do.
   */
  @Override
  public void onEventTime(InternalTimer<String, VoidNamespace> timer) throws Exception {
    long watermark = timers.currentWatermark();
    due.clear();
    gatherDue(watermark);
    admitDue(watermark);
  }

  /** Takes from the events that wait in state those up to the watermark, into {@link #due}. */
  private void gatherDue(long watermark) throws Exception {
    Long wake = wakeAt.value();
    if (wake == null || wake > watermark) {
      return;
    }
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
    SeenIds known = seen.value();
    SeenIds ids = known;
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
      keep(ids, known);
    }
  }

  /**
   * Forgets the ids that no event in time can repeat. While the user is active that happens on the
   * way; the timer is for the last of them, so that it is set once in {@code dedupe} and not for
   * each.
   */
  private void forget(SeenIds ids, long watermark) throws Exception {
    ids.forgetUpTo(watermark - dedupeMillis);
    if (!ids.isEmpty() && ids.forgetAt() <= watermark) {
      ids.forgetAt(ids.latest() + dedupeMillis);
      timers.registerEventTimeTimer(VoidNamespace.INSTANCE, ids.forgetAt());
    }
  }

  private void keep(SeenIds ids, @Nullable SeenIds known) throws Exception {
    if (ids.isEmpty()) {
      seen.clear();
    } else if (known == null || !changesInPlace) {
      seen.update(ids);
    }
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
