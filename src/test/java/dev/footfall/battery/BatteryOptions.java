package dev.footfall.battery;

import dev.footfall.yaml.Nearest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * What the battery is told on the command line.
 *
 * @param seeds each scenario runs under each of these
 * @param only names of scenarios, or parts of names; empty for all
 * @param soakMinutes for how long random faults happen instead; 0 for none
 * @param flinkConf how Flink runs in all of them, instead of what each asks for
 */
record BatteryOptions(
    List<Long> seeds, List<String> only, int soakMinutes, Optional<Path> flinkConf) {

  private static final int USUAL_SEEDS = 3;

  BatteryOptions {
    seeds = List.copyOf(seeds);
    only = List.copyOf(only);
  }

  /**
   * Reads {@code --seeds N}, {@code --seed N}, {@code --only NAME,…}, {@code --soak MINUTES},
   * {@code --flink-conf FOLDER}.
   *
   * @param scenarios the names of all scenarios
   * @throws IllegalArgumentException if something else stands there; what it says is for people
   */
  static BatteryOptions parse(List<String> arguments, List<String> scenarios) {
    Deque<String> words = new ArrayDeque<>();
    arguments.forEach(argument -> words.addAll(List.of(argument.split("=", 2))));
    BatteryOptions options = new BatteryOptions(upTo(USUAL_SEEDS), List.of(), 0, Optional.empty());
    while (!words.isEmpty()) {
      String word = words.pop();
      options =
          switch (word) {
            case "--seeds" -> options.withSeeds(upTo(number(word, words)));
            case "--seed" -> options.withSeeds(List.of((long) number(word, words)));
            case "--only" -> options.withOnly(names(word, words, scenarios));
            case "--soak" -> options.withSoak(number(word, words));
            case "--flink-conf" -> options.withFlinkConf(folder(word, words));
            default ->
                throw new IllegalArgumentException(
                    word
                        + " is no option of the battery; write --seeds N, --seed N, --only NAME,"
                        + " --soak MINUTES or --flink-conf FOLDER");
          };
    }
    if (options.soakMinutes == 0) {
      return options;
    }
    if (!options.only.isEmpty()) {
      throw new IllegalArgumentException("a soak is a scenario of its own; leave --only out");
    }
    return options.withSeeds(options.seeds.subList(0, 1));
  }

  private static List<Long> upTo(int seeds) {
    return LongStream.rangeClosed(1, seeds).boxed().toList();
  }

  private BatteryOptions withSeeds(List<Long> some) {
    return new BatteryOptions(some, only, soakMinutes, flinkConf);
  }

  private BatteryOptions withOnly(List<String> names) {
    return new BatteryOptions(seeds, names, soakMinutes, flinkConf);
  }

  private BatteryOptions withSoak(int minutes) {
    return new BatteryOptions(seeds, only, minutes, flinkConf);
  }

  private BatteryOptions withFlinkConf(Path folder) {
    return new BatteryOptions(seeds, only, soakMinutes, Optional.of(folder));
  }

  private static String value(String option, Deque<String> words) {
    if (words.isEmpty() || words.peek().isEmpty() || words.peek().startsWith("--")) {
      throw new IllegalArgumentException(option + " needs a value behind it");
    }
    return words.pop();
  }

  private static int number(String option, Deque<String> words) {
    String text = value(option, words);
    if (!text.matches("[1-9]\\d{0,8}")) {
      throw new IllegalArgumentException(
          "%s %s is no number from 1; write %s 3".formatted(option, text, option));
    }
    return Integer.parseInt(text);
  }

  private static Path folder(String option, Deque<String> words) {
    Path folder = Path.of(value(option, words));
    if (!Files.exists(folder.resolve("config.yaml"))) {
      throw new IllegalArgumentException(
          "%s has no config.yaml; write %s flink-conf/large-state".formatted(folder, option));
    }
    return folder;
  }

  /** Each must be in the name of a scenario, or nothing of what was asked for would run. */
  private static List<String> names(String option, Deque<String> words, List<String> scenarios) {
    List<String> names = Arrays.asList(value(option, words).split(",", -1));
    for (String name : names) {
      if (scenarios.stream().noneMatch(scenario -> isIn(scenario, name))) {
        throw new IllegalArgumentException(
            "\"%s\" is in no scenario's name; %sthe scenarios are %s"
                .formatted(
                    name,
                    Nearest.to(name, wordsOf(scenarios))
                        .map(meant -> "write %s %s; ".formatted(option, meant))
                        .orElse(""),
                    String.join(", ", scenarios)));
      }
    }
    return names;
  }

  private static boolean isIn(String scenario, String name) {
    return !name.isEmpty() && scenario.contains(name);
  }

  private static Set<String> wordsOf(List<String> scenarios) {
    Set<String> words = new LinkedHashSet<>(scenarios);
    scenarios.forEach(scenario -> words.addAll(List.of(scenario.split("-", -1))));
    return words;
  }

  /** Whether a scenario of this name is to run. */
  boolean wants(String scenario) {
    return only.isEmpty() || only.stream().anyMatch(name -> isIn(scenario, name));
  }
}
