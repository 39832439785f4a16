package dev.footfall.table;

import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Progress;
import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Writes the parts of a journey that no plain column holds as JSON.
 *
 * @param funnels by id, for the names of the breakdowns
 */
record Journey(Map<String, Funnel> funnels) implements Serializable {

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
  String breakdownValuesAsJson(Progress progress) {
    Funnel funnel = funnels.get(progress.funnel());
    if (funnel == null) {
      throw new IllegalStateException("progress in a funnel that is not declared: " + progress);
    }
    List<String> breakdowns = funnel.breakdowns();
    StringJoiner values = new StringJoiner(",", "{", "}");
    for (int i = 0; i < progress.values().length; i++) {
      values.add(JsonText.text(breakdowns.get(i)) + ":" + JsonText.text(progress.values()[i]));
    }
    return values.toString();
  }
}
