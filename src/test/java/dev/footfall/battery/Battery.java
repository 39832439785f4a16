package dev.footfall.battery;

import java.util.ArrayList;
import java.util.List;

/** Runs scenarios and prints what came of them. */
final class Battery {

  private Battery() {}

  /**
   * Runs scenarios, and ends with 1 if one failed.
   *
   * @param arguments see {@link BatteryOptions}
   */
  public static void main(String[] arguments) {
    BatteryOptions options = BatteryOptions.parse(String.join(" ", arguments));
    List<Result> results = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    try (World world = World.start()) {
      say("logs are in " + world.folder());
      for (long seed : options.seedNumbers()) {
        for (Scenario scenario : Scenarios.all()) {
          if (options.wants(scenario.name())) {
            run(scenario, seed, world, results, failures);
          }
        }
      }
    }
    System.out.println(Result.head());
    results.forEach(result -> System.out.println(result.line()));
    failures.forEach(System.out::println);
    System.exit(failures.isEmpty() ? 0 : 1);
  }

  private static void run(
      Scenario scenario, long seed, World world, List<Result> results, List<String> failures) {
    say(scenario.name() + ", seed " + seed);
    try {
      Result result = scenario.run(world, seed);
      results.add(result);
      say(result.line());
    } catch (RuntimeException failure) {
      String said = "FAILED: %s, seed %d: %s".formatted(scenario.name(), seed, failure);
      failures.add(said);
      say(said);
      failure.printStackTrace();
    }
  }

  private static void say(String what) {
    System.err.println("battery: " + what);
  }
}
