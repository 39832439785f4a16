package dev.footfall.report;

import static dev.footfall.report.Declared.HOUR;
import static dev.footfall.report.Declared.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.funnel.Channels;
import dev.footfall.funnel.CohortWindow;
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
      Map<Place, Amounts> plain =
          ReportChain.plainly(
              channels, events, (ofUser, figures) -> say(channels, ofUser, figures));
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

  /** Each conversion looks back; each touch, too. */
  private static void say(Channels channels, List<Event> events, Figures figures) {
    long back = channels.lookBackMillis();
    for (Event event : events) {
      CohortWindow window = channels.frame().windowOf(event.time());
      String value = valueOf(event, channels);
      if (isTouch(event) && touches(events, event.time() - back, event.time() - 1).isEmpty()) {
        List<Event> atOnce = touches(events, event.time(), event.time());
        if (atOnce.get(0).equals(event)) {
          Cell acquired = Cell.of("acquired", 0, event.properties().getOrDefault("channel", ""), "");
          figures.count(window, event.time(), value, acquired, new Amounts(1, 0, 0));
          events.stream()
              .filter(later -> later.name().equals("buy"))
              .filter(later -> later.time() >= event.time() && later.time() <= event.time() + back)
              .findFirst()
              .ifPresent(
                  later ->
                      figures.count(window, later.time(), value, acquired, new Amounts(0, 1, 0)));
        }
      }
      if (event.name().equals("buy")) {
        List<String> known =
            touches(events, event.time() - back, event.time()).stream()
                .map(touch -> touch.properties().get("channel"))
                .toList();
        figures.count(
            window,
            event.time(),
            value,
            Cell.of("conversion", 0, "", ""),
            new Amounts(1, known.isEmpty() ? 1 : 0, 0));
        List<String> credited = known.isEmpty() ? List.of("(none)") : known;
        credit("first", credited.get(0), 1, event, value, channels, figures);
        credit("last", credited.get(credited.size() - 1), 1, event, value, channels, figures);
        for (int i = 0; i < credited.size(); i++) {
          long share = 1_000_000L / credited.size() + (i < 1_000_000 % credited.size() ? 1 : 0);
          credit("linear", credited.get(i), share, event, value, channels, figures);
        }
      }
    }
  }

  private static void credit(
      String part,
      String channel,
      long amount,
      Event conversion,
      String value,
      Channels channels,
      Figures figures) {
    figures.count(
        channels.frame().windowOf(conversion.time()),
        conversion.time(),
        value,
        Cell.of(part, 0, channel, ""),
        new Amounts(amount, 0, 0));
  }

  private static boolean isTouch(Event event) {
    return (event.name().equals("look") || event.name().equals("leave"))
        && event.properties().containsKey("channel");
  }

  private static List<Event> touches(List<Event> events, long from, long to) {
    return events.stream()
        .filter(event -> isTouch(event) && event.time() >= from && event.time() <= to)
        .toList();
  }

  private static String valueOf(Event event, Channels channels) {
    return event.properties().getOrDefault(channels.frame().breakdown(), "(none)");
  }
}
