package dev.footfall.battery;

import java.util.ArrayList;
import java.util.List;

/** Runs scenarios and prints what came of them. */
final class Battery {

  private Battery() {}

  /**
   * Runs scenarios, and ends with 1 if one failed, with 2 if it was told what it does not know.
   *
   * @param arguments see {@link BatteryOptions}
   */
  public static void main(String[] arguments) {
    BatteryOptions options = options(List.of(arguments));
    List<Result> results = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    try (World world = World.start()) {
      say("logs are in " + world.folder());
      for (long seed : options.seeds()) {
        for (Scenario scenario : scenarios(options)) {
          run(scenario, seed, world, results, failures);
        }
      }
      if (failures.isEmpty()) {
        world.close();
        world.forget();
      }
    }
    System.out.println(Result.head());
    results.forEach(result -> System.out.println(result.line()));
    failures.forEach(System.out::println);
    System.exit(failures.isEmpty() ? 0 : 1);
  }

  private static BatteryOptions options(List<String> arguments) {
    try {
      return BatteryOptions.parse(arguments, Scenarios.all().stream().map(Scenario::name).toList());
    } catch (IllegalArgumentException wrong) {
      System.err.println("battery: " + wrong.getMessage());
      System.exit(2);
      throw wrong;
    }
  }

  private static List<Scenario> scenarios(BatteryOptions options) {
    List<Scenario> scenarios =
        options.soakMinutes() > 0
            ? List.of(Soak.scenario(options.soakMinutes(), options.seeds().get(0)))
            : Scenarios.all().stream().filter(one -> options.wants(one.name())).toList();
    return options
        .flinkConf()
        .map(folder -> scenarios.stream().map(one -> one.with(folder)).toList())
        .orElse(scenarios);
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
