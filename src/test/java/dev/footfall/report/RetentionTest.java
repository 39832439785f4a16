package dev.footfall.report;

import static dev.footfall.report.Declared.HOUR;
import static dev.footfall.report.Declared.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.funnel.Retention;
import dev.footfall.report.CountedPlainly.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetentionTest {

  @Test
  void whoComesBackIsCountedOnTheDayAndForAllDaysBefore() throws Exception {
    Retention retention =
        (Retention) Declared.report("retention", "id: r, entry: buy, return: [buy, look], days: 3");
    List<Event> events =
        List.of(
            // Ann looks before she buys, which is no return; comes back on day 0 and on day 2.
            Declared.event("ann", "look", MONDAY, ""),
            Declared.event("ann", "buy", MONDAY + HOUR, ""),
            Declared.event("ann", "look", MONDAY + 23 * HOUR, ""),
            Declared.event("ann", "look", MONDAY + 48 * HOUR, ""),
            Declared.event("ann", "look", MONDAY + 49 * HOUR, ""),
            // Bob only buys; on Tuesday, he enters again.
            Declared.event("bob", "buy", MONDAY + 23 * HOUR, ""),
            Declared.event("bob", "buy", MONDAY + 24 * HOUR, ""),
            Declared.event("bob", "look", MONDAY + 96 * HOUR, ""));
    long tuesday = MONDAY + 24 * HOUR;
    assertThat(ReportChain.finalRows(retention, events, new Random(1)))
        .containsOnly(
            entry(MONDAY, "entered", 0, 2, 0),
            entry(MONDAY, "day", 0, 1, 2),
            entry(MONDAY, "day", 1, 1, 2),
            entry(MONDAY, "day", 2, 1, 1),
            // Four days after Monday are too many for that entry, not for Tuesday's.
            entry(tuesday, "entered", 0, 1, 0),
            entry(tuesday, "day", 0, 0, 1),
            entry(tuesday, "day", 1, 0, 1),
            entry(tuesday, "day", 2, 0, 1),
            entry(tuesday, "day", 3, 1, 1));
  }

  private static Map.Entry<Place, Amounts> entry(
      long window, String part, int day, long count, long ofThem) {
    return Map.entry(new Place(window, Cell.of(part, day, "", "")), new Amounts(count, ofThem, 0));
  }

  @Test
  void itSaysWhatTheWordsSayWhateverTheOrderOfArrivalAndAfterAnyRestart() throws Exception {
    int rows = 0;
    for (long seed = 1; seed <= 60; seed++) {
      Random random = new Random(seed);
      Retention retention =
          (Retention)
              Declared.report(
                  "retention",
                  "id: r, entry: %s, return: [look, leave], days: %d, window: %s, time_zone: %s, breakdown: channel, max_values: %d"
                      .formatted(
                          List.of("buy", "look").get(random.nextInt(2)),
                          1 + random.nextInt(3),
                          List.of("1h", "1d", "7d").get(random.nextInt(3)),
                          List.of("UTC", "Asia/Shanghai").get(random.nextInt(2)),
                          1 + random.nextInt(5)));
      List<Event> events = stretched(Declared.events(random), random);
      Map<Place, Amounts> plain = ReferenceReport.rows(retention, events);
      assertThat(ReportChain.finalRows(retention, events, random))
          .as("stream %d", seed)
          .isEqualTo(plain);
      rows += plain.size();
    }
    assertThat(rows).isGreaterThan(400);
  }

  /** The same over some days. */
  private static List<Event> stretched(List<Event> events, Random random) {
    List<Event> stretched = new ArrayList<>();
    for (Event event : events) {
      stretched.add(
          new Event(
              event.id(),
              event.name(),
              event.user(),
              event.time() + random.nextInt(5) * (24 * HOUR),
              event.properties()));
    }
    return stretched;
  }
}
