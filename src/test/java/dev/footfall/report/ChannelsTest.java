package dev.footfall.report;

import static dev.footfall.report.Declared.HOUR;
import static dev.footfall.report.Declared.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.funnel.Channels;
import dev.footfall.report.CountedPlainly.Place;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ChannelsTest {

  @Test
  void aConversionIsCreditedToTheFirstTheLastAndAllTouchesOfItsLookBack() throws Exception {
    Channels channels =
        (Channels)
            Declared.report(
                "channels", "id: c, channel: channel, touch: look, conversion: buy, look_back: 2h");
    List<Event> events =
        List.of(
            Declared.event("ann", "look", MONDAY, "mail"),
            Declared.event("ann", "look", MONDAY + HOUR, "ads"),
            // Two hours after the first touch still counts it.
            Declared.event("ann", "look", MONDAY + 2 * HOUR, "web"),
            Declared.event("ann", "buy", MONDAY + 2 * HOUR, ""),
            // A millisecond later it does not.
            Declared.event("ann", "buy", MONDAY + 2 * HOUR + 1, ""),
            // Bob was never touched; Eve was, and is acquired a second time after three hours.
            Declared.event("bob", "buy", MONDAY, ""),
            Declared.event("eve", "look", MONDAY, "mail"),
            Declared.event("eve", "look", MONDAY + 3 * HOUR, "mail"));
    assertThat(ReportChain.finalRows(channels, events, new Random(1)))
        .containsOnly(
            entry("acquired", "mail", 3, 1),
            entry("conversion", "", 3, 1),
            entry("first", "mail", 1, 0),
            entry("first", "ads", 1, 0),
            entry("first", "(none)", 1, 0),
            entry("last", "web", 2, 0),
            entry("last", "(none)", 1, 0),
            entry("linear", "mail", 333_334, 0),
            entry("linear", "ads", 333_333 + 500_000, 0),
            entry("linear", "web", 333_333 + 500_000, 0),
            entry("linear", "(none)", 1_000_000, 0));
  }

  private static Map.Entry<Place, Amounts> entry(
      String part, String channel, long count, long ofThem) {
    return Map.entry(
        new Place(MONDAY, Cell.of(part, 0, channel, "")), new Amounts(count, ofThem, 0));
  }

  @Test
  void itSaysWhatTheWordsSayWhateverTheOrderOfArrivalAndAfterAnyRestart() throws Exception {
    int rows = 0;
    for (long seed = 1; seed <= 60; seed++) {
      Random random = new Random(seed);
      Channels channels =
          (Channels)
              Declared.report(
                  "channels",
                  "id: c, channel: channel, touch: [look, leave], conversion: buy, look_back: %s, window: %s, breakdown: %s, max_values: %d"
                      .formatted(
                          List.of("20m", "1h", "5h").get(random.nextInt(3)),
                          List.of("1h", "1d").get(random.nextInt(2)),
                          List.of("channel", "other").get(random.nextInt(2)),
                          1 + random.nextInt(5)));
      List<Event> events = Declared.events(random);
      Map<Place, Amounts> plain = ReferenceReport.rows(channels, events);
      assertThat(ReportChain.finalRows(channels, events, random))
          .as("stream %d", seed)
          .isEqualTo(plain);
      for (String way : List.of("first", "last", "linear")) {
        assertThat(sum(way, plain))
            .as("%s of stream %d", way, seed)
            .isEqualTo(sum("conversion", plain) * (way.equals("linear") ? 1_000_000 : 1));
      }
      rows += plain.size();
    }
    assertThat(rows).isGreaterThan(400);
  }

  private static long sum(String part, Map<Place, Amounts> rows) {
    return rows.entrySet().stream()
        .filter(row -> row.getKey().cell().part().equals(part))
        .filter(row -> row.getKey().cell().value().isEmpty())
        .mapToLong(row -> row.getValue().count())
        .sum();
  }
}
