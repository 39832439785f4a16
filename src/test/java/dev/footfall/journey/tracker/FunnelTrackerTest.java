package dev.footfall.journey.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.journey.Difference;
import dev.footfall.journey.PeerCases;
import dev.footfall.journey.RandomStream;
import dev.footfall.journey.ReferenceFunnel;
import java.io.IOException;
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
