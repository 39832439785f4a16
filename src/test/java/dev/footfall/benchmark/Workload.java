package dev.footfall.benchmark;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.funnel.Cohort;
import dev.footfall.funnel.Exclusion;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Paths;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Step;
import dev.footfall.funnel.Within;
import dev.footfall.ingest.EventTypes;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.connector.datagen.source.DataGeneratorSource;

/**
 * A day of a shop: 40 events a user, of which 90 % are browse, 7 % cart, 3 % pay, each up to two
 * seconds out of order.
 *
 * @param events how many; the users are a fortieth of them
 * @param within of the funnels: an hour leaves a unit one or two open entries (<em>sparse</em>), a
 *     day all of the 20 to 40 that it makes before it has paid (<em>dense</em>)
 * @param funnels how many; of more than one, three or four count each area of the shop. A user is
 *     in two of the areas, and an event concerns the funnels of its own.
 * @param ids whether events bear ids, so that duplicates are looked for
 */
record Workload(long events, Duration within, int funnels, boolean ids) implements Serializable {

  /** How far behind the newest event another may come. */
  static final Duration MAX_DISORDER = Duration.ofSeconds(5);

  static final long START = Instant.parse("2026-01-05T00:00:00Z").toEpochMilli();

  private static final long SPAN = Duration.ofDays(1).toMillis();
  private static final int EVENTS_PER_USER = 40;
  private static final int FUNNELS_PER_AREA = 3;
  private static final int JITTER_MILLIS = 2000;

  /** The same shop with so many events, and users in proportion. */
  Workload of(long otherEvents) {
    return new Workload(otherEvents, within, funnels, ids);
  }

  int users() {
    return (int) Math.max(1, events / EVENTS_PER_USER);
  }

  private int areas() {
    return Math.max(1, funnels / FUNNELS_PER_AREA);
  }

  /**
   * Of one shop without areas: browse, cart, pay. Of one with areas: three questions about each.
   */
  List<Funnel> funnels(Funnel.Engine engine) {
    if (funnels == 1) {
      return List.of(funnel("shop", engine, "browse", "cart", "pay"));
    }
    List<Funnel> all = new ArrayList<>();
    for (int i = 0; i < funnels; i++) {
      int area = i % areas();
      String browse = nameIn(area, "browse");
      String cart = nameIn(area, "cart");
      String pay = nameIn(area, "pay");
      all.add(
          switch (i / areas()) {
            case 0 -> funnel("shop-" + i, engine, browse, cart, pay);
            case 1 -> funnel("direct-" + i, engine, browse, pay);
            case 2 -> funnel("checkout-" + i, engine, cart, pay);
            default -> funnel("back-" + i, engine, pay, browse, cart);
          });
    }
    return all;
  }

  private Funnel funnel(String id, Funnel.Engine engine, String... names) {
    List<Step> steps = new ArrayList<>();
    for (String name : names) {
      steps.add(new Step(name, Selector.named(name), false));
    }
    return new Funnel(
        id,
        id,
        steps,
        Within.of(within),
        Cohort.of(within),
        List.of(),
        Funnel.DEFAULT_MAX_VALUES,
        Funnel.USER,
        List.of(),
        Funnel.Order.IN_ORDER,
        Set.of(),
        List.<Exclusion>of(),
        engine,
        ZoneOffset.UTC);
  }

  /** The ways through the shop, as a file that says nothing more of them has them. */
  Paths paths() {
    return new Paths(
        new Report.Frame(
            "ways",
            "ways",
            Funnel.USER,
            Cohort.of(Duration.ofDays(1)),
            ZoneOffset.UTC,
            "",
            Report.Frame.DEFAULT_MAX_VALUES),
        new Selector(Set.of(), List.of()),
        "",
        new Paths.Visit(Duration.ofMinutes(30).toMillis(), Duration.ofDays(1).toMillis(), ""),
        6,
        Paths.Repeats.COLLAPSE,
        "",
        "");
  }

  private static String nameIn(int area, String name) {
    return name + "-in-" + area;
  }

  /** The events, made as fast as they are wanted. */
  Source<Arrival, ?, ?> source(int parallelism) {
    return new DataGeneratorSource<>(new Events(this, parallelism)::at, events, EventTypes.ARRIVAL);
  }

  /** The event of a number is always the same. */
  static final class Events implements Serializable {
    private static final long serialVersionUID = 1L;

    private final Workload workload;
    private final long perReader;
    private final String[] users;
    private final String[][] names;

    Events(Workload workload, int parallelism) {
      this.workload = workload;
      this.perReader = Math.max(1, workload.events() / parallelism);
      this.users = new String[workload.users()];
      for (int i = 0; i < users.length; i++) {
        users[i] = "user-" + i;
      }
      int areas = workload.areas();
      this.names = new String[areas][];
      for (int area = 0; area < areas; area++) {
        names[area] =
            workload.funnels() == 1
                ? new String[] {"browse", "cart", "pay"}
                : new String[] {nameIn(area, "browse"), nameIn(area, "cart"), nameIn(area, "pay")};
      }
    }

    Arrival at(long number) {
      Clocks.begun();
      return Arrival.of(event(number));
    }

    Event event(long number) {
      long dice = mix(number);
      String user = users[(int) Long.remainderUnsigned(dice, users.length)];
      int percent = (int) Long.remainderUnsigned(dice >>> 20, 100);
      int action = percent < 90 ? 0 : percent < 97 ? 1 : 2;
      // Of each user's areas, one or the other.
      int area =
          (int) Long.remainderUnsigned(user.hashCode() + (dice >>> 30 & 1) * 7, names.length);
      // Each reader has its own part of the numbers, and each part is the whole day.
      long time = START + (number % perReader) * SPAN / perReader;
      long jitter = Long.remainderUnsigned(dice >>> 40, JITTER_MILLIS);
      String id = workload.ids() ? "e" + number : null;
      return new Event(id, names[area][action], user, time + jitter, Map.of());
    }

    /** The finalizer of MurmurHash3. */
    private static long mix(long number) {
      long mixed = (number + 0x9e3779b97f4a7c15L) * 0xff51afd7ed558ccdL;
      mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
      return mixed ^ (mixed >>> 33);
    }
  }
}
