package dev.footfall.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TimesTest {

  private static final long LONGEST = Duration.ofDays(366).toMillis();

  @Test
  void theMiddleOfABucketIsWithinOnePercentOfEveryTimeInIt() {
    for (int bucket = 0; TimeBuckets.upTo(bucket) <= LONGEST; bucket++) {
      long first = TimeBuckets.above(bucket) + 1;
      long last = TimeBuckets.upTo(bucket);
      double middle = TimeBuckets.middle(bucket);
      assertThat(middle - first).as("bucket %d", bucket).isLessThanOrEqualTo(0.01 * first);
      assertThat(last - middle).as("bucket %d", bucket).isLessThanOrEqualTo(0.01 * first);
      assertThat(TimeBuckets.bucketOf(first)).isEqualTo(bucket);
      assertThat(TimeBuckets.bucketOf(last)).isEqualTo(bucket);
    }
  }

  @Test
  void bucketsLeaveNoGapUpToTheEndOfTime() {
    int last = TimeBuckets.bucketOf(Long.MAX_VALUE);
    for (int bucket = 1; bucket <= last; bucket++) {
      assertThat(TimeBuckets.above(bucket)).isEqualTo(TimeBuckets.upTo(bucket - 1));
    }
    assertThat(TimeBuckets.upTo(last)).isEqualTo(Long.MAX_VALUE);
    // The bits that a tally gives to a bucket.
    assertThat(last).isLessThan(1 << 14);
  }

  @Test
  void quantilesAreThoseOfTheTimesThemselvesWithinOnePercent() {
    Random random = new Random(42);
    for (int sample = 0; sample < 500; sample++) {
      List<Long> times = new ArrayList<>();
      double scale = Math.pow(10, 1 + random.nextInt(9));
      for (int unit = 0; unit <= random.nextInt(60); unit++) {
        times.add((long) Math.min((double) LONGEST, Math.abs(random.nextGaussian()) * scale));
      }
      TreeMap<Integer, Long> buckets = new TreeMap<>();
      times.forEach(time -> buckets.merge(TimeBuckets.bucketOf(time), 1L, Long::sum));
      times.sort(null);
      for (double share : List.of(0.0, 0.5, 0.9, 1.0)) {
        double exact = percentileCont(times, share);
        Long said = Times.of(buckets).quantileOrNull(share);
        assertThat(Objects.requireNonNull(said).doubleValue())
            .isCloseTo(exact, within(0.01 * exact + 0.5));
      }
    }
  }

  @Test
  void nobodysTimesHaveNoMedian() {
    assertThat(Times.of(new TreeMap<>()).quantileOrNull(0.5)).isNull();
    assertThat(Times.of(new TreeMap<>(java.util.Map.of(7, 0L))).quantileOrNull(0.5)).isNull();
  }

  /** As PostgreSQL has it: between the two nearest. */
  private static double percentileCont(List<Long> sorted, double share) {
    double rank = (sorted.size() - 1) * share;
    double lower = sorted.get((int) Math.floor(rank));
    double upper = sorted.get((int) Math.ceil(rank));
    return lower + (upper - lower) * (rank - Math.floor(rank));
  }
}
