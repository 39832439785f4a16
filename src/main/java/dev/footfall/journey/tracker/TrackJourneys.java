package dev.footfall.journey.tracker;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.UnitEvent;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.DeclaredFunnel;
import dev.footfall.journey.EngineChoice;
import dev.footfall.journey.Progress;
import dev.footfall.journey.VersionNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
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
 * Follows the journeys of all units through all funnels.
 *
 * <p>Events must come in the order of event time within each unit, all of one unit and instant one
 * after another, with no watermark or barrier between them; that is how they leave {@code Admit}
 * and {@link TakeInOrder}.
 *
 * <p>The journeys of one unit in one funnel are one value of keyed state, under the number of the
 * funnel's definition as the namespace, so that an event touches only the funnels it concerns. One
 * timer each wakes them when time alone changes something, at the latest when nothing of them can
 * change any more: then they go.
 */
final class TrackJourneys extends AbstractStreamOperator<Progress.Change>
    implements OneInputStreamOperator<Intake, Progress.Change>, Triggerable<String, Long> {

  /** What becomes of versions while the job runs. */
  static final OutputTag<VersionNote> NOTES =
      new OutputTag<>("versions", TypeInformation.of(VersionNote.class));

  private static final long serialVersionUID = 1L;

  /** Whose journeys are tracked. */
  enum Units {
    USERS,
    OTHERS;

    /** Whether the tracker serves the funnel, and it counts these. */
    boolean areOf(Funnel funnel) {
      return funnel.countsUsers() == (this == USERS)
          && EngineChoice.of(funnel).engine() == Engine.TRACKER;
    }
  }

  private final List<Funnel> funnels;
  private final @Nullable Declaration initial;
  private final Units units;

  private transient Followed followed = Followed.NOTHING;
  private transient @Nullable Declaration declaration;
  private transient ListState<Adopted> adopted;
  private transient long restoredWatermark;

  /** What there is to say of versions as soon as something can be said. */
  private transient List<VersionNote> unsaid;

  private transient Instant instant;
  private transient Teller teller;
  private transient InternalValueState<String, Long, UnitJourney> journeys;
  private transient InternalTimerService<Long> timers;

  /**
   * Whether state hands out the very journey that it keeps, as the heap does (it copies first what
   * a snapshot is still writing): a changed journey need not be looked up again to be put back.
   */
  private transient boolean changesInPlace;

  /** Tracks funnels that stay as they are; only those that count these units. */
  TrackJourneys(List<Funnel> funnels, Units units) {
    this.funnels = List.copyOf(funnels);
    this.initial = null;
    this.units = units;
  }

  /**
   * Tracks funnels that change while the job runs; only those that count these units.
   *
   * @param initial what is declared in the beginning. After a restart the last that was heard
   *     counts, until another comes.
   */
  TrackJourneys(Declaration initial, Units units) {
    this.funnels = List.of();
    this.initial = initial;
    this.units = units;
  }

  @Override
  public void open() throws Exception {
    super.open();
    instant = new Instant();
    teller = new Teller();
    ValueState<UnitJourney> state =
        getOrCreateKeyedState(
            LongSerializer.INSTANCE,
            new ValueStateDescriptor<>("journeys", JourneySerializer.INSTANCE));
    journeys = byDefinition(state);
    changesInPlace = getKeyedStateBackend() instanceof HeapKeyedStateBackend;
    timers = getInternalTimerService("journeys", LongSerializer.INSTANCE, this);
    adopted = Adopted.in(getOperatorStateBackend());
    unsaid = new ArrayList<>();
    restoredWatermark = Long.MIN_VALUE;
    adoptAtStart();
  }

  /** Goes on with what was followed before, if there was something before. */
  private void adoptAtStart() throws Exception {
    Adopted before = Adopted.before(adopted);
    declaration = initial;
    if (before == null) {
      follow(declared(), Map.of(), Long.MIN_VALUE);
      return;
    }
    restoredWatermark = before.watermark();
    if (initial != null && before.declaration() != null) {
      declaration = before.declaration();
    }
    follow(declared(), before.versionByNumber(), restoredWatermark);
  }

  private List<DeclaredFunnel> declared() {
    return declaration == null
        ? funnels.stream().map(DeclaredFunnel::first).toList()
        : DeclaredFunnel.allIn(declaration);
  }

  /**
   * Follows these from now on. Those that were followed before go on as if nothing had been.
   *
   * @param since the event time after which the new ones see every event
   */
  private void follow(List<DeclaredFunnel> declared, Map<Long, VersionNote> before, long since) {
    Map<Long, Long> sinceByNumber = new HashMap<>();
    List<DeclaredFunnel> mine = new ArrayList<>();
    for (DeclaredFunnel one : declared) {
      if (units.areOf(one.funnel())) {
        VersionNote known = before.get(one.number());
        mine.add(one);
        sinceByNumber.put(one.number(), known == null ? since : known.since());
      }
    }
    followed = new Followed(mine, sinceByNumber);
    versions()
        .forEach(
            (number, note) -> {
              if (note.since() != FunnelVersion.FROM_THE_BEGINNING && !before.containsKey(number)) {
                unsaid.add(note);
              }
            });
    before.forEach(
        (number, note) -> {
          if (followed.numbered(number) == null) {
            unsaid.add(note.asSuperseded());
          }
        });
  }

  /** What there is to say of the versions that are followed. */
  private Map<Long, VersionNote> versions() {
    Map<Long, VersionNote> versions = new HashMap<>();
    followed
        .byNumber()
        .forEach((number, tracker) -> versions.put(number, VersionNote.of(tracker.version())));
    return versions;
  }

  private long watermark() {
    return Math.max(restoredWatermark, timers.currentWatermark());
  }

  @Override
  public void snapshotState(StateSnapshotContext context) throws Exception {
    super.snapshotState(context);
    adopted.update(List.of(new Adopted(declaration, versions(), watermark())));
  }

  @SuppressWarnings("unchecked") // every backend's value state is one, and the types are ours
  private static InternalValueState<String, Long, UnitJourney> byDefinition(
      ValueState<UnitJourney> state) {
    return (InternalValueState<String, Long, UnitJourney>) state;
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
    Followed.OfUnit its = followed.of(property);
    if (its == null || its.vocabulary().wordsFor(event.name()).isEmpty()) {
      return;
    }
    if (!instant.isEmpty() && !instant.holds(its, unit, event)) {
      live();
    }
    instant.add(its, unit, event);
  }

  /**
   * From here on the funnels are as declared. What is kept of others goes as its timers come. Each
   * instance of the operator before says the same: only the first time is it new, but each says
   * since when it has passed on every event.
   */
  private void adopt(Declaration declared) throws Exception {
    live();
    if (declaration == null || declared.number() != declaration.number()) {
      declaration = declared;
      follow(declared(), versions(), Math.max(watermark(), declared.since()));
    } else {
      sayAgain(declared.since());
    }
    sayNotes();
  }

  private void sayAgain(long since) {
    for (VersionNote note : versions().values()) {
      if (note.since() != FunnelVersion.FROM_THE_BEGINNING && since > note.since()) {
        unsaid.add(note.since(since));
      }
    }
  }

  private void sayNotes() {
    unsaid.forEach(note -> output.collect(NOTES, new StreamRecord<>(note)));
    unsaid.clear();
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    live();
    sayNotes();
    super.processWatermark(watermark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    live();
  }

  private void live() throws Exception {
    if (!instant.isEmpty()) {
      setCurrentKey(instant.unit());
      instant.explain(this::live);
      instant.clear();
    }
  }

  private void live(Instant.Meaning meaning) throws Exception {
    FunnelTracker tracker = instant.funnels().tracker(meaning.funnel());
    Long number = instant.funnels().number(meaning.funnel());
    journeys.setCurrentNamespace(number);
    UnitJourney known = journeys.value();
    if (known == null && !meaning.mayStart(tracker)) {
      return;
    }
    UnitJourney journey = known == null ? new UnitJourney() : known;
    teller.time = instant.time();
    if (tracker.live(instant.unit(), journey, meaning.signals(), teller)) {
      wakeInTime(tracker, number, journey);
      if (known == null || !changesInPlace) {
        journeys.update(journey);
      }
    }
  }

  /** Leaves a timer that is too early where it is: it will set the next one. */
  private void wakeInTime(FunnelTracker tracker, Long number, UnitJourney journey) {
    long next = tracker.nextChange(journey);
    if (journey.timer != UnitJourney.NO_TIMER) {
      if (journey.timer <= next) {
        return;
      }
      timers.deleteEventTimeTimer(number, journey.timer);
    }
    timers.registerEventTimeTimer(number, next);
    journey.timer = next;
  }

  @Override
  public void onEventTime(InternalTimer<String, Long> timer) throws Exception {
    Long number = timer.getNamespace();
    journeys.setCurrentNamespace(number);
    UnitJourney journey = journeys.value();
    FunnelTracker tracker = followed.numbered(number);
    if (journey == null || tracker == null) {
      // Nobody asks any more for what was kept under a definition that is no more.
      journeys.clear();
      return;
    }
    teller.time = timer.getTimestamp();
    journey.timer = UnitJourney.NO_TIMER;
    tracker.passTime(timer.getKey(), journey, timers.currentWatermark(), teller);
    if (journey.isEmpty()) {
      journeys.clear();
    } else {
      wakeInTime(tracker, number, journey);
      journeys.update(journey);
    }
  }

  @Override
  public void onProcessingTime(InternalTimer<String, Long> timer) {
    throw new IllegalStateException("no timer of the clock is ever set: " + timer);
  }

  /** Sends on what changed, with the event time at which it did. */
  private final class Teller implements Consumer<Progress.Change> {
    private long time;

    @Override
    public void accept(Progress.Change change) {
      output.collect(
          time == Long.MAX_VALUE ? new StreamRecord<>(change) : new StreamRecord<>(change, time));
    }
  }
}
