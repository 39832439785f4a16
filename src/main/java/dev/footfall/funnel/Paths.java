package dev.footfall.funnel;

import java.io.Serializable;
import java.time.Duration;

/**
 * The visits of users, and the ways they take in them.
 *
 * <p>A visit is a chain of a user's stops, none of them longer than the gap after the one before.
 * It ends a gap after its last stop, or when it has lasted as long as a visit may; both ends count,
 * so a stop at exactly that moment is still of it. It is counted in the window that holds its first
 * stop.
 *
 * <p>Its path is its stops from the first on, or from the first that is {@link #from}; and up to
 * the last, or to the first after that which is {@link #to}. A visit without them has no path. The
 * positions of a path are counted from 1 on; where only its end is named, backwards from there: -1
 * is the end.
 *
 * @param frame what every report has; a visit has the value of its first stop
 * @param stops which events are stops
 * @param stop the property that names a stop; empty for the event's name
 * @param visit when a visit ends
 * @param depth so many positions are counted
 * @param repeats what becomes of a stop that follows on itself, in paths alone
 * @param from the stop at which paths start; empty if they start with the visit
 * @param to the stop at which paths end; empty if they end with the visit
 */
public record Paths(
    Frame frame,
    Selector stops,
    String stop,
    Visit visit,
    int depth,
    Repeats repeats,
    String from,
    String to)
    implements Report {

  /**
   * When a visit ends.
   *
   * @param gapMillis so long after its last stop, in event time
   * @param longestMillis so long after its first stop, whatever comes; not less than the gap
   * @param session the property by which stops of a user are of different visits, side by side, and
   *     without which they are of none; empty if a user makes one visit after the other
   */
  public record Visit(long gapMillis, long longestMillis, String session) implements Serializable {

    static final Duration DEFAULT_GAP = Duration.ofMinutes(30);
    static final Duration DEFAULT_LONGEST = Duration.ofHours(24);

    /** The last moment of event time that is still of a visit. */
    public long endOf(long firstStop, long lastStop) {
      return Math.min(plus(lastStop, gapMillis), plus(firstStop, longestMillis));
    }

    private static long plus(long time, long millis) {
      return time > Long.MAX_VALUE - millis ? Long.MAX_VALUE : time + millis;
    }
  }

  /** What becomes in a path of a stop that follows on itself. */
  public enum Repeats {
    /** They are one. */
    COLLAPSE,
    /** Each has its own position. */
    KEEP
  }

  static final int DEFAULT_DEPTH = 6;

  /** Whether positions are counted from the end. */
  public boolean countsBackwards() {
    return !to.isEmpty() && from.isEmpty();
  }

  @Override
  public Kind kind() {
    return Kind.PATHS;
  }

  /** A visit that begins with the window's last millisecond lasts no longer. */
  @Override
  public long horizonMillis() {
    return visit.longestMillis();
  }

  /** A visit that began before may go on. */
  @Override
  public long reachesBackMillis() {
    return visit.longestMillis();
  }

  @Override
  public void means(DefinitionNumber number) {
    number.add(stops);
    number.add("stop " + stop);
    number.add("gap " + visit.gapMillis() + " longest " + visit.longestMillis());
    number.add("session " + visit.session());
    number.add("depth " + depth);
    number.add(repeats.name());
    number.add("from " + from);
    number.add("to " + to);
  }
}
