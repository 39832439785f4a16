package dev.footfall.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.funnel.Rhythm;
import dev.footfall.report.CountedPlainly.Place;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RhythmTest {

  private static final long MONDAY = Declared.MONDAY;
  private static final long HOUR = Declared.HOUR;

  @Test
  void eventsAndUsersAreCountedInTheHoursOfTheirZone() throws Exception {
    Rhythm rhythm =
        (Rhythm)
            Declared.report("rhythm", "id: r, event: buy, window: 7d, time_zone: Asia/Shanghai");
    // In Shanghai it is eight hours later: Monday at eight, and Tuesday at one.
    List<Event> events =
        List.of(
            Declared.event("ann", "buy", MONDAY, ""),
            Declared.event("ann", "buy", MONDAY + HOUR - 1, ""),
            Declared.event("bob", "buy", MONDAY + 5, ""),
            Declared.event("bob", "look", MONDAY + 6, ""),
            Declared.event("bob", "buy", MONDAY + 17 * HOUR, ""));
    long window = MONDAY - 8 * HOUR;
    assertThat(ReportChain.finalRows(rhythm, events, new Random(1)))
        .containsOnly(
            Map.entry(new Place(window, Cell.of("hour", 8, "", "")), new Amounts(3, 2, 0)),
            Map.entry(new Place(window, Cell.of("hour", 25, "", "")), new Amounts(1, 1, 0)));
  }

  @Test
  void itSaysWhatTheWordsSayWhateverTheOrderOfArrivalAndAfterAnyRestart() throws Exception {
    int rows = 0;
    for (long seed = 1; seed <= 60; seed++) {
      Random random = new Random(seed);
      Rhythm rhythm =
          (Rhythm)
              Declared.report(
                  "rhythm",
                  "id: r, event: [buy, look], window: %s, time_zone: %s, breakdown: channel, max_values: %d"
                      .formatted(
                          List.of("1h", "1d", "7d").get(random.nextInt(3)),
                          List.of("UTC", "Europe/Berlin").get(random.nextInt(2)),
                          1 + random.nextInt(5)));
      List<Event> events = Declared.events(random);
      Map<Place, Amounts> plain = ReferenceReport.rows(rhythm, events);
      assertThat(ReportChain.finalRows(rhythm, events, random))
          .as("stream %d", seed)
          .isEqualTo(plain);
      rows += plain.size();
    }
    assertThat(rows).isGreaterThan(400);
  }
}
