package dev.footfall.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.footfall.experiment.LifeTable.AtAge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.commons.numbers.gamma.LogBeta;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Some numbers that others published, and what must hold for any numbers. */
class StatisticsTest {

  private static final Offset<Double> NEAR = within(1e-9);

  /** Newcombe, Statistics in Medicine 17 (1998) 857, table I, method 3. */
  @ParameterizedTest
  @CsvSource({"81, 263, 0.2553, 0.3662", "0, 20, 0.0000, 0.1611", "15, 148, 0.0624, 0.1605"})
  void wilsonGivesWhatNewcombePrinted(long x, long n, double lower, double upper) {
    Interval interval = new Arm(x, n).wilson(0.05);
    assertThat(interval.lower()).isEqualTo(lower, within(5e-5));
    assertThat(interval.upper()).isEqualTo(upper, within(5e-5));
  }

  /** Newcombe, Statistics in Medicine 17 (1998) 873, table II, method 10. */
  @ParameterizedTest
  @CsvSource({
    "56, 70, 48, 80, 0.0524, 0.3339",
    "9, 10, 3, 10, 0.1705, 0.8090",
    "5, 56, 0, 29, -0.0381, 0.1926",
    "0, 10, 0, 20, -0.1611, 0.2775",
    "10, 10, 0, 10, 0.6075, 1.0000"
  })
  void theHybridScoreIntervalGivesWhatNewcombePrinted(
      long x1, long n1, long x2, long n2, double lower, double upper) {
    Interval interval = new Difference(new Arm(x2, n2), new Arm(x1, n1)).newcombe(0.05);
    assertThat(interval.lower()).isEqualTo(lower, within(5e-5));
    assertThat(interval.upper()).isEqualTo(upper, within(5e-5));
  }

  /** Statsmodels 0.13.5, proportions_ztest. */
  @Test
  void thePooledTestGivesWhatStatsmodelsGives() {
    Difference difference = new Difference(new Arm(500, 10_000), new Arm(560, 10_000));
    assertThat(difference.pooledZ()).isEqualTo(1.8937529756356748, NEAR);
    assertThat(difference.pooledP()).isEqualTo(0.05825780603351623, NEAR);
  }

  /** Of 1,000 sequences of looks at 5 %, at most a share of 0.05 ever misses it. */
  @Test
  void theExactIntervalHoldsAtEveryLookEvenWhereFewConvert() {
    Random random = new Random(20260105);
    int missed = 0;
    for (int sequence = 0; sequence < 1_000; sequence++) {
      int conversions = 0;
      boolean isInside = true;
      for (int units = 1; units <= 400; units++) {
        conversions += random.nextDouble() < 0.05 ? 1 : 0;
        // Intervals are dear; the ends of each ten are enough to catch what would miss.
        if (units % 10 == 0) {
          Interval interval = new Arm(conversions, units).alwaysValid(200, 0.05);
          isInside &= interval.lower() <= 0.05 && 0.05 <= interval.upper();
        }
      }
      missed += isInside ? 0 : 1;
    }
    assertThat(missed).isBetween(1, 50);
    assertThat(new Arm(0, 20).alwaysValid(200, 0.05).lower()).isZero();
    assertThat(new Arm(20, 20).alwaysValid(200, 0.05).upper()).isEqualTo(1);
    assertThat(Arm.EMPTY.alwaysValid(200, 0.05)).isEqualTo(new Interval(0, 1));
  }

  @Test
  void meansMirrorWhenTheArmsAreSwapped() {
    Values a = Values.of(new double[] {1, 5, 2, 8, 4, 4});
    Values b = Values.of(new double[] {3, 6, 2, 9, 7});
    Estimate there = new ValueDifference(a, b).absolute();
    Estimate back = new ValueDifference(b, a).absolute();
    assertThat(back.value()).isEqualTo(-there.value(), NEAR);
    assertThat(back.pAtOneLook()).isEqualTo(there.pAtOneLook(), NEAR);
    assertThat(back.chanceToWin()).isEqualTo(1 - there.chanceToWin(), NEAR);
    assertThat(there.lossOfControl() - there.lossOfTreatment()).isEqualTo(there.value(), NEAR);
  }

  @Test
  void aRatioOverOnesIsTheMeanItself() {
    double[] values = {1, 5, 2, 8, 4, 4};
    assertThat(Values.ratio(values, new double[] {1, 1, 1, 1, 1, 1}))
        .satisfies(
            ratio -> {
              assertThat(ratio.mean()).isEqualTo(Values.of(values).mean(), NEAR);
              assertThat(ratio.variance()).isEqualTo(Values.of(values).variance(), NEAR);
            });
  }

  @Test
  void whatWasAlikeBeforeChangesNothing() {
    double[] alike = {2, 2, 2, 2};
    double[] values = {1, 5, 2, 8};
    Cuped.Paired arm = new Cuped.Paired(values, alike);
    assertThat(Cuped.of(List.of(arm, arm)).adjust(arm)).isEqualTo(Values.of(values));
  }

  @Test
  void withoutAnyConversionThereIsNoEvidence() {
    Difference difference = new Difference(new Arm(0, 50), new Arm(0, 60));
    assertThat(difference.pooledZ()).isZero();
    assertThat(difference.pooledP()).isEqualTo(1);
    assertThat(AlwaysValid.tunedTo(5000, 0.05).p(0, 0, 110)).isEqualTo(1);
    assertThat(Lift.of(new Arm(0, 50), new Arm(0, 60))).isEmpty();
  }

  /** GrowthBook, gbstats tests, TestSequentialOneSidedGreaterTTest. */
  @Test
  void theOneSidedBoundGivesWhatGrowthBookPrinted() {
    double half = AlwaysValid.tunedTo(5000, 0.1).oneSidedHalfWidth(0.12983081254184736, 6461, 0.05);
    assertThat(0.23437666666666668 - half).isEqualTo(-0.12656844172804982, NEAR);
  }

  /** Kohavi, Tang and Xu, Trustworthy Online Controlled Experiments (2020), chapter 3. */
  @Test
  void theSampleRatioTestGivesWhatTheBookPrints() {
    SampleRatio ratio = new SampleRatio(List.of(821_588L, 815_482L), List.of(0.5, 0.5));
    assertThat(ratio.chiSquareP()).isEqualTo(1.8e-6, within(5e-8));
  }

  /** R 4.2.2, help pages of power.prop.test. */
  @Test
  void planningGivesWhatTheHelpPagesOfRPrint() {
    assertThat(new Planning(0.05, 0.9).unitsPerArm(0.5, 0.75)).isEqualTo(76.7, within(0.05));
    assertThat(new Planning(0.05, 0.8).powerOf(50, 0.5, 0.75)).isEqualTo(0.740, within(5e-4));
    assertThat(Math.ceil(new Planning(0.05, 0.8).unitsPerArm(0.10, 0.12))).isEqualTo(3841);
  }

  @Test
  void watchingCostsNearlyTwiceTheUnits() {
    Planning planning = new Planning(0.05, 0.8);
    double atTheEnd = planning.unitsPerArm(0.10, 0.12);
    assertThat(planning.unitsPerArmWatched(0.10, 0.12) / atTheEnd).isEqualTo(1.92, within(0.01));
    double watched = planning.detectableWatched(planning.unitsPerArmWatched(0.1, 0.12), 0.1);
    assertThat(watched).isEqualTo(0.12, NEAR);
  }

  /** R survival 3.5-3, survdiff of the data of Freireich et al. (Blood 21, 1963, 699). */
  @Test
  void logRankGivesWhatFreireichsDataGave() {
    LifeTable treated =
        LifeTables.of(
            List.of(
                6L, 6L, 6L, 6L, 7L, 9L, 10L, 10L, 11L, 13L, 16L, 17L, 19L, 20L, 22L, 23L, 25L, 32L,
                32L, 34L, 35L),
            bits("111010100110001100000"));
    LifeTable control =
        LifeTables.of(
            List.of(
                1L, 1L, 2L, 2L, 3L, 4L, 4L, 5L, 5L, 8L, 8L, 8L, 8L, 11L, 11L, 12L, 12L, 15L, 17L,
                22L, 23L),
            Collections.nCopies(21, true));
    assertThat(LogRank.of(List.of(treated, control)).chiSquare()).isEqualTo(16.79, within(0.005));
    assertThat(KaplanMeier.of(control).ageOf(0.5)).hasValue(8);
    assertThat(KaplanMeier.of(treated).ageOf(0.5)).hasValue(23);
  }

  private static List<Boolean> bits(String text) {
    return text.chars().mapToObj(bit -> bit == '1').toList();
  }

  /** R, p.adjust(c(.001, .013, .04, .2, .0004, .6), "holm"). */
  @Test
  void holmGivesWhatRGives() {
    assertThat(Holm.adjust(List.of(0.001, 0.013, 0.04, 0.2, 0.0004, 0.6)))
        .usingElementComparator((a, b) -> Math.abs(a - b) < 1e-12 ? 0 : 1)
        .containsExactly(0.005, 0.052, 0.12, 0.4, 0.0024, 0.6);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void swappingTheVariantsMirrorsEveryFigure(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      Arm a = anyArm(random);
      Arm b = anyArm(random);
      Difference there = new Difference(a, b);
      Difference back = new Difference(b, a);
      assertThat(back.value()).isEqualTo(-there.value(), NEAR);
      assertThat(back.pooledP()).isEqualTo(there.pooledP(), NEAR);
      assertThat(back.newcombe(0.05).lower()).isEqualTo(-there.newcombe(0.05).upper(), NEAR);
      Interval lift = new Lift(a, b).katz(0.05);
      Interval mirrored = new Lift(b, a).katz(0.05);
      assertThat(1 / (1 + mirrored.upper())).isEqualTo(1 + lift.lower(), NEAR);
      BetaBinomial bet = BetaBinomial.of(a, b);
      BetaBinomial other = BetaBinomial.of(b, a);
      assertThat(other.chanceToWin()).isEqualTo(1 - bet.chanceToWin(), within(1e-8));
      assertThat(other.lossOfControl()).isEqualTo(bet.lossOfTreatment(), within(1e-8));
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void whatIsLostByOneChoiceLessTheOtherIsTheDifferenceOfMeans(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 50; i++) {
      BetaBinomial bet = BetaBinomial.of(anyArm(random), anyArm(random));
      assertThat(bet.lossOfControl() - bet.lossOfTreatment())
          .isEqualTo(bet.treatment().mean() - bet.control().mean(), NEAR);
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theIntegralGivesWhatMillersSumGives(long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < 20; i++) {
      BetaBinomial bet = BetaBinomial.of(anyArm(random), anyArm(random));
      assertThat(bet.chanceToWin()).isEqualTo(millersSum(bet), within(1e-8));
    }
  }

  /** Evan Miller, Formulas for Bayesian A/B testing (2015). */
  private static double millersSum(BetaBinomial bet) {
    double aA = bet.control().alpha();
    double bA = bet.control().beta();
    double bB = bet.treatment().beta();
    double sum = 0;
    for (int i = 0; i < bet.treatment().alpha(); i++) {
      sum +=
          Math.exp(
              LogBeta.value(aA + i, bA + bB)
                  - Math.log(bB + i)
                  - LogBeta.value(1 + i, bB)
                  - LogBeta.value(aA, bA));
    }
    return sum;
  }

  @Test
  void chancesToBeBestAddUpAndAreTheChanceToWinOfTwo() {
    Random random = new Random(7);
    List<Arm> arms = List.of(anyArm(random), anyArm(random), anyArm(random), anyArm(random));
    assertThat(sum(BetaBinomial.chancesToBeBest(arms))).isEqualTo(1, NEAR);
    assertThat(BetaBinomial.chancesToBeBest(arms.subList(0, 2)).get(1))
        .isEqualTo(BetaBinomial.of(arms.get(0), arms.get(1)).chanceToWin(), NEAR);
  }

  private static double sum(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum();
  }

  private static Arm anyArm(Random random) {
    long units = 50L + random.nextInt(3000);
    return new Arm(1 + (long) (random.nextDouble() * (units - 2)), units);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void withoutOpenUnitsKaplanMeierIsThePlainRate(long seed) {
    Random random = new Random(seed);
    List<Long> ages = new ArrayList<>();
    List<Boolean> converted = new ArrayList<>();
    for (int unit = 0; unit < 200; unit++) {
      boolean converts = random.nextInt(10) < 3;
      ages.add(converts ? 1L + random.nextInt(20) : 20L);
      converted.add(converts);
    }
    KaplanMeier curve = KaplanMeier.of(LifeTables.of(ages, converted));
    for (long age = 1; age <= 20; age++) {
      long by = age;
      double plain =
          LongStream.range(0, 200)
                  .filter(unit -> converted.get((int) unit) && ages.get((int) unit) <= by)
                  .count()
              / 200.0;
      assertThat(curve.at(age).converted()).isEqualTo(plain, NEAR);
      // Greenwood's formula is then that of a plain rate.
      if (plain < 1) {
        double binomial = Math.sqrt(plain * (1 - plain) / 200);
        assertThat(curve.at(age).standardError()).isEqualTo(binomial, NEAR);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void theTriangleKnowsWhatTheUnitsOneByOneSay(long seed) {
    Random random = new Random(seed);
    Triangle.Shape shape = Triangle.Shape.of(60_000);
    assertThat(shape).isEqualTo(new Triangle.Shape(1_000, 60));
    Triangle triangle = new Triangle(shape);
    long watermark = 90_000L + random.nextInt(60_000);
    List<Long> ages = new ArrayList<>();
    List<Boolean> converted = new ArrayList<>();
    for (int unit = 0; unit < 500; unit++) {
      long exposed = random.nextInt((int) watermark);
      long took = random.nextInt(120_001);
      triangle.add(shape.bucketOf(exposed), 0, 1);
      boolean converts = took <= 60_000 && exposed + took <= watermark;
      if (converts) {
        triangle.add(shape.bucketOf(exposed), shape.ageOf(took), 1);
      }
      // One by one: an age counts once the last of the unit's second has lived through it.
      long complete = Math.min(60, (watermark + 1 - (exposed / 1000 * 1000 + 1000)) / 1000);
      boolean counts = converts && shape.ageOf(took) <= complete;
      if (complete > 0) {
        ages.add(1000L * (counts ? shape.ageOf(took) : complete));
        converted.add(counts);
      }
    }
    LifeTable byUnit = LifeTables.of(ages, converted);
    List<AtAge> conversions =
        triangle.at(watermark).ages().stream().filter(at -> at.conversions() > 0).toList();
    assertThat(conversions)
        .isEqualTo(byUnit.ages().stream().filter(at -> at.conversions() > 0).toList())
        .isNotEmpty();
  }

  @Test
  void aTriangleHasAtMostSixtyAgesAndTheEndOfTheTimeIsInTheLast() {
    assertThat(Triangle.Shape.of(30_000)).isEqualTo(new Triangle.Shape(1_000, 30));
    assertThat(Triangle.Shape.of(3_600_000)).isEqualTo(new Triangle.Shape(60_000, 60));
    Triangle.Shape twoWeeks = Triangle.Shape.of(14 * 86_400_000L);
    assertThat(twoWeeks).isEqualTo(new Triangle.Shape(6 * 3_600_000L, 56));
    assertThat(twoWeeks.ageOf(0)).isEqualTo(1);
    assertThat(twoWeeks.ageOf(6 * 3_600_000L - 1)).isEqualTo(1);
    assertThat(twoWeeks.ageOf(6 * 3_600_000L)).isEqualTo(2);
    assertThat(twoWeeks.ageOf(14 * 86_400_000L)).isEqualTo(56);
    assertThat(Triangle.Shape.of(366 * 86_400_000L).ages()).isLessThanOrEqualTo(60);
  }
}
