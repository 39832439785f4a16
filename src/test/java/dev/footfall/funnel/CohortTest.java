package dev.footfall.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.footfall.yaml.DurationText;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class CohortTest {

  private static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  @Test
  void aDayIsTheCalendarDayOfTheZone() {
    assertThat(window("1d", "Asia/Shanghai", "2026-11-21T15:59:59.999Z"))
        .isEqualTo(between("2026-11-20T16:00:00Z", "2026-11-21T16:00:00Z"));
    assertThat(window("1d", "Asia/Shanghai", "2026-11-21T16:00:00Z"))
        .isEqualTo(between("2026-11-21T16:00:00Z", "2026-11-22T16:00:00Z"));
  }

  @Test
  void theDayTheClockChangesHas23Or25Hours() {
    assertThat(window("1d", "America/New_York", "2026-03-08T12:00:00Z"))
        .isEqualTo(between("2026-03-08T05:00:00Z", "2026-03-09T04:00:00Z"));
    assertThat(window("1d", "America/New_York", "2026-11-01T12:00:00Z"))
        .isEqualTo(between("2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"));
  }

  @Test
  void aDayWithoutMidnightBeginsWhenTheClockHasLeapt() {
    // Until 2018 the clock in São Paulo leapt from 00:00 to 01:00.
    assertThat(window("1d", "America/Sao_Paulo", "2018-11-04T12:00:00Z"))
        .isEqualTo(between("2018-11-04T03:00:00Z", "2018-11-05T02:00:00Z"));
    assertThat(window("1d", "America/Sao_Paulo", "2018-11-04T02:59:59.999Z"))
        .isEqualTo(between("2018-11-03T03:00:00Z", "2018-11-04T03:00:00Z"));
  }

  @Test
  void aDayThatTheCalendarLeftOutHasNoWindow() {
    // Samoa went from the 29th to the 31st of December 2011.
    assertThat(window("1d", "Pacific/Apia", "2011-12-30T09:59:59Z"))
        .isEqualTo(between("2011-12-29T10:00:00Z", "2011-12-30T10:00:00Z"));
    assertThat(window("1d", "Pacific/Apia", "2011-12-30T10:00:00Z"))
        .isEqualTo(between("2011-12-30T10:00:00Z", "2011-12-31T10:00:00Z"));
  }

  @Test
  void aWeekBeginsOnMonday() {
    assertThat(window("7d", "UTC", "2026-11-22T23:59:59Z"))
        .isEqualTo(between("2026-11-16T00:00:00Z", "2026-11-23T00:00:00Z"));
    assertThat(window("14d", "UTC", "1970-01-01T00:00:00Z"))
        .isEqualTo(between("1969-12-29T00:00:00Z", "1970-01-12T00:00:00Z"));
  }

  @Test
  void partsOfADayFollowTheWallClock() {
    assertThat(window("6h", "America/New_York", "2026-11-21T10:59:59Z"))
        .isEqualTo(between("2026-11-21T05:00:00Z", "2026-11-21T11:00:00Z"));
    // The night the clock is set forward is an hour short, the one it is set back an hour long.
    assertThat(window("6h", "America/New_York", "2026-03-08T06:30:00Z"))
        .isEqualTo(between("2026-03-08T05:00:00Z", "2026-03-08T10:00:00Z"));
    assertThat(window("6h", "America/New_York", "2026-11-01T06:30:00Z"))
        .isEqualTo(between("2026-11-01T04:00:00Z", "2026-11-01T11:00:00Z"));
  }

  @Test
  void anHourThatTheClockShowsTwiceIsTwoWindows() {
    assertThat(window("1h", "America/New_York", "2026-11-01T05:30:00Z"))
        .isEqualTo(between("2026-11-01T05:00:00Z", "2026-11-01T06:00:00Z"));
    assertThat(window("1h", "America/New_York", "2026-11-01T06:30:00Z"))
        .isEqualTo(between("2026-11-01T06:00:00Z", "2026-11-01T07:00:00Z"));
  }

  @Test
  void aClockSetByHalfAnHourCutsAnHour() {
    // On Lord Howe Island 02:00 becomes 02:30 in October, and 02:00 becomes 01:30 in April.
    assertThat(window("1h", "Australia/Lord_Howe", "2026-10-03T15:40:00Z"))
        .isEqualTo(between("2026-10-03T15:30:00Z", "2026-10-03T16:00:00Z"));
    assertThat(window("1h", "Australia/Lord_Howe", "2026-04-04T15:10:00Z"))
        .isEqualTo(between("2026-04-04T14:00:00Z", "2026-04-04T15:30:00Z"));
  }

  @Test
  void aPartOfADayThatTheClockReturnsToGoesOn() {
    // In Rarotonga midnight became 23:30: from 23:40 to midnight, and on to the second 23:40.
    assertThat(window("20m", "Pacific/Rarotonga", "1986-03-02T09:35:00Z"))
        .isEqualTo(between("1986-03-02T09:10:00Z", "1986-03-02T09:40:00Z"));
  }

  @Test
  void aDayWhoseMidnightComesTwiceBeginsWithTheFirst() {
    // In Newfoundland 00:01 became 23:01 of the day before.
    assertThat(window("1d", "America/St_Johns", "2006-10-29T03:00:00Z"))
        .isEqualTo(between("2006-10-29T02:30:00Z", "2006-10-30T03:30:00Z"));
  }

  @Test
  void allOfTimeIsOneWindow() {
    assertThat(Cohort.ALL.windowOf(1, NEW_YORK)).isEqualTo(CohortWindow.ALL);
    assertThat(CohortWindow.ALL.contains(Long.MAX_VALUE)).isTrue();
    assertThat(Cohort.ALL.isAll()).isTrue();
  }

  @Test
  void onlyWholeDaysAndTheirDivisorsTileTime() {
    assertThat(List.of("1ms", "1s", "5m", "1h", "6h", "12h", "1d", "2d", "7d", "90d"))
        .allMatch(length -> Cohort.canTile(duration(length)));
    assertThat(List.of("0s", "7m", "5h", "23h", "25h", "36h"))
        .noneMatch(length -> Cohort.canTile(duration(length)));
  }

  @Test
  void windowsTileTimeWithoutGapOrOverlapAroundEveryClockChangeOfTheWorld() {
    List<Duration> lengths =
        List.of("1m", "15m", "20m", "1h", "2h", "3h", "6h", "8h", "12h", "1d", "3d", "7d", "30d")
            .stream()
            .map(CohortTest::duration)
            .toList();
    Random random = new Random(20261121);
    Set<ZoneRules> seen = new HashSet<>();
    for (String id : new TreeSet<>(ZoneId.getAvailableZoneIds())) {
      ZoneId zone = ZoneId.of(id);
      if (!seen.add(zone.getRules())) {
        continue;
      }
      for (ZoneOffsetTransition change : changesFrom1970(zone.getRules(), random)) {
        for (Duration length : lengths) {
          checkTiling(Cohort.of(length), zone, change.toEpochSecond() * 1000, random);
        }
      }
    }
  }

  @Test
  void windowsTileThirtyYearsInPlacesWithOddClocks() {
    Random random = new Random(20261122);
    for (String id :
        List.of(
            "UTC",
            "America/New_York",
            "Australia/Lord_Howe",
            "America/Sao_Paulo",
            "Pacific/Apia",
            "Asia/Kathmandu",
            "Africa/Casablanca",
            "Africa/Monrovia",
            "Asia/Pyongyang",
            "Antarctica/Troll",
            "America/Caracas",
            "+05:45")) {
      ZoneId zone = ZoneId.of(id);
      long end = millis("2030-01-01T00:00:00Z");
      for (String length : List.of("6h", "12h", "1d", "2d", "7d", "30d", "365d")) {
        Cohort cohort = Cohort.of(duration(length));
        CohortWindow window = cohort.windowOf(millis("2000-01-01T00:00:00Z"), zone);
        while (window.start() < end) {
          checkWindow(cohort, zone, window, random);
          window = cohort.windowOf(window.end(), zone);
        }
      }
    }
  }

  private static List<ZoneOffsetTransition> changesFrom1970(ZoneRules rules, Random random) {
    List<ZoneOffsetTransition> changes = new ArrayList<>();
    Instant from = Instant.EPOCH;
    ZoneOffsetTransition next = rules.nextTransition(from);
    while (next != null && next.getInstant().isBefore(Instant.parse("2030-01-01T00:00:00Z"))) {
      changes.add(next);
      next = rules.nextTransition(next.getInstant());
    }
    // Most changes of a zone are alike: a few of them will do.
    Collections.shuffle(changes, random);
    return changes.subList(0, Math.min(6, changes.size()));
  }

  /** Checks the windows from a little before this moment to a little after. */
  private static void checkTiling(Cohort cohort, ZoneId zone, long moment, Random random) {
    CohortWindow window = cohort.windowOf(moment - 3 * 3_600_000, zone);
    for (int i = 0; i < 500 && window.start() <= moment + 3 * 3_600_000; i++) {
      checkWindow(cohort, zone, window, random);
      window = cohort.windowOf(window.end(), zone);
    }
    assertThat(window.start()).isGreaterThan(moment + 3 * 3_600_000);
  }

  private static void checkWindow(Cohort cohort, ZoneId zone, CohortWindow window, Random random) {
    // Millions of windows are checked: only a wrong one is worth an assertion.
    boolean isRight =
        window.end() > window.start()
            && cohort.windowOf(window.start(), zone).equals(window)
            && cohort.windowOf(window.end() - 1, zone).equals(window)
            && cohort.windowOf(random.nextLong(window.start(), window.end()), zone).equals(window)
            && cohort.windowOf(window.end(), zone).start() == window.end()
            && beginsOnABoundary(cohort.length(), window.start(), zone);
    if (!isRight) {
      fail(
          "%s in %s does not tile time from %s to %s",
          cohort, zone, Instant.ofEpochMilli(window.start()), Instant.ofEpochMilli(window.end()));
    }
  }

  /** Whether the wall clock shows a boundary then, or has just leapt over one. */
  private static boolean beginsOnABoundary(Duration length, long start, ZoneId zone) {
    Instant moment = Instant.ofEpochMilli(start);
    long part = Math.min(length.toMillis(), Duration.ofDays(1).toMillis());
    LocalDateTime shown = LocalDateTime.ofInstant(moment, zone);
    LocalDateTime before =
        LocalDateTime.ofInstant(moment.minusMillis(1), zone).plus(1, ChronoUnit.MILLIS);
    long shownMillis = shown.toInstant(ZoneOffset.UTC).toEpochMilli();
    long beforeMillis = before.toInstant(ZoneOffset.UTC).toEpochMilli();
    return shownMillis % part == 0
        || Math.floorDiv(beforeMillis - 1, part) < Math.floorDiv(shownMillis, part);
  }

  private static CohortWindow window(String length, String zone, String moment) {
    return Cohort.of(duration(length)).windowOf(millis(moment), ZoneId.of(zone));
  }

  private static CohortWindow between(String start, String end) {
    return new CohortWindow(millis(start), millis(end));
  }

  private static long millis(String instant) {
    return Instant.parse(instant).toEpochMilli();
  }

  private static Duration duration(String text) {
    return DurationText.parse(text).orElseThrow();
  }
}
