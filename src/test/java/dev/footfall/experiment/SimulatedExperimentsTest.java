package dev.footfall.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.experiment.SimulatedExperiments.Outcome;
import dev.footfall.experiment.SimulatedExperiments.Scenario;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever watches an experiment all day is not fooled, and finds what is there. */
class SimulatedExperimentsTest {

  @ParameterizedTest
  @ValueSource(doubles = {0.02, 0.10, 0.50})
  void whereThereIsNoDifferenceAHundredLooksNameNoWinnerMoreOftenThanAlpha(double rate) {
    Outcome outcome = new Scenario(rate, rate, 0.5, 5_000, 100).run(1000, 11);
    assertThat(outcome.found()).isLessThanOrEqualTo(0.05);
    assertThat(outcome.alarmed()).isLessThanOrEqualTo(0.004);
  }

  @Test
  void whoConvertsFasterIsNoWinner() {
    assertThat(SimulatedExperiments.equalButFaster(true, 8000, 100, 12).found())
        .isLessThanOrEqualTo(0.05);
    // So it would be if those counted who had no time yet: the scenario does set the trap.
    assertThat(SimulatedExperiments.equalButFaster(false, 8000, 40, 12).found()).isGreaterThan(0.2);
  }

  @Test
  void aSplitOf55To45IsAlarmed() {
    Outcome outcome = new Scenario(0.10, 0.10, 0.55, 5_000, 100).run(500, 13);
    assertThat(outcome.alarmed()).isGreaterThanOrEqualTo(0.99);
    assertThat(outcome.medianUnits()).isLessThan(3_000);
  }

  @Test
  void anEffectThatIsThereIsFoundByThePlannedSizeAndMostlyMuchEarlier() {
    int planned = (int) Math.ceil(new Planning(0.05, 0.9).unitsPerArmWatched(0.10, 0.12));
    Outcome outcome = new Scenario(0.10, 0.12, 0.5, planned, 100).run(500, 14);
    assertThat(outcome.found()).isGreaterThanOrEqualTo(0.90);
    assertThat(outcome.medianUnits()).isLessThan(2L * planned / 2);
  }
}
