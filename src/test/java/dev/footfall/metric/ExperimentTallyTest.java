package dev.footfall.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.experiment.Triangle;
import dev.footfall.journey.ExposureNews.Change;
import dev.footfall.journey.ExposureNews.Standing;
import org.junit.jupiter.api.Test;

/** What an experiment's counts say, however they were kept. */
class ExperimentTallyTest {

  private static final long MINUTE = 60_000;
  private static final long NOBODY = Long.MAX_VALUE;

  private final ExperimentTally tally = new ExperimentTally(2, 3, Triangle.Shape.of(60 * MINUTE));

  private static Standing exposed(long at) {
    return new Standing(0, at, false, 2, Standing.NOT_YET);
  }

  private void crosses(long exposedAt, long at) {
    Standing inSeveral = new Standing(Standing.IN_SEVERAL, exposedAt, false, 2, Standing.NOT_YET);
    tally.add(new Change(at, exposed(exposedAt), inSeveral));
  }

  /** How long an experiment still needs is reckoned from there, and must be so after a restore. */
  @Test
  void theFirstExposureIsThatOfAUnitThatStillCountsAndTheSameOfACopy() {
    tally.add(new Change(5 * MINUTE, null, exposed(5 * MINUTE)));
    tally.add(new Change(9 * MINUTE, null, exposed(9 * MINUTE)));
    assertThat(tally.firstExposure(NOBODY)).isEqualTo(5 * MINUTE);

    crosses(5 * MINUTE, 20 * MINUTE);
    assertThat(tally.firstExposure(NOBODY)).isEqualTo(9 * MINUTE);
    assertThat(ExperimentTallySerializer.INSTANCE.copy(tally).firstExposure(NOBODY))
        .isEqualTo(9 * MINUTE);

    crosses(9 * MINUTE, 20 * MINUTE);
    assertThat(tally.firstExposure(NOBODY)).isEqualTo(NOBODY);
  }
}
