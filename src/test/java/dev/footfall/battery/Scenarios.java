package dev.footfall.battery;

import dev.footfall.battery.Message.Fate;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** All of them. */
final class Scenarios {

  private static final Duration WHILE = Duration.ofSeconds(8);

  private Scenarios() {}

  /** In the order of their importance. */
  static List<Scenario> all() {
    return List.of(Scenario.of("baseline", Scenarios::baseline));
  }

  private static void baseline(Stage stage) {
    stage.start();
    stage.sendRest();
    stage.time("from the last event to right tables", stage::awaitTables);
    assertCounts(stage);
  }

  /** What the job has counted, where it was never restarted. */
  private static void assertCounts(Stage stage) {
    try {
      Map<String, Long> counts = stage.cluster().job().counts();
      Map<Fate, Long> sent = stage.sentByFate();
      long rejected = sent.getOrDefault(Fate.REJECTED, 0L);
      long duplicates = sent.getOrDefault(Fate.DUPLICATE, 0L);
      Map<String, Long> wanted =
          Map.of(
              "events",
              sent.values().stream().mapToLong(Long::longValue).sum() - rejected,
              "rejected",
              rejected,
              "duplicates",
              duplicates,
              "late",
              sent.getOrDefault(Fate.LATE, 0L),
              "admitted",
              sent.getOrDefault(Fate.COUNTED, 0L));
      // Flink sends them with the heartbeat.
      Waiting.until(
          () -> "the job's own counts are %s: %s".formatted(wanted, counts),
          () -> {
            counts.putAll(stage.cluster().job().counts());
            return counts.entrySet().containsAll(wanted.entrySet());
          });
    } catch (IOException | InterruptedException failure) {
      throw new BatteryFailure("the job does not tell what it counted", failure);
    }
  }
}
