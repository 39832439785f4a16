package dev.footfall.battery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the battery may be told, and what it says when it is told something else. */
class BatteryOptionsTest {

  private static final List<String> SCENARIOS =
      List.of("baseline", "broker-killed", "database-slow");

  private static BatteryOptions parse(String... arguments) {
    return BatteryOptions.parse(List.of(arguments), SCENARIOS);
  }

  @Test
  void toldNothingItRunsAllUnderThreeSeeds() {
    assertThat(parse())
        .isEqualTo(new BatteryOptions(List.of(1L, 2L, 3L), List.of(), 0, Optional.empty()));
    assertThat(SCENARIOS).allMatch(parse()::wants);
  }

  @Test
  void aPartOfANameChoosesAllThatHaveItInTheirs() {
    BatteryOptions options = parse("--only", "killed,baseline", "--seed=7");
    assertThat(options.seeds()).containsExactly(7L);
    assertThat(SCENARIOS.stream().filter(options::wants))
        .containsExactly("baseline", "broker-killed");
  }

  @Test
  void aSoakHasOneSeed() {
    assertThat(parse("--soak", "10", "--flink-conf", "flink-conf/large-state"))
        .isEqualTo(
            new BatteryOptions(
                List.of(1L), List.of(), 10, Optional.of(Path.of("flink-conf/large-state"))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--only broker-kiled | write --only broker-killed; the scenarios are baseline, broker",
        "--only kiled | \"kiled\" is in no scenario's name; write --only killed;",
        "--only slow,unheard-of | \"unheard-of\" is in no scenario's name; the scenarios are base",
        "--only slow, | \"\" is in no scenario's name",
        "--only | --only needs a value behind it",
        "--seeds --only slow | --seeds needs a value behind it",
        "--seeds 0 | --seeds 0 is no number from 1; write --seeds 3",
        "--seed x | --seed x is no number from 1",
        "--soak 10 --only slow | a soak is a scenario of its own; leave --only out",
        "--flink-conf src | src has no config.yaml; write --flink-conf flink-conf/large-state",
        "--sead 3 | --sead is no option of the battery; write --seeds N",
        "slow | slow is no option of the battery",
      })
  void whatItDoesNotKnowIsSaidWithWhatToWriteInstead(String arguments, String said) {
    assertThatThrownBy(() -> parse(arguments.split(" ", -1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(said);
  }
}
