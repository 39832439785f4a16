package dev.footfall.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.journey.Progress;
import dev.footfall.journey.RandomStream;
import dev.footfall.journey.ReferenceFunnel;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TallySumTest {

  @Test
  void isWhatAddingUpTalliesOneByOneGives() {
    Random random = new Random(1);
    for (long seed = 0; seed < 300; seed++) {
      RandomStream stream = RandomStream.of(seed);
      List<Progress> progress = ReferenceFunnel.atTheEnd(stream.funnel(), stream.events());
      TallySum sum = new TallySum();
      Tally oneByOne = Tally.NOTHING;
      long since = Long.MAX_VALUE;
      for (int i = 0; i < 30 && !progress.isEmpty(); i++) {
        Progress one = progress.get(random.nextInt(progress.size()));
        Tally its = Tally.of(one);
        boolean leaves = random.nextBoolean();
        oneByOne = leaves ? oneByOne.minus(its) : oneByOne.plus(its);
        sum.note(one, leaves, one.entry());
        since = Math.min(since, one.entry());
      }
      assertThat(sum.sum().cells()).isEqualTo(oneByOne.cells());
      assertThat(sum.sum().units()).isEqualTo(oneByOne.units());
      assertThat(sum.sum().millis()).isEqualTo(oneByOne.millis());
      assertThat(sum.since()).isEqualTo(since);
    }
  }
}
