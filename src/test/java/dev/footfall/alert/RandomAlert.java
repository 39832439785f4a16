package dev.footfall.alert;

import dev.footfall.event.Event;
import dev.footfall.funnel.Filter;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.PatternAlert;
import dev.footfall.funnel.PatternAlert.Element;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Within;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/**
 * A random pattern and random events made to meet its traps: few names, so that elements share
 * them; few moments, so that events tie and fall on the ends of windows; some events that are the
 * same in all.
 *
 * @param seed makes the same again
 * @param events of some users, in random order
 */
record RandomAlert(long seed, PatternAlert alert, List<Event> events) {

  private static final String[] NAMES = {"a", "b", "c", "d"};
  private static final long[] TICKS = {1, 1_000, 600_000};

  /** Each with events of its own: as many streams for one pattern. */
  static final int USERS = 12;

  private static final long START = 1_700_000_000_000L;

  static RandomAlert of(long seed) {
    // Neighbouring seeds start alike in Random: spread them.
    Random random = new Random(seed * 0x9E3779B97F4A7C15L);
    long tick = TICKS[random.nextInt(TICKS.length)];
    return new RandomAlert(seed, alert(random, tick), events(random, tick));
  }

  private static PatternAlert alert(Random random, long tick) {
    List<Element> elements = new ArrayList<>();
    int size = 1 + random.nextInt(4);
    boolean hasWhole = random.nextInt(3) > 0;
    for (int i = 0; i < size; i++) {
      boolean last = i == size - 1;
      boolean absent = i > 0 && !elements.get(i - 1).absent() && random.nextInt(last ? 2 : 4) == 0;
      boolean needsOwn = absent ? last : !hasWhole;
      Within within =
          (absent && !last) || !(needsOwn || random.nextInt(3) == 0)
              ? Within.NONE
              : within(random, tick);
      elements.add(
          new Element(selector(random), absent ? 1 : 1 + random.nextInt(3), within, absent));
    }
    return new PatternAlert(
        "random",
        "Random",
        elements,
        hasWhole ? within(random, tick) : Within.NONE,
        (random.nextBoolean() ? 0L : random.nextInt(12)) * tick,
        random.nextInt(4) == 0 ? "who" : Funnel.USER);
  }

  private static Within within(Random random, long tick) {
    return new Within(tick * (1 + random.nextInt(10)));
  }

  private static Selector selector(Random random) {
    List<Filter> filters =
        random.nextInt(6) == 0
            ? List.of(new Filter("v", Filter.Operator.EQ, List.of(Filter.Operand.of("1"))))
            : List.of();
    int kind = random.nextInt(10);
    String one = NAMES[random.nextInt(NAMES.length)];
    String other = NAMES[random.nextInt(NAMES.length)];
    return new Selector(
        kind == 0
            ? Set.of()
            : Set.copyOf(List.of(one, kind < 4 ? other : one).stream().distinct().toList()),
        filters);
  }

  private static List<Event> events(Random random, long tick) {
    List<Event> events = new ArrayList<>();
    for (int user = 0; user < USERS; user++) {
      int size = 2 + random.nextInt(16);
      for (int i = 0; i < size; i++) {
        Event event = event("u" + user, i, random, tick);
        events.add(event);
        if (random.nextInt(8) == 0) {
          events.add(event);
        }
      }
    }
    Collections.shuffle(events, random);
    return events;
  }

  private static Event event(String user, int number, Random random, long tick) {
    return new Event(
        random.nextInt(3) == 0 ? "id" + number : null,
        NAMES[random.nextInt(NAMES.length)],
        user,
        START + tick * random.nextInt(30) + (random.nextInt(5) == 0 ? 1 : 0),
        Map.of("v", "" + random.nextInt(2), "who", user + random.nextInt(2)));
  }

  /** Watermarks in order, so many; the last is behind all events. */
  List<Long> watermarks(int count, Random random) {
    long first = events.stream().mapToLong(Event::time).min().orElseThrow();
    long last = events.stream().mapToLong(Event::time).max().orElseThrow();
    List<Long> watermarks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      watermarks.add(first - 1 + (long) (random.nextDouble() * (last - first + 2)));
    }
    Collections.sort(watermarks);
    return watermarks;
  }
}
