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
  void anyTwoTimesInABucketAreWithinTwoPercentOfEachOther() {
    for (int bucket = 0; TimeBuckets.upTo(bucket) <= LONGEST; bucket++) {
      long first = TimeBuckets.least(bucket);
      long last = TimeBuckets.upTo(bucket);
      assertThat((double) last - first).as("bucket %d", bucket).isLessThanOrEqualTo(0.02 * first);
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
  void quantilesAreThoseOfTheTimesThemselvesWithinTwoPercent() {
    Random random = new Random(42);
    for (int sample = 0; sample < 500; sample++) {
      List<Long> times = new ArrayList<>();
      double scale = Math.pow(10, 1 + random.nextInt(9));
      for (int unit = 0; unit <= random.nextInt(60); unit++) {
        times.add((long) Math.min((double) LONGEST, Math.abs(random.nextGaussian()) * scale));
      }
      Times buckets = inBuckets(times);
      times.sort(null);
      for (double share : List.of(0.0, 0.5, 0.9, 1.0)) {
        double exact = percentileCont(times, share);
        Long said = buckets.quantileOrNull(share);
        assertThat(Objects.requireNonNull(said).doubleValue())
            .isCloseTo(exact, within(0.02 * exact + 0.5));
      }
    }
  }

  @Test
  void aTimeThatIsAloneInItsBucketOrThereWithItsLikesIsExact() {
    assertThat(inBuckets(List.of(60_000L)).quantileOrNull(0.5)).isEqualTo(60_000);
    Times threeDays = inBuckets(List.of(60_000L, 60_000L, 259_200_001L, 259_200_001L));
    assertThat(threeDays.quantileOrNull(0.0)).isEqualTo(60_000);
    assertThat(threeDays.quantileOrNull(0.9)).isEqualTo(259_200_001L);
    // Two in one bucket, of which the median is the mean.
    assertThat(inBuckets(List.of(60_000L, 60_100L)).quantileOrNull(0.5)).isEqualTo(60_050);
  }

  @Test
  void nobodysTimesHaveNoMedian() {
    assertThat(inBuckets(List.of()).quantileOrNull(0.5)).isNull();
    Times left = new Times(new int[] {7}, new long[] {0}, new long[] {0});
    assertThat(left.quantileOrNull(0.5)).isNull();
  }

  private static Times inBuckets(List<Long> times) {
    TreeMap<Integer, List<Long>> byBucket = new TreeMap<>();
    times.forEach(
        time ->
            byBucket
                .computeIfAbsent(TimeBuckets.bucketOf(time), bucket -> new ArrayList<>())
                .add(time));
    return new Times(
        byBucket.keySet().stream().mapToInt(Integer::intValue).toArray(),
        byBucket.values().stream().mapToLong(List::size).toArray(),
        byBucket.values().stream()
            .mapToLong(all -> all.stream().mapToLong(Long::longValue).sum())
            .toArray());
  }

  /** As PostgreSQL has it: between the two nearest. */
  private static double percentileCont(List<Long> sorted, double share) {
    double rank = (sorted.size() - 1) * share;
    double lower = sorted.get((int) Math.floor(rank));
    double upper = sorted.get((int) Math.ceil(rank));
    return lower + (upper - lower) * (rank - Math.floor(rank));
  }
}
