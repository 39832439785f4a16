package dev.footfall.battery;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What the battery is told on the command line.
 *
 * @param seeds how many seeds each scenario runs under, from 1
 * @param only scenarios with one of these, separated by commas, in their names
 * @param soakMinutes for how long random faults happen instead; 0 for none
 * @param seed of a soak
 */
record BatteryOptions(int seeds, String only, int soakMinutes, long seed) {

  private static final int USUAL_SEEDS = 3;

  /**
   * Reads {@code --seeds N}, {@code --only TEXT}, {@code --soak MINUTES}, {@code --seed N}.
   *
   * @throws IllegalArgumentException if something else stands there
   */
  static BatteryOptions parse(String arguments) {
    Deque<String> words = new ArrayDeque<>(List.of(arguments.trim().split("[ =]+", -1)));
    BatteryOptions options = new BatteryOptions(USUAL_SEEDS, "", 0, 1);
    while (!words.isEmpty() && !words.peek().isEmpty()) {
      String word = words.pop();
      String value = words.isEmpty() ? "" : words.pop();
      options =
          switch (word) {
            case "--seeds" ->
                new BatteryOptions(
                    Integer.parseInt(value), options.only, options.soakMinutes, options.seed);
            case "--only" ->
                new BatteryOptions(options.seeds, value, options.soakMinutes, options.seed);
            case "--soak" ->
                new BatteryOptions(
                    options.seeds, options.only, Integer.parseInt(value), options.seed);
            case "--seed" ->
                new BatteryOptions(
                    options.seeds, options.only, options.soakMinutes, Long.parseLong(value));
            default ->
                throw new IllegalArgumentException(
                    word
                        + " is no option of the battery; write --seeds N, --only TEXT,"
                        + " --soak MINUTES or --seed N");
          };
    }
    return options;
  }

  /** Whether a scenario of this name is to run. */
  boolean wants(String scenario) {
    return Arrays.stream(only.split(",", -1)).anyMatch(scenario::contains);
  }

  List<Long> seedNumbers() {
    return LongStream.rangeClosed(1, seeds).boxed().toList();
  }
}
