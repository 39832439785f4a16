package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Paths;
import dev.footfall.journey.Progress;
import dev.footfall.metric.TimeBuckets;
import java.util.Iterator;
import java.util.List;

/**
 * Counts visits and the ways in them, each in the window that holds the visit's first stop. Its
 * parts:
 *
 * <ul>
 *   <li>{@code visit}: from its first stop. {@link Amounts#count} is visits, {@link Amounts#ofThem}
 *       those of a single stop, {@link Amounts#millis} their lengths, from the first stop to the
 *       last.
 *   <li>{@code length}: at the position of the length's bucket ({@link TimeBuckets}), visits.
 *   <li>{@code stop}: from a stop. The count is how often it was made, ofThem how often as a
 *       visit's last, millis the time until the next; the last one has none.
 *   <li>{@code dwell}: from a stop, at the position of the bucket of the time until the next, how
 *       often it was made and not as the last. In the total alone.
 *   <li>{@code flow}: at the position of a stop of paths, from it to the one behind: paths. Those
 *       that start go from {@link Cell#START} to their first position, at the position before it;
 *       those that end go to {@link Cell#END}; and what goes beyond the positions that are counted
 *       goes to {@link Cell#MORE}, or comes from there where they are counted backwards. So as many
 *       paths come to a stop at a position as go from it.
 * </ul>
 *
 * <p>A stop is counted when it is over, with the next or with the visit; all else of a visit when
 * that ends, so that no more of it is kept than a visit of any length needs.
 */
final class VisitFollower implements Follower<VisitState> {

  static final String VISIT = "visit";
  static final String LENGTH = "length";
  static final String STOP = "stop";
  static final String DWELL = "dwell";
  static final String FLOW = "flow";

  static final List<Part> PARTS =
      List.of(
          new Part(VISIT, null, "entry", null, "visits", "bounces", "length_ms"),
          new Part(STOP, null, "stop", null, "times", "exits", "dwell_ms"),
          new Part(FLOW, "position", "from", "to", "paths", null, null),
          new Part(LENGTH, Part.UP_TO_MS, null, null, "visits", null, "length_ms"),
          new Part(DWELL, Part.UP_TO_MS, "stop", null, "times", null, "dwell_ms"));

  private static final Amounts ONE = new Amounts(1, 0, 0);

  private final Paths paths;
  private final Paths.Visit visit;
  private final Values values;

  /** The window that was counted in last: most often the next one is the same. */
  private CohortWindow window;

  VisitFollower(Paths paths) {
    this.paths = paths;
    this.visit = paths.visit();
    this.values = new Values(paths.frame());
    this.window = paths.frame().windowOf(0);
  }

  @Override
  public boolean wants(Event event) {
    return paths.stops().accepts(event)
        && (visit.session().isEmpty() || !sessionOf(event).isEmpty());
  }

  private String sessionOf(Event event) {
    return visit.session().isEmpty() ? "" : event.properties().getOrDefault(visit.session(), "");
  }

  private String stopOf(Event event) {
    String name =
        paths.stop().isEmpty() ? event.name() : event.properties().getOrDefault(paths.stop(), "");
    if (name.isEmpty()) {
      return Progress.NO_VALUE;
    }
    // What bears a name that means something else would keep flows from adding up.
    return Cell.NO_NAMES.contains(name) ? Cell.OTHER : name;
  }

  @Override
  public VisitState begin() {
    return new VisitState();
  }

  @Override
  public void live(VisitState user, List<Event> instant, Figures figures) {
    for (Event event : instant) {
      String stop = stopOf(event);
      String session = sessionOf(event);
      VisitState.Visit going = user.of(session);
      if (going == null) {
        VisitState.Visit begun =
            new VisitState.Visit(event.time(), session, values.of(event), stop, Way.begin());
        begun.way.goOn(stop, false, paths);
        user.visits.add(begun);
      } else {
        goOn(going, stop, event.time(), figures);
      }
    }
  }

  private void goOn(VisitState.Visit going, String stop, long time, Figures figures) {
    long dwell = time - going.last;
    CohortWindow its = windowOf(going);
    figures.count(its, time, going.value, at(STOP, 0, going.at), new Amounts(1, 0, dwell));
    figures.count(
        its, time, "", at(DWELL, TimeBuckets.bucketOf(dwell), going.at), new Amounts(1, 0, dwell));
    going.way.goOn(stop, stop.equals(going.at), paths);
    going.at = stop;
    going.last = time;
    going.bounced = false;
  }

  private CohortWindow windowOf(VisitState.Visit going) {
    if (!window.contains(going.start)) {
      window = paths.frame().windowOf(going.start);
    }
    return window;
  }

  private static Cell at(String part, int position, String stop) {
    return Cell.of(part, position, stop, "");
  }

  @Override
  public long nextChange(VisitState user) {
    long next = AT_THE_END;
    for (VisitState.Visit going : user.visits) {
      next = Math.min(next, endOf(going));
    }
    return next;
  }

  private long endOf(VisitState.Visit going) {
    return visit.endOf(going.start, going.last);
  }

  @Override
  public void passTime(VisitState user, long time, Figures figures) {
    for (Iterator<VisitState.Visit> all = user.visits.iterator(); all.hasNext(); ) {
      VisitState.Visit going = all.next();
      if (endOf(going) <= time) {
        count(going, figures);
        all.remove();
      }
    }
  }

  private void count(VisitState.Visit ended, Figures figures) {
    CohortWindow its = windowOf(ended);
    long end = endOf(ended);
    long length = ended.last - ended.start;
    figures.count(its, end, ended.value, at(STOP, 0, ended.at), new Amounts(1, 1, 0));
    figures.count(
        its,
        end,
        ended.value,
        at(VISIT, 0, ended.entry),
        new Amounts(1, ended.bounced ? 1 : 0, length));
    figures.count(
        its,
        end,
        ended.value,
        at(LENGTH, TimeBuckets.bucketOf(length), ""),
        new Amounts(1, 0, length));
    if (ended.way.isPath(paths)) {
      countFlows(ended, its, end, figures);
    }
  }

  private void countFlows(VisitState.Visit ended, CohortWindow its, long end, Figures figures) {
    List<String> stops = ended.way.stops();
    boolean backwards = paths.countsBackwards();
    boolean beyond = ended.way.goesBeyond();
    int position = backwards ? -1 - stops.size() : 0;
    String from = backwards && beyond ? Cell.MORE : Cell.START;
    for (String to : stops) {
      figures.count(its, end, ended.value, Cell.of(FLOW, position, from, to), ONE);
      from = to;
      position++;
    }
    String last = beyond && !backwards ? Cell.MORE : Cell.END;
    figures.count(its, end, ended.value, Cell.of(FLOW, position, from, last), ONE);
  }
}
