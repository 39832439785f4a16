package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.Cohort;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Paths;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.Selector;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A random report on paths and random events made to meet its traps: few stops, so that they
 * repeat; few moments, so that events tie and fall on the ends of gaps, visits and windows.
 *
 * @param paths of few positions and, at times, few names
 * @param events of a few users, in random order, each with an id of its own
 */
record RandomVisits(Paths paths, List<Event> events) {

  private static final String[] NAMES = {"a", "b", "c", "d", "(end)"};
  private static final Duration[] TICKS = {
    Duration.ofMillis(1), Duration.ofSeconds(7), Duration.ofMinutes(10), Duration.ofHours(5)
  };
  private static final Duration[] WINDOWS = {
    Duration.ofHours(1), Duration.ofHours(6), Duration.ofDays(1), Duration.ofDays(7)
  };

  /** Before the clock goes forward, in New York. */
  private static final long AROUND = Instant.parse("2025-03-09T06:00:00Z").toEpochMilli();

  static RandomVisits of(long seed) {
    // Neighbouring seeds start alike in Random: spread them.
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    long tick = TICKS[random.nextInt(TICKS.length)].toMillis();
    return new RandomVisits(paths("r" + seed, tick, random), events(tick, random));
  }

  private static Paths paths(String id, long tick, Random random) {
    boolean byProperty = random.nextInt(3) == 0;
    long gap = (1 + random.nextInt(4)) * tick;
    return new Paths(
        new Report.Frame(
            id,
            "random",
            Funnel.USER,
            random.nextInt(10) == 0
                ? Cohort.ALL
                : Cohort.of(WINDOWS[random.nextInt(WINDOWS.length)]),
            ZoneId.of(random.nextBoolean() ? "America/New_York" : "UTC"),
            random.nextBoolean() ? "color" : "",
            random.nextBoolean() ? 1 + random.nextInt(4) : 100),
        new Selector(random.nextBoolean() ? Set.of() : Set.of("a", "b", "c"), List.of()),
        byProperty ? "page" : "",
        new Paths.Visit(
            gap, gap + random.nextInt(8) * tick, random.nextInt(3) == 0 ? "session" : ""),
        1 + random.nextInt(4),
        Paths.Repeats.values()[random.nextInt(2)],
        random.nextInt(3) == 0 ? NAMES[random.nextInt(3)] : "",
        random.nextInt(3) == 0 ? NAMES[random.nextInt(3)] : "");
  }

  private static List<Event> events(long tick, Random random) {
    List<Event> events = new ArrayList<>();
    int moments = 1 + random.nextInt(60);
    int count = 1 + random.nextInt(60);
    for (int i = 0; i < count; i++) {
      long time = AROUND + random.nextInt(moments) * tick;
      time += random.nextInt(5) == 0 ? random.nextInt(3) - 1 : 0;
      Map<String, String> properties = new HashMap<>();
      maybe(properties, "page", random, "a", "b", "c", "(more)");
      maybe(properties, "color", random, "red", "blue", "");
      maybe(properties, "session", random, "1", "2", "3");
      String name = NAMES[random.nextInt(NAMES.length)];
      String user = random.nextInt(4) == 0 ? "bob" : "ann";
      events.add(new Event("e%03d".formatted(i), name, user, time, properties));
    }
    return events;
  }

  private static void maybe(
      Map<String, String> properties, String property, Random random, String... values) {
    if (random.nextInt(6) > 0) {
      properties.put(property, values[random.nextInt(values.length)]);
    }
  }
}
