package dev.footfall.report;

import static dev.footfall.report.Declared.HOUR;
import static dev.footfall.report.Declared.MONDAY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.WhatNext;
import dev.footfall.journey.Outcome;
import dev.footfall.journey.RandomStream;
import dev.footfall.journey.RandomStream.Feature;
import dev.footfall.report.CountedPlainly.Place;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WhatNextTest {

  private static final String FUNNEL =
      "funnels: [{id: shop, steps: [browse, cart, pay], within: 1h, cohort: 1d}]";

  private static final EnumSet<Feature> FEATURES =
      EnumSet.of(Feature.STRICT, Feature.OPTIONAL_STEPS, Feature.EXCLUSIONS, Feature.FILTERS);

  @Test
  void whatCameNextIsToldByStepAndOutcome() throws Exception {
    WhatNext next = (WhatNext) Declared.report(FUNNEL, "next", "id: n, funnel: shop, last: [page]");
    List<Event> events =
        List.of(
            // Ann leaves the cart for help, after an error there.
            event("ann", "browse", MONDAY, "/"),
            event("ann", "cart", MONDAY + 1000, "/cart"),
            event("ann", "error", MONDAY + 2000, "/pay"),
            event("ann", "help", MONDAY + 3000, "/help"),
            // That is beyond the hour.
            event("ann", "cart", MONDAY + HOUR + 1, "/later"),
            // Bob only looks around.
            event("bob", "browse", MONDAY + 5, "/"),
            // Eve asks for help, pays, and browses again.
            event("eve", "browse", MONDAY, "/"),
            event("eve", "help", MONDAY + 1000, "/help"),
            event("eve", "cart", MONDAY + 2000, "/cart"),
            event("eve", "pay", MONDAY + 3000, "/pay"),
            event("eve", "browse", MONDAY + 4000, "/thanks"));
    ReportChain.Told told = ReportChain.told(next, events, new Random(1));
    assertThat(told.next())
        .containsExactlyInAnyOrder(
            unit(next, "ann", 2, Outcome.DROPPED, "error", MONDAY + 2000, "/help"),
            unit(next, "bob", 1, Outcome.DROPPED, "(nothing)", NextOfUnit.Told.NEVER, "/"),
            unit(next, "eve", 3, Outcome.CONVERTED, "browse", MONDAY + 4000, "/pay"));
    assertThat(ReportChain.finalRows(told.rows()))
        .containsOnly(
            entry("unit", 1, "", "dropped"),
            entry("unit", 2, "", "dropped"),
            entry("unit", 3, "", "converted"),
            entry("next", 1, "(nothing)", "dropped"),
            entry("next", 2, "error", "dropped"),
            entry("next", 3, "browse", "converted"),
            entry("last", 1, "page=/", "dropped"),
            entry("last", 2, "page=/help", "dropped"),
            entry("last", 3, "page=/pay", "converted"),
            entry("seen", 2, "error", "dropped"),
            entry("seen", 2, "help", "dropped"),
            entry("seen", 3, "help", "converted"));
  }

  private static NextOfUnit unit(
      WhatNext next, String user, int step, Outcome outcome, String event, long at, String page) {
    return ReferenceReport.nextOf(
        next,
        user,
        new CohortWindow(MONDAY, MONDAY + 24 * HOUR),
        new NextOfUnit.Told(step, outcome, event, at, Map.of("page", page)));
  }

  private static Event event(String user, String name, long time, String page) {
    return new Event(null, name, user, time, Map.of("page", page));
  }

  private static Map.Entry<Place, Amounts> entry(
      String part, int step, String name, String outcome) {
    return Map.entry(new Place(MONDAY, Cell.of(part, step, name, outcome)), new Amounts(1, 0, 0));
  }

  @Test
  void itSaysWhatTheWordsSayWhateverTheOrderOfArrivalAndAfterAnyRestart() throws Exception {
    Map<String, Integer> parts = new HashMap<>();
    for (long seed = 1; seed <= 100; seed++) {
      Random random = new Random(seed);
      RandomStream stream = RandomStream.of(seed, FEATURES);
      WhatNext next =
          new WhatNext(
              new Report.Frame(
                  "n", "", Funnel.USER, stream.funnel().cohort(), stream.funnel().zone(), "", 100),
              stream.funnel(),
              random.nextInt(3) == 0 ? Selector.named("a", "x") : new Selector(Set.of(), List.of()),
              List.of("page"));
      List<Event> events = withPages(stream.events(), random);
      Map<Place, Amounts> plain = ReferenceReport.rows(next, events);
      ReportChain.Told told = ReportChain.told(next, events, random);
      assertThat(ReportChain.finalRows(told.rows())).as("stream %d", seed).isEqualTo(plain);
      assertThat(told.next())
          .as("units of stream %d", seed)
          .containsExactlyInAnyOrderElementsOf(
              ReferenceReport.nextOfUnits(next, events).values().stream()
                  .flatMap(List::stream)
                  .toList());
      assertThat(countsOf(told.next())).as("stream %d", seed).isEqualTo(nextAmong(plain));
      plain.keySet().forEach(place -> parts.merge(place.cell().part(), 1, Integer::sum));
    }
    // What is compared must have been there.
    assertThat(parts.values()).hasSize(4).allMatch(count -> count > 20);
  }

  /** The units of the list, added up as the report does. */
  private static Map<Place, Amounts> countsOf(List<NextOfUnit> units) {
    Map<Place, Amounts> counts = new HashMap<>();
    for (NextOfUnit unit : units) {
      NextOfUnit.Told told = unit.told();
      String outcome = told.outcome().name().toLowerCase(Locale.ROOT);
      counts.merge(
          new Place(unit.cohortStart(), Cell.of("next", told.furthest(), told.event(), outcome)),
          new Amounts(1, 0, 0),
          (one, other) -> new Amounts(one.count() + other.count(), 0, 0));
    }
    return counts;
  }

  private static Map<Place, Amounts> nextAmong(Map<Place, Amounts> figures) {
    Map<Place, Amounts> next = new HashMap<>(figures);
    next.keySet().removeIf(place -> !place.cell().part().equals("next"));
    return next;
  }

  private static List<Event> withPages(List<Event> events, Random random) {
    List<Event> all = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      Map<String, String> properties = new HashMap<>(event.properties());
      if (random.nextInt(3) > 0) {
        properties.put("page", "/" + random.nextInt(4));
      }
      all.add(new Event("e" + i, event.name(), event.user(), event.time(), properties));
    }
    return all;
  }
}
