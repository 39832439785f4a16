package dev.footfall.demo;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;

/** Writes planned events as lines of JSON, well or with the flaw they have. */
final class LineWriter {

  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;
  private static final byte NEVER_IN_UTF8 = (byte) 0xff;

  private final StringBuilder json = new StringBuilder(300);
  private long lastDay = Long.MIN_VALUE;
  private String lastDate = "";

  byte[] write(PlannedEvent event) {
    return switch (event.flaw()) {
      case NONE, DUPLICATE -> whole(event, "");
      case LATE -> whole(event, "-again");
      case EMPTY_LINE -> new byte[0];
      case BROKEN_JSON -> firstHalfOf(whole(event, "-broken"));
      case INVALID_UTF8 -> withForeignByte(whole(event, "-broken"));
      case MISSING_EVENT, MISSING_USER, EMPTY_USER, MISSING_TIME, BAD_TIME, TIME_ZERO, YEAR_2099 ->
          whole(event, "-broken");
    };
  }

  private static byte[] firstHalfOf(byte[] line) {
    return Arrays.copyOf(line, line.length / 2);
  }

  private static byte[] withForeignByte(byte[] line) {
    byte[] foreign = line.clone();
    // Within the page's name, so that it is the only thing wrong.
    foreign[line.length - 4] = NEVER_IN_UTF8;
    return foreign;
  }

  private byte[] whole(PlannedEvent event, String idEnding) {
    json.setLength(0);
    json.append("{\"id\":\"").append(event.person().key()).append('-').append(event.number());
    json.append(idEnding).append('"');
    appendName(event);
    appendUser(event);
    appendTime(event);
    json.append(",\"properties\":{").append(event.person().traits());
    if (!event.details().isEmpty()) {
      json.append(',').append(event.details());
    }
    return json.append("}}").toString().getBytes(StandardCharsets.UTF_8);
  }

  private void appendName(PlannedEvent event) {
    if (event.flaw() != Flaw.MISSING_EVENT) {
      json.append(",\"event\":\"").append(event.name()).append('"');
    }
  }

  private void appendUser(PlannedEvent event) {
    if (event.flaw() == Flaw.EMPTY_USER) {
      json.append(",\"user\":\"\"");
    } else if (event.flaw() != Flaw.MISSING_USER) {
      json.append(",\"user\":");
      Json.appendQuoted(json, event.person().user());
    }
  }

  private void appendTime(PlannedEvent event) {
    switch (event.flaw()) {
      case MISSING_TIME -> {}
      case BAD_TIME -> json.append(",\"time\":\"yesterday afternoon\"");
      case TIME_ZERO -> json.append(",\"time\":0");
      case YEAR_2099 -> json.append(",\"time\":\"2099-12-31T23:59:59Z\"");
      case NONE,
          DUPLICATE,
          LATE,
          BROKEN_JSON,
          INVALID_UTF8,
          EMPTY_LINE,
          MISSING_EVENT,
          MISSING_USER,
          EMPTY_USER ->
          appendTrueTime(event);
    }
  }

  private void appendTrueTime(PlannedEvent event) {
    json.append(",\"time\":");
    switch (event.timeStyle()) {
      case UTC -> appendClock(event.time(), "Z");
      case BEIJING -> appendClock(event.time() + 8 * HOUR, "+08:00");
      case MILLISECONDS -> json.append(event.time());
    }
  }

  /** ISO-8601 by hand: java.time's formatter would take half of the time of the whole traffic. */
  private void appendClock(long time, String zone) {
    int inDay = (int) (time % DAY);
    json.append('"').append(dateOf(time / DAY)).append('T');
    appendDigits(inDay / 3_600_000, 2);
    json.append(':');
    appendDigits(inDay / 60_000 % 60, 2);
    json.append(':');
    appendDigits(inDay / 1_000 % 60, 2);
    json.append('.');
    appendDigits(inDay % 1_000, 3);
    json.append(zone).append('"');
  }

  private String dateOf(long day) {
    if (day != lastDay) {
      lastDay = day;
      lastDate = LocalDate.ofEpochDay(day).toString();
    }
    return lastDate;
  }

  private void appendDigits(int number, int width) {
    for (int power = width == 3 ? 100 : 10; power > 0; power /= 10) {
      json.append((char) ('0' + number / power % 10));
    }
  }
}
