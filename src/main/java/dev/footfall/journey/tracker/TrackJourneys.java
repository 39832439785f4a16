package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Progress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeutils.base.LongSerializer;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.runtime.state.internal.InternalValueState;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.InternalTimer;
import org.apache.flink.streaming.api.operators.InternalTimerService;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.api.operators.Triggerable;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Follows the journeys of all units through all funnels of one kind of unit.
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
    implements OneInputStreamOperator<Event, Progress.Change>, Triggerable<String, Long> {

  private static final long serialVersionUID = 1L;

  private final List<Funnel> funnels;
  private final UnitOf unitOf;

  private transient List<FunnelTracker> trackers;
  private transient List<Long> numbers;
  private transient Map<Long, FunnelTracker> trackersByNumber;
  private transient Vocabulary vocabulary;
  private transient Instant instant;
  private transient Teller teller;
  private transient InternalValueState<String, Long, UnitJourney> journeys;
  private transient InternalTimerService<Long> timers;

  /**
   * Whether state hands out the very journey that it keeps, as the heap does (it copies first what
   * a snapshot is still writing): a changed journey need not be looked up again to be put back.
   */
  private transient boolean changesInPlace;

  /**
   * @param funnels that all count the same unit
   */
  TrackJourneys(List<Funnel> funnels, UnitOf unitOf) {
    this.funnels = List.copyOf(funnels);
    this.unitOf = unitOf;
  }

  @Override
  public void open() throws Exception {
    super.open();
    trackers = new ArrayList<>();
    numbers = new ArrayList<>();
    trackersByNumber = new HashMap<>();
    for (Funnel funnel : funnels) {
      FunnelTracker tracker = new FunnelTracker(funnel);
      trackers.add(tracker);
      numbers.add(DefinitionNumber.of(funnel));
      trackersByNumber.put(DefinitionNumber.of(funnel), tracker);
    }
    vocabulary = new Vocabulary(trackers);
    instant = new Instant();
    teller = new Teller();
    ValueState<UnitJourney> state =
        getOrCreateKeyedState(
            LongSerializer.INSTANCE,
            new ValueStateDescriptor<>("journeys", JourneySerializer.INSTANCE));
    journeys = byDefinition(state);
    changesInPlace = getKeyedStateBackend() instanceof HeapKeyedStateBackend;
    timers = getInternalTimerService("journeys", LongSerializer.INSTANCE, this);
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
  public void processElement(StreamRecord<Event> record) throws Exception {
    Event event = record.getValue();
    if (vocabulary.wordsFor(event.name()).isEmpty()) {
      return;
    }
    String unit = unitOf.getKey(event);
    if (!instant.isEmpty() && !instant.holds(unit, event)) {
      live();
    }
    instant.add(unit, event);
  }

  @Override
  public void processWatermark(Watermark watermark) throws Exception {
    live();
    super.processWatermark(watermark);
  }

  @Override
  public void prepareSnapshotPreBarrier(long checkpoint) throws Exception {
    live();
  }

  private void live() throws Exception {
    if (!instant.isEmpty()) {
      setCurrentKey(instant.unit());
      instant.explain(vocabulary, this::live);
      instant.clear();
    }
  }

  private void live(Instant.Meaning meaning) throws Exception {
    FunnelTracker tracker = trackers.get(meaning.funnel());
    Long number = numbers.get(meaning.funnel());
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
    FunnelTracker tracker = trackersByNumber.get(number);
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
