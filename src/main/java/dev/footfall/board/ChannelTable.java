package dev.footfall.board;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Channels side by side. Who was acquired lately may still convert: rates are of users who have had
 * their look-back.
 */
final class ChannelTable {

  private static final double MILLIONTHS = 1e6;
  private static final double DAY = 86_400_000;

  private final ZoneId zone;
  private final Map<String, Double> costs;
  private final @Nullable Instant watermark;

  /**
   * What is asked.
   *
   * @param zone whose calendar the days are of
   * @param costs of a channel a day
   * @param watermark everything up to this event time is counted
   */
  ChannelTable(ZoneId zone, Map<String, Double> costs, @Nullable Instant watermark) {
    this.zone = zone;
    this.costs = costs;
    this.watermark = watermark;
  }

  /** What is counted of one channel. */
  private static final class Counts {
    private long users;
    private long matureUsers;
    private long converted;
    private long first;
    private long last;
    private long linear;
  }

  /**
   * The windows whose users have all had their look-back: the first ones, up to the first that has
   * not.
   */
  List<ReportAnswers.Window> mature(List<ReportAnswers.Window> windows, @Nullable Long lookBack) {
    List<ReportAnswers.Window> mature = new ArrayList<>();
    for (ReportAnswers.Window window : windows) {
      boolean hadTheirTime =
          lookBack != null
              && watermark != null
              && !Instant.parse(window.end()).plusMillis(lookBack).isAfter(watermark);
      if (!window.isFinal() && !hadTheirTime) {
        break;
      }
      mature.add(window);
    }
    return mature;
  }

  /**
   * The table.
   *
   * @param all the figures of all windows
   * @param ofMature those of the mature windows
   */
  ReportAnswers.Channels of(
      List<ReportAnswers.Window> windows,
      List<ReportAnswers.Cell> all,
      List<ReportAnswers.Window> mature,
      List<ReportAnswers.Cell> ofMature) {
    Map<String, Counts> byChannel = new TreeMap<>();
    Counts total = new Counts();
    long conversions = 0;
    long untouched = 0;
    for (ReportAnswers.Cell cell : all) {
      if (cell.part().equals("conversion")) {
        conversions += cell.amount();
        untouched += cell.ofThem();
        continue;
      }
      Counts its = byChannel.computeIfAbsent(cell.fromName(), name -> new Counts());
      switch (cell.part()) {
        case "acquired" -> {
          its.users += cell.amount();
          total.users += cell.amount();
        }
        case "first" -> its.first += cell.amount();
        case "last" -> its.last += cell.amount();
        case "linear" -> its.linear += cell.amount();
        default -> {
          // Of a later version of the report.
        }
      }
    }
    for (ReportAnswers.Cell cell : ofMature) {
      if (cell.part().equals("acquired")) {
        Counts its = byChannel.computeIfAbsent(cell.fromName(), name -> new Counts());
        its.matureUsers += cell.amount();
        its.converted += cell.ofThem();
        total.matureUsers += cell.amount();
        total.converted += cell.ofThem();
      }
    }
    double days = days(windows);
    double matureDays = days(mature);
    List<ReportAnswers.Channel> channels = new ArrayList<>();
    for (Map.Entry<String, Counts> channel : byChannel.entrySet()) {
      channels.add(
          channel(
              channel.getKey(), channel.getValue(), total.users, conversions, days, matureDays));
    }
    channels.sort(
        Comparator.comparingLong(ReportAnswers.Channel::users)
            .thenComparingLong(ReportAnswers.Channel::first)
            .reversed()
            .thenComparing(ReportAnswers.Channel::channel));
    return new ReportAnswers.Channels(
        days,
        matureDays,
        total.users,
        total.matureUsers,
        total.converted,
        Shares.of(total.converted, total.matureUsers),
        conversions,
        untouched,
        channels);
  }

  private ReportAnswers.Channel channel(
      String name, Counts its, long users, long conversions, double days, double matureDays) {
    @Nullable Double perDay = costs.get(name);
    double linear = its.linear / MILLIONTHS;
    return new ReportAnswers.Channel(
        name,
        its.users,
        Shares.of(its.users, users),
        its.matureUsers,
        its.converted,
        Shares.of(its.converted, its.matureUsers),
        its.first,
        Shares.of(its.first, conversions),
        its.last,
        Shares.of(its.last, conversions),
        linear,
        Shares.of(linear, conversions),
        perDay == null ? null : Double.valueOf(perDay * days),
        perDay == null ? null : Shares.of(perDay * days, its.users),
        perDay == null ? null : Shares.of(perDay * matureDays, its.converted));
  }

  /** From the first window up to the end of the last, or to where event time stands in it. */
  private double days(List<ReportAnswers.Window> windows) {
    if (windows.isEmpty()) {
      return 0;
    }
    Instant start = Instant.parse(windows.get(0).start());
    Instant end = Instant.parse(windows.get(windows.size() - 1).end());
    return watermark != null && watermark.isBefore(end)
        ? days(start, watermark.isBefore(start) ? start : watermark)
        : days(start, end);
  }

  /** In whole days of the calendar where it is any, for a day may have 23 hours. */
  private double days(Instant start, Instant end) {
    ZonedDateTime first = start.atZone(zone);
    ZonedDateTime last = end.atZone(zone);
    LocalTime time = first.toLocalTime();
    return time.equals(last.toLocalTime())
        ? ChronoUnit.DAYS.between(first.toLocalDate(), last.toLocalDate())
        : (end.toEpochMilli() - start.toEpochMilli()) / DAY;
  }
}
