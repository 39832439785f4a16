package dev.footfall.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.journey.RandomStream.Feature;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The random streams must be worth their name: the same again, and full of what they promise. */
class RandomStreamTest {

  @Test
  void aSeedGivesTheSameStreamAgain() {
    for (long seed = 0; seed < 100; seed++) {
      RandomStream one = RandomStream.of(seed);
      RandomStream other = RandomStream.of(seed);
      assertThat(other.events()).isEqualTo(one.events());
      assertThat(Difference.show(other.funnel())).isEqualTo(Difference.show(one.funnel()));
    }
  }

  @Test
  void everyOutcomeIsCommonOverManyStreams() {
    Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    for (long seed = 0; seed < 1000; seed++) {
      RandomStream stream = RandomStream.of(seed);
      List<Long> watermarks = stream.watermarks(1);
      for (Progress progress :
          ReferenceFunnel.at(watermarks.get(0), stream.funnel(), stream.events())) {
        outcomes.merge(progress.outcome(), 1, Integer::sum);
      }
    }
    assertThat(outcomes).hasSize(Outcome.values().length);
    assertThat(outcomes.values()).allMatch(count -> count > 30, "more than 30 times");
  }

  @Test
  void aFunnelAsksForNothingThatIsNotAllowed() {
    for (long seed = 0; seed < 200; seed++) {
      RandomStream stream = RandomStream.of(seed, EnumSet.of(Feature.HOLD));
      assertThat(stream.funnel().exclusions()).isEmpty();
      assertThat(stream.funnel().breakdowns()).isEmpty();
      assertThat(stream.funnel().countsUsers()).isTrue();
      assertThat(Set.of(stream.funnel().order()))
          .containsExactly(dev.footfall.funnel.Funnel.Order.IN_ORDER);
    }
  }
}
