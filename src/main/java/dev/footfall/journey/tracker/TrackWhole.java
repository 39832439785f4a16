package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Progress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.jspecify.annotations.Nullable;

/**
 * Does with a bounded input what {@link TrackJourneys} does with one that goes on, given all events
 * of a unit together, in the order of event time: it follows one unit to its end, then the next. So
 * it needs no state of Flink's, and Flink need not sort for it.
 */
final class TrackWhole extends AbstractStreamOperator<Progress.Change>
    implements OneInputStreamOperator<Event, Progress.Change>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final List<Funnel> funnels;
  private final UnitOf unitOf;

  private transient List<FunnelTracker> trackers;
  private transient Vocabulary vocabulary;
  private transient Instant instant;
  private transient Teller teller;

  /** Of the unit that is followed, by funnel; null where it has done nothing. */
  private transient @Nullable UnitJourney[] journeys;

  /**
   * @param funnels that all count the same unit
   */
  TrackWhole(List<Funnel> funnels, UnitOf unitOf) {
    this.funnels = List.copyOf(funnels);
    this.unitOf = unitOf;
  }

  @Override
  public void open() throws Exception {
    super.open();
    trackers = new ArrayList<>();
    funnels.forEach(funnel -> trackers.add(new FunnelTracker(funnel)));
    vocabulary = new Vocabulary(trackers);
    instant = new Instant();
    teller = new Teller();
    journeys = new UnitJourney[trackers.size()];
  }

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
    if (!instant.unit().equals(unit)) {
      end(instant.unit());
    }
    instant.add(unit, event);
  }

  private void live() throws Exception {
    if (!instant.isEmpty()) {
      instant.explain(vocabulary, this::live);
      instant.clear();
    }
  }

  private void live(Instant.Meaning meaning) {
    FunnelTracker tracker = trackers.get(meaning.funnel());
    UnitJourney known = journeys[meaning.funnel()];
    if (known == null && !meaning.mayStart(tracker)) {
      return;
    }
    UnitJourney journey = known == null ? new UnitJourney() : known;
    teller.time = instant.time();
    tracker.live(instant.unit(), journey, meaning.signals(), teller);
    journeys[meaning.funnel()] = journey;
  }

  /** Lets all time pass for the unit, and forgets it. */
  private void end(String unit) {
    for (int funnel = 0; funnel < journeys.length; funnel++) {
      UnitJourney journey = journeys[funnel];
      if (journey != null) {
        FunnelTracker tracker = trackers.get(funnel);
        teller.time = tracker.nextChange(journey);
        tracker.passTime(unit, journey, Long.MAX_VALUE, teller);
        journeys[funnel] = null;
      }
    }
  }

  @Override
  public void endInput() throws Exception {
    live();
    end(instant.unit());
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
