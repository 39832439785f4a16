package dev.footfall.funnel;

import java.io.Serializable;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * How event time is cut into windows by entry: all of it, whole days of the calendar, or equal
 * parts of a day.
 *
 * <p>Days follow the calendar of the zone, so a day in which the clock changes has 23 or 25 hours.
 * Weeks begin on Monday. Parts of a day begin when the wall clock shows a multiple of them since
 * midnight; where the clock leaps over such a moment, the moment of the leap takes its place, and
 * where the clock shows it twice, both begin a window.
 *
 * @param length what each window spans: {@link #ALL_OF_TIME}, whole days, or a part of a day that
 *     divides it
 */
public record Cohort(Duration length) implements Serializable {

  private static final Duration DAY = Duration.ofDays(1);

  /** Stands for one window over everything. */
  private static final Duration ALL_OF_TIME = Duration.ofMillis(Long.MAX_VALUE);

  /** One window over everything; for bounded input only. */
  public static final Cohort ALL = new Cohort(ALL_OF_TIME);

  public static Cohort of(Duration length) {
    return new Cohort(length);
  }

  /** Whether a window of this length can tile event time: whole days, or a divisor of one day. */
  public static boolean canTile(Duration length) {
    if (length.isZero() || length.isNegative()) {
      return false;
    }
    return length.compareTo(DAY) >= 0
        ? length.toMillis() % DAY.toMillis() == 0
        : DAY.toMillis() % length.toMillis() == 0;
  }

  public boolean isAll() {
    return length.equals(ALL_OF_TIME);
  }

  /** The window that holds this moment of event time, in milliseconds since the epoch. */
  public CohortWindow windowOf(long time, ZoneId zone) {
    if (isAll()) {
      return CohortWindow.ALL;
    }
    return length.compareTo(DAY) >= 0 ? daysAround(time, zone) : partOfDayAround(time, zone);
  }

  private CohortWindow daysAround(long time, ZoneId zone) {
    long days = length.toDays();
    long today = localTime(time, zone.getRules()).toLocalDate().toEpochDay();
    // 1970-01-01 was a Thursday: whole weeks are counted from the Monday before it.
    long shift = days % 7 == 0 ? 3 : 0;
    long first = Math.floorDiv(today + shift, days) * days - shift;
    return new CohortWindow(startOfDay(first, zone), startOfDay(first + days, zone));
  }

  private static long startOfDay(long epochDay, ZoneId zone) {
    return LocalDate.ofEpochDay(epochDay).atStartOfDay(zone).toInstant().toEpochMilli();
  }

  private CohortWindow partOfDayAround(long time, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    long start = startOfPart(time, rules);
    LocalDateTime next = floor(localTime(start, rules)).plus(length);
    long end = firstMomentOf(next, rules);
    while (end <= start) {
      next = next.plus(length);
      end = firstMomentOf(next, rules);
    }
    // Between here and there the clock may have been set back over a boundary, which then comes
    // twice.
    for (long last = startOfPart(end - 1, rules);
        last > start;
        last = startOfPart(end - 1, rules)) {
      end = last;
    }
    return new CohortWindow(start, end);
  }

  /** The latest moment, not after this one, at which a part of a day begins. */
  private long startOfPart(long time, ZoneRules rules) {
    LocalDateTime boundary = floor(localTime(time, rules));
    long start = Long.MIN_VALUE;
    for (ZoneOffset offset : rules.getValidOffsets(boundary)) {
      long moment = boundary.toInstant(offset).toEpochMilli();
      if (moment <= time) {
        start = Math.max(start, moment);
      }
    }
    return start > Long.MIN_VALUE
        ? start
        : rules.getTransition(boundary).getInstant().toEpochMilli();
  }

  private static long firstMomentOf(LocalDateTime local, ZoneRules rules) {
    ZoneOffsetTransition transition = rules.getTransition(local);
    if (transition != null && transition.isGap()) {
      return transition.getInstant().toEpochMilli();
    }
    return local.toInstant(rules.getValidOffsets(local).get(0)).toEpochMilli();
  }

  private LocalDateTime floor(LocalDateTime local) {
    long part = length.toNanos();
    long sinceMidnight = Math.floorDiv(local.toLocalTime().toNanoOfDay(), part) * part;
    return local.toLocalDate().atTime(LocalTime.ofNanoOfDay(sinceMidnight));
  }

  private static LocalDateTime localTime(long time, ZoneRules rules) {
    java.time.Instant instant = java.time.Instant.ofEpochMilli(time);
    return LocalDateTime.ofEpochSecond(
        instant.getEpochSecond(), instant.getNano(), rules.getOffset(instant));
  }
}
