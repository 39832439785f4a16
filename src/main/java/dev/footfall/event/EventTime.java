package dev.footfall.event;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;

/** Reads a time as senders write it: ISO-8601 with a zone, or a number since the epoch. */
final class EventTime {

  /** 9999-12-31T23:59:59.999Z, the last moment that every reader of the rows can write. */
  static final long MAX = 253_402_300_799_999L;

  private static final int MAX_TEXT = 64;
  private static final int MINUTE = 60;
  private static final int HOUR = 60 * MINUTE;
  private static final int DAY = 24 * HOUR;

  private EventTime() {}

  /** The time in milliseconds since the epoch. */
  static long millis(String text, EpochUnit unit) throws Refusal {
    long time = looksLikeNumber(text) ? number(text, unit) : new Iso(text).millis();
    if (time <= 0) {
      throw new Refusal(
          RejectionReason.TIME_NOT_POSITIVE,
          "time %s is not after 1970-01-01T00:00:00Z".formatted(quoted(text)));
    }
    if (time > MAX) {
      throw bad(text, "lies after the year 9999; a number must count %s".formatted(words(unit)));
    }
    return time;
  }

  /** A date has its first dash after the year; a number has at most one, in front. */
  private static boolean looksLikeNumber(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean digit = c >= '0' && c <= '9';
      boolean sign = i == 0 && (c == '-' || c == '+');
      boolean fraction = i > 0 && (c == '.' || c == 'e' || c == 'E');
      if (fraction) {
        return true;
      }
      if (!digit && !sign) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  private static long number(String text, EpochUnit unit) throws Refusal {
    // Eighteen digits always fit a long.
    if (unit == EpochUnit.MILLISECONDS && text.length() <= 18 && isDigits(text)) {
      return Long.parseLong(text);
    }
    if (text.length() > MAX_TEXT) {
      throw bad(text, "is no time");
    }
    try {
      BigDecimal millis = new BigDecimal(text).scaleByPowerOfTen(unit.powerToMillis());
      // The number of digits before the point; 1e999999 must not be written out.
      long digits = (long) millis.precision() - millis.scale();
      if (digits > 18) {
        return millis.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      return digits < 0 ? 0 : millis.setScale(0, RoundingMode.FLOOR).longValueExact();
    } catch (ArithmeticException | NumberFormatException notANumber) {
      throw bad(text, "is no time");
    }
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static String words(EpochUnit unit) {
    return switch (unit) {
      case SECONDS -> "seconds";
      case MILLISECONDS -> "milliseconds";
      case MICROSECONDS -> "microseconds";
    };
  }

  private static Refusal bad(String text, String what) {
    return new Refusal(
        RejectionReason.BAD_TIME,
        "time %s %s; write 2026-11-21T10:00:00.123Z or a number since 1970"
            .formatted(quoted(text), what));
  }

  private static String quoted(String text) {
    return '"' + (text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) + "…" : text) + '"';
  }

  /**
   * A reader of {@code 2026-11-21T10:00:00.123+08:00}; the seconds may be missing, a space may
   * stand for the T, and the zone may be written Z, +08, +0800 or +08:00.
   */
  private static final class Iso {

    private final String text;
    private int at;

    Iso(String text) {
      this.text = text;
    }

    long millis() throws Refusal {
      if (text.length() > MAX_TEXT) {
        throw bad(text, "is no time");
      }
      long day = day();
      if (at == text.length()) {
        throw bad(text, "has no time of day");
      }
      expect("Tt ");
      long timeOfDay = timeOfDay();
      if (at == text.length()) {
        throw bad(text, "has no zone");
      }
      if (text.charAt(at) == ' ') {
        at++;
      }
      return (day * DAY - offset()) * 1000 + timeOfDay;
    }

    private long day() throws Refusal {
      int year = digits(4);
      expect("-");
      int month = digits(2);
      expect("-");
      int dayOfMonth = digits(2);
      try {
        return LocalDate.of(year, month, dayOfMonth).toEpochDay();
      } catch (DateTimeException noSuchDay) {
        throw bad(text, "is no day of the calendar");
      }
    }

    /** Milliseconds since midnight. */
    private long timeOfDay() throws Refusal {
      int hour = below(24, digits(2));
      expect(":");
      int minute = below(60, digits(2));
      int second = 0;
      int millis = 0;
      if (next(":")) {
        second = below(60, digits(2));
        if (next(".,")) {
          millis = fraction();
        }
      }
      return (hour * HOUR + minute * MINUTE + second) * 1000L + millis;
    }

    /** What stands after the point, cut to milliseconds. */
    private int fraction() throws Refusal {
      int start = at;
      int millis = 0;
      while (at < text.length() && isDigit(text.charAt(at))) {
        if (at - start < 3) {
          millis = millis * 10 + (text.charAt(at) - '0');
        }
        at++;
      }
      if (at == start) {
        throw bad(text, "is no time");
      }
      for (int missing = at - start; missing < 3; missing++) {
        millis *= 10;
      }
      return millis;
    }

    /** Seconds east of Greenwich, up to the end of the text. */
    private int offset() throws Refusal {
      int offset = 0;
      if (!next("Zz")) {
        boolean west = text.startsWith("-", at);
        expect("+-");
        int hours = below(19, digits(2));
        int minutes = 0;
        if (at < text.length()) {
          next(":");
          minutes = below(60, digits(2));
        }
        offset = hours * HOUR + minutes * MINUTE;
        offset = west ? -offset : offset;
      }
      if (at < text.length()) {
        throw bad(text, "goes on after its zone");
      }
      return offset;
    }

    private int digits(int count) throws Refusal {
      int number = 0;
      for (int i = 0; i < count; i++, at++) {
        if (at >= text.length() || !isDigit(text.charAt(at))) {
          throw bad(text, "is no time");
        }
        number = number * 10 + (text.charAt(at) - '0');
      }
      return number;
    }

    private int below(int limit, int number) throws Refusal {
      if (number >= limit) {
        throw bad(text, "is no time of day");
      }
      return number;
    }

    private boolean next(String anyOf) {
      if (at < text.length() && anyOf.indexOf(text.charAt(at)) >= 0) {
        at++;
        return true;
      }
      return false;
    }

    private void expect(String anyOf) throws Refusal {
      if (!next(anyOf)) {
        throw bad(text, "is no time");
      }
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
