package dev.footfall.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Outcome;
import dev.footfall.journey.Progress;
import dev.footfall.journey.RandomStream;
import dev.footfall.journey.ReferenceFunnel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TallyTest {

  /** Tallies of real progress, of funnels of every kind. */
  private static List<Tally> tallies() {
    List<Tally> tallies = new ArrayList<>();
    for (long seed = 1; seed <= 100; seed++) {
      RandomStream stream = RandomStream.of(seed);
      Funnel funnel = stream.funnel();
      for (Progress progress : ReferenceFunnel.atTheEnd(funnel, stream.events())) {
        tallies.add(Tally.of(progress));
      }
    }
    return tallies;
  }

  @Test
  void addingUpDoesNotDependOnTheOrder() {
    List<Tally> tallies = tallies();
    Tally sum = tallies.stream().reduce(Tally.NOTHING, Tally::plus);
    Collections.shuffle(tallies, new Random(1));
    Tally other = tallies.stream().reduce(Tally.NOTHING, (one, two) -> two.plus(one));
    assertThat(shown(other)).isEqualTo(shown(sum));
    assertThat(sum.entered()).isEqualTo(tallies.size());
  }

  @Test
  void whatIsTakenAwayAgainLeavesCellsThatCountNobody() {
    List<Tally> tallies = tallies();
    Tally sum = tallies.stream().reduce(Tally.NOTHING, Tally::plus);
    Tally nothing = tallies.stream().reduce(sum, Tally::minus);
    assertThat(nothing.cells()).isEqualTo(sum.cells());
    assertThat(nothing.units()).containsOnly(0);
    assertThat(nothing.millis()).containsOnly(0);
    assertThat(nothing.entered()).isZero();
  }

  @Test
  void everybodyWhoEnteredStandsSomewhereOnce() {
    for (Tally tally : tallies()) {
      long somewhere = 0;
      for (int step = 1; step <= 7; step++) {
        for (Outcome outcome : Outcome.values()) {
          somewhere += tally.at(step, outcome);
        }
      }
      assertThat(somewhere).isEqualTo(1);
      assertThat(tally.entered()).isEqualTo(1);
    }
  }

  @Test
  void timesAreAddedUpToTheMillisecond() {
    for (long seed = 1; seed <= 100; seed++) {
      RandomStream stream = RandomStream.of(seed);
      Funnel funnel = stream.funnel();
      Tally sum = Tally.NOTHING;
      long[] millis = new long[funnel.steps().size()];
      for (Progress progress : ReferenceFunnel.atTheEnd(funnel, stream.events())) {
        sum = sum.plus(Tally.of(progress));
        for (int step = 2; step <= millis.length; step++) {
          long time = progress.times()[step - 1];
          millis[step - 1] += time == Progress.NOT_TAKEN ? 0 : time - progress.entry();
        }
      }
      for (int step = 2; step <= millis.length; step++) {
        assertThat(Arrays.stream(sum.times(Tally.Measure.ENTRY, step).millis()).sum())
            .isEqualTo(millis[step - 1]);
      }
    }
  }

  private static String shown(Tally tally) {
    return Arrays.toString(tally.cells())
        + Arrays.toString(tally.units())
        + Arrays.toString(tally.millis());
  }
}
