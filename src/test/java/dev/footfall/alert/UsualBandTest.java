package dev.footfall.alert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.HypergeometricDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.junit.jupiter.api.Test;

class UsualBandTest {

  @Test
  void theBandIsWhatBothTestsCallUsual() {
    // 14 cohorts, 100 of each, alternately 19 and 21 converted: less apart than by chance.
    List<Cohort> before = cohorts(14, 100, 19, 21);
    UsualBand band = UsualBand.of(before, 0.01);
    assertThat(band.dispersion()).isEqualTo(1);
    assertThat(band.entered()).isEqualTo(1400);
    assertThat(band.converted()).isEqualTo(280);
    for (int converted = 0; converted <= 100; converted++) {
      // The same by other means: the distributions of a library, and the formulas by hand.
      HypergeometricDistribution exact = HypergeometricDistribution.of(1500, 280 + converted, 100);
      double tail =
          converted < 20
              ? exact.cumulativeProbability(converted)
              : exact.survivalProbability(converted - 1);
      double pooled = (280 + converted) / 1500.0;
      double score =
          (converted / 100.0 - 0.2) / Math.sqrt(pooled * (1 - pooled) * (1 / 100.0 + 1 / 1400.0));
      double student = 2 * TDistribution.of(13).survivalProbability(Math.abs(score));
      assertThat(band.isUsual(converted, 100))
          .as("%s of 100", converted)
          .isEqualTo(tail > 0.005 || student > 0.01);
    }
    assertThat(band.least(100)).isEqualTo(8);
    assertThat(band.most(100)).isEqualTo(32);
    assertThat(band.isUsual(7, 100)).isFalse();
    assertThat(band.isUsual(33, 100)).isFalse();
  }

  @Test
  void cohortsThatDifferAmongThemselvesWidenIt() {
    // Working days and weekends: 30 % and 10 %.
    List<Cohort> before = cohorts(14, 1000, 300, 300, 300, 300, 300, 100, 100);
    UsualBand band = UsualBand.of(before, 0.01);
    assertThat(band.dispersion()).isGreaterThan(40);
    assertThat(band.isUsual(100, 1000)).isTrue();
    assertThat(band.isUsual(300, 1000)).isTrue();
    assertThat(UsualBand.of(cohorts(14, 1000, 243), 0.01).isUsual(100, 1000)).isFalse();
  }

  @Test
  void zerosAndLargeCountsAreAsGoodAsAny() {
    UsualBand nobody = UsualBand.of(cohorts(14, 100, 0), 0.01);
    assertThat(nobody.isUsual(0, 100)).isTrue();
    assertThat(nobody.isUsual(1, 100)).isTrue();
    assertThat(nobody.isUsual(10, 100)).isFalse();
    assertThat(nobody.least(100)).isZero();
    UsualBand everybody = UsualBand.of(cohorts(14, 100, 100), 0.01);
    assertThat(everybody.isUsual(100, 100)).isTrue();
    assertThat(everybody.isUsual(90, 100)).isFalse();
    assertThat(everybody.most(100)).isEqualTo(100);
    assertThat(UsualBand.of(cohorts(7, 1, 0), 0.01).isUsual(1, 1)).as("of one").isTrue();

    UsualBand large = UsualBand.of(cohorts(14, 100_000_000, 20_000_000), 0.01);
    // Student's 3.01 with 13 degrees of freedom, times the deviation of 1/1e8 and 1/1.4e9.
    assertThat(large.least(100_000_000) / 1e8).isCloseTo(0.2 - 0.0001247, within(2e-6));
    assertThat(large.most(100_000_000) / 1e8).isCloseTo(0.2 + 0.0001247, within(2e-6));
  }

  @Test
  void whereNothingChangesItIsSeldomLeftAndAHalvedConversionIsFound() {
    Random random = new Random(7);
    int judged = 0;
    int wrong = 0;
    int found = 0;
    for (int series = 0; series < 2_000; series++) {
      double rate = 0.02 + 0.5 * random.nextDouble();
      int size = 50 + random.nextInt(300);
      List<Cohort> before = new ArrayList<>();
      for (int i = 0; i < 14; i++) {
        int entered = 1 + size / 2 + random.nextInt(size);
        before.add(new Cohort(i, i + 1, entered, converted(random, entered, rate), true));
      }
      UsualBand band = UsualBand.of(before, 0.05);
      judged++;
      wrong += band.isUsual(converted(random, size, rate), size) ? 0 : 1;
      UsualBand ofTwenty = UsualBand.of(cohorts(14, 500, 100, 92, 108, 97, 103), 0.01);
      found += ofTwenty.isUsual(converted(random, 500, 0.1), 500) ? 0 : 1;
    }
    // 5 % at most, and not far below it either: 2,000 draws are certain to 1 point or so.
    assertThat((double) wrong / judged).isBetween(0.01, 0.05);
    assertThat((double) found / judged).isGreaterThan(0.99);
  }

  private static int converted(Random random, int entered, double rate) {
    int converted = 0;
    for (int i = 0; i < entered; i++) {
      converted += random.nextDouble() < rate ? 1 : 0;
    }
    return converted;
  }

  /** So many cohorts of one size, of which in turn so many converted. */
  private static List<Cohort> cohorts(int count, long entered, long... converted) {
    return IntStream.range(0, count)
        .mapToObj(i -> new Cohort(i, i + 1, entered, converted[i % converted.length], true))
        .toList();
  }
}
