package dev.footfall.table;

import dev.footfall.journey.Progress;
import java.time.Instant;
import java.util.List;
import java.util.StringJoiner;

/** Writes the parts of a journey that no plain column holds as JSON. */
final class Journey {

  private Journey() {}

  /** A JSON array with the time of each step, null where the counted run did not take it. */
  static String stepTimesAsJson(Progress progress) {
    StringJoiner times = new StringJoiner(",", "[", "]");
    for (long time : progress.times()) {
      times.add(
          time == Progress.NOT_TAKEN
              ? "null"
              : JsonText.text(Instant.ofEpochMilli(time).toString()));
    }
    return times.toString();
  }

  /** A JSON object with the value of each breakdown. */
  static String breakdownValuesAsJson(Progress progress) {
    List<String> breakdowns = progress.version().breakdowns();
    StringJoiner values = new StringJoiner(",", "{", "}");
    for (int i = 0; i < progress.values().length; i++) {
      values.add(JsonText.text(breakdowns.get(i)) + ":" + JsonText.text(progress.values()[i]));
    }
    return values.toString();
  }
}
