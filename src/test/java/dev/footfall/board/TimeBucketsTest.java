package dev.footfall.board;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TimeBucketsTest {

  @Test
  void nobodyHasNoMedian() {
    assertThat(new TimeBuckets().quantile(0.5)).isNull();
  }

  @Test
  void aTimeOfNoneIsZero() {
    TimeBuckets buckets = new TimeBuckets();
    buckets.add(-1, 0, 3, 0);
    assertThat(buckets.quantile(0.5)).isZero();
  }

  @Test
  void betweenTwoUnitsTheMedianIsHalfway() {
    TimeBuckets buckets = new TimeBuckets();
    buckets.add(9, 10, 1, 10);
    buckets.add(19, 20, 1, 20);
    assertThat(buckets.quantile(0.5)).isEqualTo(15);
    assertThat(buckets.quantile(0.9)).isEqualTo(19);
  }

  @Test
  void unitsThatAllTookTheSameTimeTellItExactlyInAllCohortsTogether() {
    TimeBuckets buckets = new TimeBuckets();
    buckets.add(59_852, 61_035, 2, 2 * 60_000);
    buckets.add(59_852, 61_035, 1, 60_000);
    assertThat(buckets.quantile(0.5)).isEqualTo(60_000);
    assertThat(buckets.quantile(0.9)).isEqualTo(60_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void quantilesOfCohortsPutTogetherAreWithinTwoPercentOfTheExactOnes(long seed) {
    Random random = new Random(seed);
    int units = 1 + random.nextInt(2_000);
    long[] times = new long[units];
    TimeBuckets[] cohorts = {new TimeBuckets(), new TimeBuckets(), new TimeBuckets()};
    for (int i = 0; i < units; i++) {
      times[i] = (long) Math.exp(random.nextDouble() * 21);
      addInBucket(cohorts[random.nextInt(3)], times[i]);
    }
    Arrays.sort(times);
    TimeBuckets all = new TimeBuckets();
    for (TimeBuckets cohort : cohorts) {
      all.addAll(cohort);
    }
    for (double share : new double[] {0.5, 0.9}) {
      double exact = exactQuantile(times, share);
      assertThat(Objects.requireNonNull(all.quantile(share)).doubleValue())
          .isCloseTo(exact, within(exact * 0.02 + 0.5));
    }
  }

  /** Buckets 2 % wide, as the job cuts them. */
  private static void addInBucket(TimeBuckets buckets, long time) {
    long from = 0;
    long to = 1;
    while (to < time) {
      from = to;
      to = Math.max(to + 1, (long) (to * 1.02));
    }
    buckets.add(from, to, 1, (double) time);
  }

  private static double exactQuantile(long[] sorted, double share) {
    double rank = share * (sorted.length - 1);
    double below = sorted[(int) Math.floor(rank)];
    double above = sorted[(int) Math.ceil(rank)];
    return below + (rank - Math.floor(rank)) * (above - below);
  }
}
