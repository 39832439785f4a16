package dev.footfall.journey;

import dev.footfall.event.Event;
import dev.footfall.funnel.Cohort;
import dev.footfall.funnel.Exclusion;
import dev.footfall.funnel.Filter;
import dev.footfall.funnel.Filter.Operand;
import dev.footfall.funnel.Filter.Operator;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.funnel.Funnel.Order;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Step;
import dev.footfall.funnel.Within;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A random funnel and random events made to meet its traps: few names, so that steps repeat; few
 * moments, so that events tie and fall on the ends of windows; around the border of a cohort, on
 * days when the clock changes too.
 *
 * @param seed makes the same stream again
 * @param funnel valid
 * @param events of a few units, in random order; some bear ids, none the same
 */
public record RandomStream(long seed, Funnel funnel, List<Event> events) {

  /** What a random funnel may ask for. */
  public enum Feature {
    STRICT,
    ANY_ORDER,
    OPTIONAL_STEPS,
    EXCLUSIONS,
    HOLD,
    UNIT_BY_PROPERTY,
    NO_TIME_LIMIT,
    BREAKDOWNS,
    FILTERS
  }

  private static final String[] NAMES = {"a", "b", "c", "d"};
  private static final String[] OTHER_NAMES = {"x", "y", "z"};

  /**
   * In New York, noon before the clock goes forward, before it goes back, and of a plain Sunday.
   */
  private static final Instant[] NOONS = {
    Instant.parse("2025-03-08T17:00:00Z"),
    Instant.parse("2025-11-01T16:00:00Z"),
    Instant.parse("2025-06-15T16:00:00Z")
  };

  private static final Duration[] COHORTS = {
    Duration.ofMinutes(30),
    Duration.ofHours(1),
    Duration.ofHours(6),
    Duration.ofDays(1),
    Duration.ofDays(2),
    Duration.ofDays(7)
  };

  private static final Duration[] TICKS = {
    Duration.ofMillis(1), Duration.ofSeconds(1), Duration.ofMinutes(10), Duration.ofHours(3)
  };

  /** A stream of this seed whose funnel asks for none but these features. */
  public static RandomStream of(long seed, Set<Feature> allowed) {
    // Neighbouring seeds start alike in Random: spread them.
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    return new Making(seed, random, allowed).stream();
  }

  /** A stream of this seed whose funnel may ask for anything. */
  public static RandomStream of(long seed) {
    return of(seed, Set.of(Feature.values()));
  }

  /** Some moments worth a look at: those of the events, just before, and the ends of windows. */
  public List<Long> watermarks(int howMany) {
    Random random = new Random(~seed);
    List<Long> moments = new ArrayList<>();
    for (Event event : events) {
      long end = funnel.within().endOf(event.time());
      long cohortEnd = funnel.cohort().windowOf(event.time(), funnel.zone()).end();
      Collections.addAll(moments, event.time(), event.time() - 1, end, end - 1, cohortEnd - 1);
      Collections.addAll(moments, cohortEnd, funnel.within().endOf(cohortEnd - 1));
    }
    Collections.shuffle(moments, random);
    return moments.stream().distinct().limit(howMany).sorted().toList();
  }

  private record Making(long seed, Random random, Set<Feature> allowed) {

    RandomStream stream() {
      Duration tick = TICKS[random.nextInt(TICKS.length)];
      Funnel funnel = funnel(tick);
      return new RandomStream(seed, funnel, events(funnel, tick));
    }

    private boolean wants(Feature feature, int percent) {
      return chance(percent) && allowed.contains(feature);
    }

    private boolean chance(int percent) {
      return random.nextInt(100) < percent;
    }

    private Funnel funnel(Duration tick) {
      Order order = Order.IN_ORDER;
      if (wants(Feature.STRICT, 25)) {
        order = Order.STRICT;
      } else if (wants(Feature.ANY_ORDER, 25)) {
        order = Order.ANY;
      }
      boolean optionals = order == Order.IN_ORDER && wants(Feature.OPTIONAL_STEPS, 30);
      boolean filters = wants(Feature.FILTERS, 40);
      int steps = (chance(90) ? 2 : 1) + random.nextInt(optionals ? 5 : 3);
      boolean unlimited = wants(Feature.NO_TIME_LIMIT, 5);
      boolean wantsExclusions = steps > 1 && wants(Feature.EXCLUSIONS, 55);
      return new Funnel(
          "f" + seed,
          "random",
          steps(steps, optionals, filters),
          unlimited
              ? Within.NONE
              : Within.of(tick.multipliedBy(1 + random.nextInt(12)).minusMillis(random.nextInt(2))),
          unlimited || chance(5) ? Cohort.ALL : Cohort.of(COHORTS[random.nextInt(COHORTS.length)]),
          wants(Feature.BREAKDOWNS, 50) ? List.of("color", "size") : List.of(),
          Funnel.DEFAULT_MAX_VALUES,
          wants(Feature.UNIT_BY_PROPERTY, 20) ? "account" : Funnel.USER,
          wants(Feature.HOLD, 30)
              ? (chance(30) ? List.of("item", "size") : List.of("item"))
              : List.of(),
          order,
          order == Order.STRICT && chance(50) ? Set.of("x", "y") : Set.of(),
          wantsExclusions ? exclusions(steps, filters) : List.of(),
          Engine.AUTO,
          ZoneId.of(chance(70) ? "America/New_York" : "UTC"));
    }

    private List<Step> steps(int count, boolean optionals, boolean filters) {
      List<Step> steps = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        boolean optional = optionals && i > 0 && chance(50);
        steps.add(
            new Step("step" + i, selector(NAMES[random.nextInt(NAMES.length)], filters), optional));
      }
      return steps;
    }

    private Selector selector(String name, boolean filters) {
      Set<String> names = Set.of(name);
      if (chance(15)) {
        names = chance(30) ? Set.of() : new HashSet<>(List.of(name, "a"));
      }
      List<Filter> conditions = List.of();
      if (filters && chance(40)) {
        conditions = List.of(new Filter("color", Operator.EQ, List.of(Operand.of("red"))));
      }
      return new Selector(names, conditions);
    }

    private List<Exclusion> exclusions(int steps, boolean filters) {
      List<Exclusion> exclusions = new ArrayList<>();
      for (int i = 0; i <= random.nextInt(2); i++) {
        Selector ends = Selector.named(OTHER_NAMES[random.nextInt(2)]);
        if (filters && chance(40)) {
          // May fill a step too: told apart by a filter, but an event can pass both.
          ends =
              new Selector(
                  Set.of(NAMES[random.nextInt(NAMES.length)]),
                  List.of(new Filter("size", Operator.EQ, List.of(Operand.of("big")))));
        }
        int after = chance(50) ? 1 : 1 + random.nextInt(steps - 1);
        int before = chance(50) ? steps : after + 1 + random.nextInt(steps - after);
        exclusions.add(new Exclusion(ends, after, before));
      }
      return exclusions;
    }

    private List<Event> events(Funnel funnel, Duration tick) {
      long around = NOONS[random.nextInt(NOONS.length)].toEpochMilli();
      if (chance(80) && !funnel.cohort().isAll()) {
        around = funnel.cohort().windowOf(around, funnel.zone()).end();
      }
      int count = 1 + random.nextInt(40);
      int moments = 2 + random.nextInt(40);
      List<Event> events = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        long time = around + (random.nextInt(moments) - moments / 2) * tick.toMillis();
        time += chance(15) ? random.nextInt(3) - 1 : 0;
        events.add(event(chance(30) ? "e" + i : null, time));
      }
      Collections.shuffle(events, random);
      return events;
    }

    private Event event(@org.jspecify.annotations.Nullable String id, long time) {
      String name =
          chance(72)
              ? NAMES[random.nextInt(NAMES.length)]
              : OTHER_NAMES[random.nextInt(OTHER_NAMES.length)];
      Map<String, String> properties = new HashMap<>();
      maybe(properties, "color", "red", "blue", "");
      maybe(properties, "size", "big", "small");
      maybe(properties, "item", "1", "2");
      maybe(properties, "account", "A", "B");
      return new Event(id, name, chance(80) ? "ann" : "bob", time, properties);
    }

    private void maybe(Map<String, String> properties, String property, String... values) {
      if (chance(85)) {
        properties.put(property, values[random.nextInt(values.length)]);
      }
    }
  }
}
