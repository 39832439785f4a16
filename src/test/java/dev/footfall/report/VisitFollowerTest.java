package dev.footfall.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.Paths;
import dev.footfall.report.CountedPlainly.Place;
import dev.footfall.yaml.Problems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The state machine by itself: visits, their ends, and the ways in them. */
class VisitFollowerTest {

  private static final long DAY = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();
  private static final long MINUTE = 60_000;

  @Test
  void aVisitIsCountedByHand() {
    // Two visits: home 0, browse 1, browse 3, cart 10; and a bounce an hour later.
    Map<Cell, Amounts> counted =
        follow(
            paths("depth: 6"),
            at(0, "home"),
            at(1, "browse"),
            at(3, "browse"),
            at(10, "cart"),
            at(70, "home"));
    assertThat(shown(counted))
        .containsExactly(
            "dwell on browse: 1, 120000 ms",
            "dwell on browse: 1, 420000 ms",
            "dwell on home: 1, 60000 ms",
            "flow at 0 from (start) to home: 2",
            "flow at 1 from home to (end): 1",
            "flow at 1 from home to browse: 1",
            "flow at 2 from browse to cart: 1",
            "flow at 3 from cart to (end): 1",
            "length: 1, 0 ms",
            "length: 1, 600000 ms",
            "stops at browse: 2, 0 last, 540000 ms",
            "stops at cart: 1, 1 last, 0 ms",
            "stops at home: 2, 1 last, 60000 ms",
            "visits from home: 2, 1 bounced, 600000 ms");
  }

  @Test
  void aStopAtExactlyTheEndOfTheGapIsStillOfTheVisitAndOneBehindItIsNot() {
    assertThat(visits(paths(""), at(0, "home"), at(30, "cart"))).isEqualTo(1);
    assertThat(visits(paths(""), at(0, "home"), later(30, 1, "cart"))).isEqualTo(2);
  }

  @Test
  void aVisitEndsWhenItHasLastedAsLongAsOneMay() {
    Paths paths = paths("visit: {gap: 30m, longest: 1h}");
    assertThat(visits(paths, at(0, "home"), at(30, "cart"), at(60, "pay"))).isEqualTo(1);
    assertThat(visits(paths, at(0, "home"), at(30, "cart"), at(55, "pay"), later(60, 1, "home")))
        .isEqualTo(2);
  }

  @Test
  void sessionsOfAUserAreVisitsSideBySideAndWhatHasNoneIsOfNone() {
    Map<Cell, Amounts> counted =
        follow(
            paths("visit: {session: tab}"),
            in("1", 0, "home"),
            in("2", 1, "browse"),
            in("1", 2, "cart"),
            at(3, "pay"),
            in("2", 4, "home"));
    assertThat(shown(counted))
        .contains(
            "flow at 0 from (start) to browse: 1",
            "flow at 0 from (start) to home: 1",
            "flow at 1 from browse to home: 1",
            "flow at 1 from home to cart: 1",
            "visits from browse: 1, 0 bounced, 180000 ms",
            "visits from home: 1, 0 bounced, 120000 ms")
        .noneMatch(row -> row.contains("pay"));
  }

  @Test
  void aWayBeyondItsLastPositionGoesToMore() {
    assertThat(flows(paths("depth: 2"), at(0, "home"), at(1, "browse"), at(2, "cart")))
        .containsExactly(
            "flow at 0 from (start) to home: 1",
            "flow at 1 from home to browse: 1",
            "flow at 2 from browse to (more): 1");
  }

  @Test
  void repeatsHavePositionsOfTheirOwnIfTheyAreKept() {
    assertThat(flows(paths("repeats: keep"), at(0, "home"), at(1, "home"), at(2, "cart")))
        .containsExactly(
            "flow at 0 from (start) to home: 1",
            "flow at 1 from home to home: 1",
            "flow at 2 from home to cart: 1",
            "flow at 3 from cart to (end): 1");
  }

  @Test
  void pathsFromAStopBeginWithTheFirstOfThatName() {
    Paths paths = paths("from: browse");
    assertThat(flows(paths, at(0, "home"), at(1, "browse"), at(2, "home"), at(3, "browse")))
        .containsExactly(
            "flow at 0 from (start) to browse: 1",
            "flow at 1 from browse to home: 1",
            "flow at 2 from home to browse: 1",
            "flow at 3 from browse to (end): 1");
    assertThat(flows(paths, at(0, "home"), at(1, "cart"))).isEmpty();
    assertThat(visits(paths, at(0, "home"), at(1, "cart"))).isEqualTo(1);
  }

  @Test
  void pathsToAStopAreCountedBackwardsFromTheFirstOfThatName() {
    Paths paths = paths("to: pay, depth: 3");
    assertThat(
            flows(
                paths,
                at(0, "home"),
                at(1, "browse"),
                at(2, "home"),
                at(3, "cart"),
                at(4, "pay"),
                at(5, "home"),
                at(6, "pay")))
        .containsExactly(
            "flow at -1 from pay to (end): 1",
            "flow at -2 from cart to pay: 1",
            "flow at -3 from home to cart: 1",
            "flow at -4 from (more) to home: 1");
    assertThat(flows(paths, at(0, "cart"), at(4, "pay")))
        .containsExactly(
            "flow at -1 from pay to (end): 1",
            "flow at -2 from cart to pay: 1",
            "flow at -3 from (start) to cart: 1");
    assertThat(flows(paths, at(0, "home"), at(4, "cart"))).isEmpty();
  }

  @Test
  void pathsBetweenTwoStopsAreOfVisitsThatReachBothInThisOrder() {
    Paths paths = paths("from: browse, to: pay");
    assertThat(
            flows(paths, at(0, "pay"), at(1, "browse"), at(2, "cart"), at(3, "pay"), at(4, "home")))
        .containsExactly(
            "flow at 0 from (start) to browse: 1",
            "flow at 1 from browse to cart: 1",
            "flow at 2 from cart to pay: 1",
            "flow at 3 from pay to (end): 1");
    assertThat(flows(paths, at(0, "pay"), at(1, "browse"), at(2, "cart"))).isEmpty();
  }

  @Test
  void aPathMayLeadFromAStopBackToIt() {
    assertThat(flows(paths("from: home, to: home"), at(0, "home"), at(1, "cart"), at(2, "home")))
        .containsExactly(
            "flow at 0 from (start) to home: 1",
            "flow at 1 from home to cart: 1",
            "flow at 2 from cart to home: 1",
            "flow at 3 from home to (end): 1");
    assertThat(flows(paths("from: home, to: home"), at(0, "home"), at(1, "home"))).isEmpty();
  }

  @Test
  void itCountsWhatTheReferenceCountsHoweverTimePassesAndHoweverOftenItIsWritten() {
    long paths = 0;
    long beyond = 0;
    for (long seed = 0; seed < 2500; seed++) {
      RandomVisits stream = RandomVisits.of(seed);
      Map<Place, Amounts> expected = ReferenceReport.rows(stream.paths(), stream.events());
      Random random = new Random(seed);
      assertThat(
              ReferenceReport.rows(
                  stream.paths(),
                  stream.events(),
                  (ofUser, figures) -> live(stream.paths(), ofUser, random, figures)))
          .as("stream %d: %s", seed, stream)
          .isEqualTo(expected);
      for (Map.Entry<Place, Amounts> row : expected.entrySet()) {
        paths += row.getKey().cell().to().equals(Cell.END) ? row.getValue().count() : 0;
        beyond += row.getKey().cell().to().equals(Cell.MORE) ? row.getValue().count() : 0;
      }
    }
    assertThat(paths).isGreaterThan(5_000);
    assertThat(beyond).isGreaterThan(500);
  }

  /** A user lives through its events, and its state is written and read between them. */
  private static void live(Paths paths, List<Event> events, Random random, Figures figures) {
    VisitFollower follower = new VisitFollower(paths);
    VisitState user = follower.begin();
    long passed = Long.MIN_VALUE;
    for (List<Event> instant : instants(follower, events)) {
      long time = instant.get(0).time();
      if (passed > Long.MIN_VALUE && random.nextInt(3) == 0) {
        passed += random.nextLong(time - passed);
        follower.passTime(user, passed, figures);
        assertThat(follower.nextChange(user)).isGreaterThan(passed);
      }
      follower.passTime(user, time - 1, figures);
      follower.live(user, instant, figures);
      passed = time;
      user = random.nextInt(3) == 0 ? (VisitState) UserStates.INSTANCE.copy(user) : user;
      assertThat(user.isEmpty()).isFalse();
    }
    if (!user.isEmpty()) {
      // Whoever is woken in time needs no other call to be forgotten.
      for (long next = follower.nextChange(user);
          next != Follower.AT_THE_END;
          next = follower.nextChange(user)) {
        follower.passTime(user, next, figures);
      }
    }
    assertThat(user.isEmpty()).isTrue();
  }

  /** The wanted events, moment by moment. */
  private static Iterable<List<Event>> instants(VisitFollower follower, List<Event> events) {
    Map<Long, List<Event>> byTime = new TreeMap<>();
    events.stream()
        .filter(follower::wants)
        .forEach(event -> byTime.computeIfAbsent(event.time(), t -> new ArrayList<>()).add(event));
    return byTime.values();
  }

  private static long visits(Paths paths, Event... events) {
    return follow(paths, events).entrySet().stream()
        .filter(row -> row.getKey().part().equals("visit"))
        .mapToLong(row -> row.getValue().count())
        .sum();
  }

  private static List<String> flows(Paths paths, Event... events) {
    return shown(follow(paths, events)).stream().filter(row -> row.startsWith("flow")).toList();
  }

  private static Map<Cell, Amounts> follow(Paths paths, Event... events) {
    Map<Cell, Amounts> counted = new HashMap<>();
    live(
        paths,
        List.of(events),
        new Random(1),
        (window, at, value, cell, amounts) -> counted.merge(cell, amounts, Amounts::plus));
    return counted;
  }

  private static List<String> shown(Map<Cell, Amounts> counted) {
    Set<String> shown = new TreeSet<>();
    counted.forEach(
        (cell, its) ->
            shown.add(
                switch (cell.part()) {
                  case "flow" ->
                      "flow at %d from %s to %s: %d"
                          .formatted(cell.position(), cell.from(), cell.to(), its.count());
                  case "dwell" ->
                      "dwell on %s: %d, %d ms".formatted(cell.from(), its.count(), its.millis());
                  case "length" -> "length: %d, %d ms".formatted(its.count(), its.millis());
                  case "visit" ->
                      "visits from %s: %d, %d bounced, %d ms"
                          .formatted(cell.from(), its.count(), its.ofThem(), its.millis());
                  case "stop" ->
                      "stops at %s: %d, %d last, %d ms"
                          .formatted(cell.from(), its.count(), its.ofThem(), its.millis());
                  default -> throw new IllegalArgumentException(cell.toString());
                }));
    return List.copyOf(shown);
  }

  private static Paths paths(String keys) {
    Problems problems = new Problems();
    String yaml = "paths:\n  - {id: site" + (keys.isEmpty() ? "" : ", ") + keys + "}\n";
    FunnelFile.Content content =
        FunnelFile.parseAll(
            List.of(new Declaration.Text("f.yaml", yaml)), FunnelFile.Use.CONTINUOUS, problems);
    assertThat(problems.all()).isEmpty();
    return (Paths) content.reports().get(0);
  }

  private static Event at(long minute, String name) {
    return later(minute, 0, name);
  }

  private static Event later(long minute, long millis, String name) {
    return new Event(null, name, "ann", DAY + minute * MINUTE + millis, Map.of());
  }

  private static Event in(String tab, long minute, String name) {
    return new Event(null, name, "ann", DAY + minute * MINUTE, Map.of("tab", tab));
  }
}
