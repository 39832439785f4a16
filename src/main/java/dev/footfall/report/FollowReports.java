package dev.footfall.report;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.UnitEvent;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.VersionNote;
import dev.footfall.journey.tracker.Adopted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.state.ListState;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.StateSnapshotContext;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.runtime.state.internal.InternalValueState;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.util.OutputTag;
import org.jspecify.annotations.Nullable;

/**
 * Follows all units through all reports: users, or those that properties of events name.
 *
 * <p>Events must come in the order of event time within each user, all of one user and instant one
 * after another, with no watermark or barrier between them, as they leave {@code Admit}. What one
 * report knows of one user is one value of keyed state, under the number of the report's definition
 * as the namespace; one timer wakes it when time alone changes something.
 */
final class FollowReports extends AbstractStreamOperator<FigureDelta>
    implements OneInputStreamOperator<Intake, FigureDelta>, Triggerable<String, Long> {

  /** What becomes of versions while the job runs. */
  static final OutputTag<VersionNote> NOTES =
      new OutputTag<>("versions", TypeInformation.of(VersionNote.class));

  /** What units did next. */
  static final OutputTag<NextOfUnit> NEXT_OF_UNITS =
      new OutputTag<>("next-of-units", TypeInformation.of(NextOfUnit.class));

  private static final long serialVersionUID = 1L;

  private final ArrayList<DeclaredReport> reports;
  private final @Nullable Declaration initial;
  private final Units units;

  private transient FollowedReports followed = FollowedReports.NOTHING;
  private transient @Nullable Declaration declaration;
  private transient ListState<Adopted> adopted;
  private transient long restoredWatermark;

  /** What there is to say of versions as soon as something can be said. */
  private transient List<VersionNote> unsaid;

  private transient HeldFigures held;
  private transient InstantOfUnit instant;
  private transient InternalValueState<String, Long, UserState> users;
  private transient InternalTimerService<Long> timers;

  /**
   * Whether state hands out the very value that it keeps, as the heap does (it copies first what a
   * snapshot is still writing): a changed one need not be looked up again to be put back.
   */
  private transient boolean changesInPlace;

  /** Follows reports that stay as they are; only those of these units. */
  FollowReports(List<DeclaredReport> reports, Units units) {
    this.reports = new ArrayList<>(reports);
    this.initial = null;
    this.units = units;
  }

  /**
   * Follows reports that change while the job runs; only those of these units.
   *
   * @param initial what is declared in the beginning. After a restart the last that was heard
   *     counts, until another comes.
   */
  FollowReports(Declaration initial, Units units) {
    this.reports = new ArrayList<>();
    this.initial = initial;
    this.units = units;
  }

  @Override
  public void open() throws Exception {
    super.open();
    held =
        new HeldFigures(
            delta -> output.collect(new StreamRecord<>(delta)),
            next -> output.collect(NEXT_OF_UNITS, new StreamRecord<>(next)));
    instant = new InstantOfUnit();
    ValueState<UserState> state =
        getOrCreateKeyedState(
            LongSerializer.INSTANCE, new ValueStateDescriptor<>("users", UserStates.INSTANCE));
    users = byReport(state);
    changesInPlace = getKeyedStateBackend() instanceof HeapKeyedStateBackend;
    timers = getInternalTimerService("reports", LongSerializer.INSTANCE, this);
    adopted = Adopted.in(getOperatorStateBackend());
    unsaid = new ArrayList<>();
    restoredWatermark = Long.MIN_VALUE;
    adoptAtStart();
  }

  @SuppressWarnings("unchecked") // every backend's value state is one, and the types are ours
  private static InternalValueState<String, Long, UserState> byReport(ValueState<UserState> state) {
    return (InternalValueState<String, Long, UserState>) state;
  }

  /** Goes on with what was followed before, if there was something before. */
  private void adoptAtStart() throws Exception {
    Adopted before = Adopted.before(adopted);
    declaration = initial;
    if (before == null) {
      follow(Map.of(), FunnelVersion.FROM_THE_BEGINNING);
      return;
    }
    restoredWatermark = before.watermark();
    if (initial != null && before.declaration() != null) {
      declaration = before.declaration();
    }
    follow(before.versionByNumber(), restoredWatermark);
  }

  /**
   * Follows from now on what is declared. Those that were followed before go on as if nothing had
   * been.
   *
   * @param since the event time after which the new ones see every event
   */
  private void follow(Map<Long, VersionNote> before, long since) {
    List<DeclaredReport> declared =
        (declaration == null ? reports : DeclaredReport.allIn(declaration))
            .stream().filter(one -> units.areOf(one.report())).toList();
    Map<Long, Long> sinceByNumber = new HashMap<>();
    for (DeclaredReport one : declared) {
      VersionNote known = before.get(one.number());
      sinceByNumber.put(one.number(), known == null ? since : known.since());
    }
    followed = new FollowedReports(declared, sinceByNumber);
    before.forEach(
        (number, note) -> {
          if (followed.numbered(number) == null) {
            unsaid.add(note.asSuperseded());
          }
        });
  }

  private long watermark() {
    return Math.max(restoredWatermark, timers.currentWatermark());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    adopted.update(List.of(new Adopted(declaration, followed.notes(), watermark())));
  }

  /** The key is set when an instant is whole, not when its events come. */
  @Override
  public void setKeyContextElement1(StreamRecord record) {}

  @Override
  public void processElement(StreamRecord<Intake> record) throws Exception {
    Intake intake = record.getValue();
    if (intake instanceof Event event) {
      take(Funnel.USER, event.user(), event);
    } else if (intake instanceof UnitEvent unitEvent) {
      take(unitEvent.property(), unitEvent.unit(), unitEvent.event());
    } else if (intake instanceof Declaration declared) {
      adopt(declared);
    }
  }

  private void take(String property, String unit, Event event) throws Exception {
    List<FollowedReports.One> its = followed.of(property);
    if (!FollowedReports.want(its, event)) {
      return;
    }
    if (!instant.isEmpty() && !instant.holds(its, unit, event)) {
      live();
    }
    instant.add(its, unit, event);
  }

  /**
   * From here on the reports are as declared; of others, what is kept goes with its timers. Each
   * instance of the operator before says the same: only the first time is it new, but each says
   * since when it has passed on every event.
   */
  private void adopt(Declaration declared) throws Exception {
    live();
    if (declaration == null || declared.number() != declaration.number()) {
      declaration = declared;
      follow(followed.notes(), Math.max(watermark(), declared.since()));
    } else {
      unsaid.addAll(followed.notesSince(declared.since()));
    }
    sayNotes();
  }

  private void sayNotes() {
    unsaid.forEach(note -> output.collect(NOTES, new StreamRecord<>(note)));
    unsaid.clear();
  }

  /** What time alone brings is sent on before the watermark that brought it. */
  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    live();
    sayNotes();
    if (getTimeServiceManager().isPresent()) {
      getTimeServiceManager().get().advanceWatermark(watermark);
    }
    held.sendOn();
    output.emitWatermark(watermark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    live();
    held.sendOn();
  }

  private void live() throws Exception {
    if (!instant.isEmpty()) {
      setCurrentKey(instant.unit());
      instant.forEachWanting(this::live);
      instant.clear();
      held.sendOnIfMany();
    }
  }

  private void live(FollowedReports.One one, List<Event> events) throws Exception {
    users.setCurrentNamespace(one.number());
    UserState known = users.value();
    UserState user = known == null ? one.follower().begin() : known;
    held.of(one, instant.unit());
    one.follower().passTime(user, events.get(0).time() - 1, held);
    one.follower().live(user, events, held);
    if (user.isEmpty()) {
      users.clear();
      return;
    }
    wakeInTime(one, user);
    if (known == null || !changesInPlace) {
      users.update(user);
    }
  }

  /** Leaves a timer that is too early where it is: it will set the next one. */
  private void wakeInTime(FollowedReports.One one, UserState user) {
    long next = one.follower().nextChange(user);
    if (user.timer != UserState.NO_TIMER) {
      if (user.timer <= next) {
        return;
      }
      timers.deleteEventTimeTimer(one.number(), user.timer);
    }
    timers.registerEventTimeTimer(one.number(), next);
    user.timer = next;
  }

  @Override
  public void onEventTime(InternalTimer<String, Long> timer) throws Exception {
    Long number = timer.getNamespace();
    users.setCurrentNamespace(number);
    UserState user = users.value();
    FollowedReports.One one = followed.numbered(number);
    if (user == null || one == null) {
      // Nobody asks any more for what was kept under a definition that is no more.
      users.clear();
      return;
    }
    user.timer = UserState.NO_TIMER;
    held.of(one, timer.getKey());
    one.follower().passTime(user, timers.currentWatermark(), held);
    if (user.isEmpty()) {
      users.clear();
    } else {
      wakeInTime(one, user);
      users.update(user);
    }
    held.sendOnIfMany();
  }

  @Override
  public void onProcessingTime(InternalTimer<String, Long> timer) {
    throw new IllegalStateException("no timer of the clock is ever set: " + timer);
  }
}
