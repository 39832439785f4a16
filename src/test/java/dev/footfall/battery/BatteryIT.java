package dev.footfall.battery;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The part of the battery that every build runs, under one seed. */
class BatteryIT {

  private static World world;

  @BeforeAll
  static void start() {
    world = World.start();
  }

  @AfterAll
  static void stop() {
    world.close();
  }

  static Stream<Scenario> scenarios() {
    return Scenarios.ofEveryBuild().stream();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("scenarios")
  void everyTableIsRightInTheEnd(Scenario scenario) {
    Result result = scenario.run(world, 1);

    System.out.println(result.line());
    assertThat(result.rows()).isGreaterThan(5_000);
  }
}
