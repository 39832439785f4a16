package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.UnitEvent;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.DeclaredFunnel;
import dev.footfall.journey.Progress;
import dev.footfall.journey.tracker.TrackJourneys.Units;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.streaming.api.operators.AbstractStreamOperator;
import org.apache.flink.streaming.api.operators.BoundedOneInput;
import org.apache.flink.streaming.api.operators.OneInputStreamOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;

/**
 * Does with a bounded input what {@link TrackJourneys} does with one that goes on, given all events
 * of a unit together, in the order of event time: it follows one unit to its end, then the next. So
 * it needs no state of Flink's, and Flink need not sort for it.
 */
final class TrackWhole extends AbstractStreamOperator<Progress.Change>
    implements OneInputStreamOperator<Intake, Progress.Change>, BoundedOneInput {

  private static final long serialVersionUID = 1L;

  private final List<Funnel> funnels;
  private final Units units;

  private transient Followed followed;
  private transient Instant instant;
  private transient Teller teller;

  /** Of the unit that is followed, by funnel. */
  private transient Map<FunnelTracker, UnitJourney> journeys;

  /** Tracks funnels; only those that count these units. */
  TrackWhole(List<Funnel> funnels, Units units) {
    this.funnels = List.copyOf(funnels);
    this.units = units;
  }

  @Override
  public void open() throws Exception {
    super.open();
    followed =
        new Followed(
            funnels.stream().filter(units::areOf).map(DeclaredFunnel::first).toList(), Map.of());
    instant = new Instant();
    teller = new Teller();
    journeys = new LinkedHashMap<>();
  }

  @Override
  public void processElement(StreamRecord<Intake> record) throws Exception {
    Intake intake = record.getValue();
    if (intake instanceof Event event) {
      take(Funnel.USER, event.user(), event);
    } else if (intake instanceof UnitEvent unitEvent) {
      take(unitEvent.property(), unitEvent.unit(), unitEvent.event());
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
    if (!instant.unit().equals(unit)) {
      end();
    }
    instant.add(its, unit, event);
  }

  private void live() throws Exception {
    if (!instant.isEmpty()) {
      instant.explain(this::live);
      instant.clear();
    }
  }

  private void live(Instant.Meaning meaning) {
    FunnelTracker tracker = instant.funnels().tracker(meaning.funnel());
    UnitJourney known = journeys.get(tracker);
    if (known == null && !meaning.mayStart(tracker)) {
      return;
    }
    UnitJourney journey = known == null ? new UnitJourney() : known;
    if (known == null) {
      journeys.put(tracker, journey);
    }
    teller.time = instant.time();
    tracker.live(instant.unit(), journey, meaning.signals(), teller);
  }

  /** Lets all time pass for the unit that was followed, and forgets it. */
  private void end() {
    journeys.forEach(
        (tracker, journey) -> {
          // Step by step: what changed later must not seem to have changed before.
          while (!journey.isEmpty()) {
            teller.time = tracker.nextChange(journey);
            tracker.passTime(instant.unit(), journey, teller.time, teller);
          }
        });
    journeys.clear();
  }

  @Override
  public void endInput() throws Exception {
    live();
    end();
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
