package dev.footfall.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.footfall.experiment.Counts.OfVariant;
import dev.footfall.experiment.Judge.Look;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Verdicts, in the order in which they may be said, and what stays of them. */
class JudgeTest {

  private static final Plan PLAN = plan(List.of(), 0);

  private static Plan plan(List<Plan.Guard> guards, double leastEffect) {
    return new Plan(List.of("a", "b"), List.of(0.5, 0.5), 0, 2, guards, 0.05, 5000, leastEffect);
  }

  /** All have had their time. */
  private static OfVariant variant(long units, long first, long second) {
    return new OfVariant(units, units, List.of(first, second), List.of(first, second));
  }

  private static Counts counts(OfVariant... variants) {
    return new Counts(List.of(variants), 0);
  }

  private static Counts rates(long units, long a, long b) {
    return counts(variant(units, units, a), variant(units, units, b));
  }

  private static Verdict only(Look look) {
    assertThat(look.findings()).hasSize(1);
    return look.findings().get(0).verdict();
  }

  private static Verdict first(Plan plan, Counts counts) {
    return only(new Judge(plan).look(Evidence.none(plan), counts));
  }

  @Test
  void tooFewAreCollected() {
    assertThat(first(PLAN, rates(0, 0, 0))).isEqualTo(Verdict.COLLECTING);
    assertThat(first(PLAN, rates(99, 10, 89))).isEqualTo(Verdict.COLLECTING);
    assertThat(first(PLAN, rates(1000, 9, 900))).isEqualTo(Verdict.COLLECTING);
    assertThat(first(PLAN, rates(1000, 991, 500))).isEqualTo(Verdict.COLLECTING);
    assertThat(first(PLAN, rates(1000, 10, 900))).isEqualTo(Verdict.WINNER);
  }

  @Test
  void onlyThoseWhoHadTheirTimeAreCompared() {
    OfVariant a = new OfVariant(1000, 200, List.of(1000L, 500L), List.of(200L, 20L));
    OfVariant b = new OfVariant(1000, 200, List.of(1000L, 900L), List.of(200L, 20L));
    assertThat(first(PLAN, counts(a, b))).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void aDifferenceHasADirection() {
    assertThat(first(PLAN, rates(3000, 300, 450))).isEqualTo(Verdict.WINNER);
    assertThat(first(PLAN, rates(3000, 450, 300))).isEqualTo(Verdict.LOSER);
    assertThat(first(PLAN, rates(3000, 300, 330))).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void aVerdictStaysThoughLaterLooksAreWeaker() {
    Judge judge = new Judge(PLAN);
    Look early = judge.look(Evidence.none(PLAN), rates(3000, 300, 450));
    Look late = judge.look(early.evidence(), rates(9000, 1200, 1200));
    assertThat(only(early)).isEqualTo(Verdict.WINNER);
    assertThat(only(late)).isEqualTo(Verdict.WINNER);
    assertThat(late.findings().get(0).p()).isEqualTo(early.findings().get(0).p());
    assertThat(first(PLAN, rates(9000, 1200, 1200))).isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void aBrokenSplitComesBeforeAllAndStays() {
    Judge judge = new Judge(PLAN);
    Look winner = judge.look(Evidence.none(PLAN), rates(3000, 300, 450));
    Counts broken = counts(variant(4000, 4000, 400), variant(3000, 3000, 450));
    Look alarm = judge.look(winner.evidence(), broken);
    assertThat(only(alarm)).isEqualTo(Verdict.SAMPLE_RATIO_MISMATCH);
    Look later = judge.look(alarm.evidence(), rates(100_000, 10_000, 12_000));
    assertThat(only(later)).isEqualTo(Verdict.SAMPLE_RATIO_MISMATCH);
  }

  @Test
  void theSplitOfThoseWhoHadTheirTimeIsTestedToo() {
    OfVariant a = new OfVariant(5000, 4000, List.of(5000L, 500L), List.of(4000L, 400L));
    OfVariant b = new OfVariant(5000, 3000, List.of(5000L, 500L), List.of(3000L, 300L));
    assertThat(first(PLAN, counts(a, b))).isEqualTo(Verdict.SAMPLE_RATIO_MISMATCH);
  }

  @Test
  void aBreachedGuardrailComesBeforeAWinner() {
    Plan guarded = plan(List.of(new Plan.Guard(1, 0.05)), 0);
    Counts breached = counts(variant(3000, 2400, 300), variant(3000, 1800, 450));
    assertThat(first(guarded, breached)).isEqualTo(Verdict.GUARDRAIL_BREACH);
    Counts safe = counts(variant(3000, 2400, 300), variant(3000, 2400, 450));
    assertThat(first(guarded, safe)).isEqualTo(Verdict.WINNER);
    Look look = new Judge(guarded).look(Evidence.none(guarded), safe);
    assertThat(look.findings().get(0).guards().get(0).state()).isEqualTo(Guardrail.State.SAFE);
  }

  @Test
  void aDifferenceThatDoesNotMatterIsSaidToBeNone() {
    assertThat(first(plan(List.of(), 0.02), rates(10_000, 1000, 1010)))
        .isEqualTo(Verdict.NO_DIFFERENCE_OF_INTEREST);
    assertThat(first(plan(List.of(), 0.01), rates(10_000, 1000, 1010)))
        .isEqualTo(Verdict.UNDECIDED);
  }

  @Test
  void severalVariantsShareTheError() {
    Plan many =
        new Plan(
            List.of("a", "b", "c", "d"),
            Collections.nCopies(4, 0.25),
            0,
            1,
            List.of(),
            0.05,
            10_000,
            0);
    List<OfVariant> variants = new ArrayList<>();
    for (long conversions : List.of(300L, 380L, 300L, 300L)) {
      variants.add(new OfVariant(3000, 3000, List.of(conversions), List.of(conversions)));
    }
    Look look = new Judge(many).look(Evidence.none(many), new Counts(variants, 0));
    Finding b = look.findings().get(0);
    assertThat(b.p()).isLessThan(0.05);
    assertThat(b.adjustedP()).isEqualTo(3 * b.p(), within(1e-12)).isGreaterThan(0.05);
    assertThat(look.findings().stream().map(Finding::verdict)).containsOnly(Verdict.UNDECIDED);
    Finding alone =
        new Judge(PLAN).look(Evidence.none(PLAN), rates(3000, 300, 380)).findings().get(0);
    assertThat(b.difference().lower()).isLessThan(alone.difference().lower());
  }

  @Test
  void swappingTheVariantsMirrorsTheFinding() {
    Plan swapped = new Plan(List.of("a", "b"), List.of(0.5, 0.5), 1, 2, List.of(), 0.05, 5000, 0);
    Finding there =
        new Judge(PLAN).look(Evidence.none(PLAN), rates(3000, 300, 450)).findings().get(0);
    Finding back =
        new Judge(swapped).look(Evidence.none(swapped), rates(3000, 300, 450)).findings().get(0);
    assertThat(back.verdict()).isEqualTo(Verdict.LOSER);
    assertThat(back.p()).isEqualTo(there.p());
    assertThat(back.difference().lower()).isEqualTo(-there.difference().upper(), within(1e-12));
  }

  @Test
  void whatIsStillNeededIsTheSizeThatFindsTheLeastEffect() {
    Plan careful = plan(List.of(), 0.02);
    Counts counts = rates(1000, 100, 105);
    Finding finding = new Judge(careful).look(Evidence.none(careful), counts).findings().get(0);
    // 7,357 an arm: 3,841 after R's power.prop.test(p1 = .1, p2 = .12, power = .8), times 1.9.
    assertThat(new Judge(careful).unitsNeeded(finding, counts))
        .isCloseTo(2 * 7357L - 2000, within(20L));
    assertThat(new Judge(PLAN).unitsNeeded(finding, counts)).isEqualTo(3000);
  }
}
