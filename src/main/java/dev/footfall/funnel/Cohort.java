package dev.footfall.funnel;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;

/**
 * How event time is cut into windows by entry: all of it, whole days of the calendar, or equal
 * parts of a day.
 *
 * <p>Days follow the calendar of the zone, so a day in which the clock changes has 23 or 25 hours;
 * a day whose midnight the clock shows twice begins with the first. Weeks begin on Monday. Parts of
 * a day begin when the wall clock shows a multiple of them since midnight; where the clock leaps
 * over such a moment, the moment of the leap takes its place, and where the clock shows it twice,
 * both begin a window.
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
    long today = LocalDate.ofInstant(Instant.ofEpochMilli(time), zone).toEpochDay();
    // 1970-01-01 was a Thursday: whole weeks are counted from the Monday before it.
    long shift = days % 7 == 0 ? 3 : 0;
    long first = Math.floorDiv(today + shift, days) * days - shift;
    long end = startOfDay(first + days, zone);
    // Set back over midnight, the clock shows the old day again: the new one has begun all the
    // same.
    return time < end
        ? new CohortWindow(startOfDay(first, zone), end)
        : new CohortWindow(end, startOfDay(first + 2 * days, zone));
  }

  private static long startOfDay(long epochDay, ZoneId zone) {
    return LocalDate.ofEpochDay(epochDay).atStartOfDay(zone).toInstant().toEpochMilli();
  }

  private CohortWindow partOfDayAround(long time, ZoneId zone) {
    ZoneRules rules = zone.getRules();
    return new CohortWindow(latestBoundary(time, rules), nextBoundary(time, rules));
  }

  /** The last moment, up to this one, at which a part of a day begins. */
  private long latestBoundary(long time, ZoneRules rules) {
    long offset = offsetAt(time, rules);
    long boundary = partsUntil(time + offset) * length.toMillis() - offset;
    ZoneOffsetTransition change =
        rules.previousTransition(Instant.ofEpochMilli(time).plusMillis(1));
    if (change == null || boundary >= millisOf(change)) {
      return boundary;
    }
    return isBoundary(change) ? millisOf(change) : latestBoundary(millisOf(change) - 1, rules);
  }

  /** The first moment after this one at which a part of a day begins. */
  private long nextBoundary(long time, ZoneRules rules) {
    long offset = offsetAt(time, rules);
    long boundary = (partsUntil(time + offset) + 1) * length.toMillis() - offset;
    ZoneOffsetTransition change = rules.nextTransition(Instant.ofEpochMilli(time));
    if (change == null || boundary < millisOf(change)) {
      return boundary;
    }
    return isBoundary(change) ? millisOf(change) : nextBoundary(millisOf(change), rules);
  }

  /** Whether the clock is set to a boundary then, or leaps over one. */
  private boolean isBoundary(ZoneOffsetTransition change) {
    long shown = millisOf(change) + change.getOffsetAfter().getTotalSeconds() * 1000L;
    long expected = millisOf(change) + change.getOffsetBefore().getTotalSeconds() * 1000L;
    return shown % length.toMillis() == 0
        || (change.isGap() && partsUntil(expected - 1) < partsUntil(shown));
  }

  /** How many parts of a day have begun by this time of the wall clock, in milliseconds. */
  private long partsUntil(long local) {
    return Math.floorDiv(local, length.toMillis());
  }

  private static long offsetAt(long time, ZoneRules rules) {
    return rules.getOffset(Instant.ofEpochMilli(time)).getTotalSeconds() * 1000L;
  }

  private static long millisOf(ZoneOffsetTransition change) {
    return change.toEpochSecond() * 1000;
  }
}
