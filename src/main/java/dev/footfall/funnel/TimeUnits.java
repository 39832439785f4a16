package dev.footfall.funnel;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A length of time taken apart, from days to milliseconds, without the units that are zero. */
final class TimeUnits {

  private TimeUnits() {}

  static Map<TimeUnit, Long> of(Duration length) {
    Map<TimeUnit, Long> parts = new LinkedHashMap<>();
    put(parts, TimeUnit.DAYS, length.toDays());
    put(parts, TimeUnit.HOURS, length.toHoursPart());
    put(parts, TimeUnit.MINUTES, length.toMinutesPart());
    put(parts, TimeUnit.SECONDS, length.toSecondsPart());
    put(parts, TimeUnit.MILLISECONDS, length.toMillisPart());
    return parts;
  }

  private static void put(Map<TimeUnit, Long> parts, TimeUnit unit, long amount) {
    if (amount > 0) {
      parts.put(unit, amount);
    }
  }
}
