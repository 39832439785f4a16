package dev.footfall.battery;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * What happens while a day is counted. Whatever it is, the tables must be right in the end.
 *
 * @param name in lower case with hyphens: of its topic and its folder
 * @param shape of the day
 * @param idleAfter how long a silent partition is waited for
 * @param flinkConf the folder that says how Flink runs
 * @param play lets it happen; when it returns all of the day is sent
 */
record Scenario(
    String name, Traffic.Shape shape, Duration idleAfter, Path flinkConf, Consumer<Stage> play) {

  /** Longer than anything takes: a fault must not make a partition look silent. */
  private static final Duration NEVER_IDLE = Duration.ofMinutes(10);

  static Scenario of(String name, Consumer<Stage> play) {
    return new Scenario(name, Traffic.Shape.USUAL, NEVER_IDLE, Path.of("flink-conf"), play);
  }

  Scenario on(Traffic.Shape other) {
    return new Scenario(name, other, idleAfter, flinkConf, play);
  }

  Scenario idleAfter(Duration silence) {
    return new Scenario(name, shape, silence, flinkConf, play);
  }

  /** The same with another folder that says how Flink runs. */
  Scenario with(Path otherFlinkConf) {
    return new Scenario(name, shape, idleAfter, otherFlinkConf, play);
  }

  /**
   * Plays it and judges.
   *
   * @throws BatteryFailure if it does not end as it must
   */
  Result run(World world, long seed) {
    long begin = System.nanoTime();
    try (Stage stage = new Stage(world, this, seed)) {
      play.accept(stage);
      stage.awaitTables();
      return new Result(
          name,
          seed,
          stage.rowsCompared(),
          stage.conservation(),
          stage.recoveries(),
          (System.nanoTime() - begin) / 1e9);
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
