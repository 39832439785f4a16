package dev.footfall.journey.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.funnel.Cohort;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Exclusion;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Step;
import dev.footfall.funnel.Within;
import dev.footfall.journey.Difference;
import dev.footfall.journey.Outcome;
import dev.footfall.journey.PeerCases;
import dev.footfall.journey.RandomStream;
import dev.footfall.journey.ReferenceFunnel;
import java.io.IOException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FunnelTrackerTest {

  private static final int STREAMS = 4000;
  private static final int WATERMARKS = 6;

  @Test
  void theTrackerSaysWhatTheReferenceSaysAtAnyWatermarkOfAnyStream() throws IOException {
    for (long seed = 0; seed < STREAMS; seed++) {
      RandomStream stream = RandomStream.of(seed);
      PlainTracker tracker = new PlainTracker(stream.funnel(), stream.events());
      for (long watermark : stream.watermarks(WATERMARKS)) {
        compareAt(watermark, stream, tracker);
      }
      compareAt(Long.MAX_VALUE, stream, tracker);
    }
  }

  @Test
  void nothingIsFollowedOnceTheLastCohortIsFinal() throws IOException {
    for (long seed = 0; seed < STREAMS; seed++) {
      RandomStream stream = RandomStream.of(seed);
      PlainTracker tracker = new PlainTracker(stream.funnel(), stream.events());
      long last = Long.MIN_VALUE;
      for (Event event : stream.events()) {
        CohortWindow cohort =
            stream.funnel().cohort().windowOf(event.time(), stream.funnel().zone());
        last = Math.max(last, cohort.finalFrom(stream.funnel().within()));
      }
      tracker.advanceTo(last);
      assertThat(tracker.followed()).as("stream %d", seed).isZero();
    }
  }

  @Test
  void anExclusionThatWasNotTheLastToEndARunIsForgottenForGood() throws IOException {
    Funnel funnel = withItems(Duration.ofHours(3));
    List<Event> events =
        List.of(
            event("a", 1, "1"),
            event("b", 2, "1"),
            event("a", 2, "2"),
            event("b", 3, "2"),
            event("x", 3, "1"),
            event("a", 7, "3"));
    PlainTracker tracker = new PlainTracker(funnel, events);
    tracker.advanceTo(6 * HOUR);
    assertThat(tracker.progress().get(0).outcome()).isEqualTo(Outcome.DROPPED);
    tracker.advanceTo(11 * HOUR);
    assertThat(tracker.progress().get(0).outcome()).isEqualTo(Outcome.DROPPED);
  }

  @Test
  void aRunThatIsTidiedAwayStillWasTheLastToEnd() throws IOException {
    Funnel funnel = withItems(Duration.ofHours(3));
    List<Event> events = new ArrayList<>();
    Collections.addAll(events, event("a", 1, "1"), event("b", 2, "1"));
    Collections.addAll(events, event("a", 2, "2"), event("b", 3, "2"), event("x", 3, "1"));
    for (int item = 3; item < 100; item++) {
      events.add(event("a", 7, "" + item));
    }
    PlainTracker tracker = new PlainTracker(funnel, events);
    tracker.advanceTo(8 * HOUR);
    tracker.advanceTo(11 * HOUR);
    assertThat(tracker.progress().get(0).outcome()).isEqualTo(Outcome.DROPPED);
    assertThat(tracker.progress().get(0).furthest()).isEqualTo(2);
  }

  @Test
  void manyItemsThatNeverComeAgainDoNotPileUp() {
    FunnelTracker tracker = new FunnelTracker(withItems(Duration.ofHours(3)));
    UnitJourney journey = new UnitJourney();
    for (int hour = 1; hour <= 1000; hour++) {
      Signal signal = new Signal();
      signal.event = event("a", hour, "" + hour);
      signal.fills = 1L << 1;
      signal.held = "" + hour;
      tracker.live("ann", journey, List.of(signal), change -> {});
    }
    Map<String, Lane> lanes = Objects.requireNonNull(journey.cohorts.get(0).lanes);
    assertThat(lanes.size()).isLessThan(10);
  }

  private static final long HOUR = Duration.ofHours(1).toMillis();

  /** Steps a, b and c of one item; an x of the item ends its runs. */
  private static Funnel withItems(Duration within) {
    return new Funnel(
        "items",
        "",
        List.of(step("a"), step("b"), step("c")),
        Within.of(within),
        Cohort.ALL,
        List.of(),
        Funnel.DEFAULT_MAX_VALUES,
        Funnel.USER,
        List.of("item"),
        Funnel.Order.IN_ORDER,
        Set.of(),
        List.of(new Exclusion(Selector.named("x"), 1, 3)),
        Funnel.Engine.AUTO,
        ZoneId.of("UTC"));
  }

  private static Step step(String name) {
    return new Step(name, Selector.named(name), false);
  }

  private static Event event(String name, long hour, String item) {
    return new Event(null, name, "ann", hour * HOUR, Map.of("item", item));
  }

  @Test
  void theTrackerGivesTheFiguresOfOtherToolsButForTheStatedDifferences() throws Exception {
    PeerCases.assertAgreement("tracker", PlainTracker::journeys, funnel -> true);
  }

  private static void compareAt(long watermark, RandomStream stream, PlainTracker tracker)
      throws IOException {
    tracker.advanceTo(watermark);
    Difference.between(
            "stream " + stream.seed() + " at " + watermark,
            stream.funnel(),
            stream.events(),
            ReferenceFunnel.at(watermark, stream.funnel(), stream.events()),
            tracker.progress())
        .ifPresent(
            difference -> {
              throw new AssertionError(difference);
            });
  }
}
