package dev.footfall.board;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the API says of visits and paths; its fields are those of the JSON, in snake case. */
final class PathAnswers {

  private PathAnswers() {}

  /**
   * A report over some of its windows.
   *
   * @param reports all reports on paths that have counted anything
   * @param report the one that is told; null if there is none
   * @param sentence what it counts, in words, by language; none if it is declared no more
   * @param breakdown the property by which it is split; empty if by none
   * @param values of the breakdown, those with most visits first
   * @param value the one that is told; empty for all users
   * @param from the first window's start; null if there is no window
   * @param to the last window's end, likewise
   * @param isFinal whether no count here can change
   * @param truncated whether some window has more names than rows
   * @param visits of them all
   */
  record All(
      List<Named> reports,
      @Nullable String report,
      @Nullable String version,
      Map<String, String> sentence,
      String breakdown,
      List<String> values,
      String value,
      @Nullable String from,
      @Nullable String to,
      boolean isFinal,
      boolean truncated,
      Visits visits,
      List<Stop> stops,
      List<Flow> flows) {}

  /** A report's id, and what it is called. */
  record Named(String report, String title) {}

  /** How many visits, how many of a single stop, and how long they last. */
  record Visits(long visits, long bounces, @Nullable Long medianMs) {}

  /**
   * A stop.
   *
   * @param entries how many visits began with it
   * @param exits how many ended
   * @param averageDwellMs the time until the next stop; null if it was always the last
   * @param medianDwellMs likewise; null too for one value of a breakdown, for how these times are
   *     spread is kept of all users alone
   * @param p90DwellMs likewise
   */
  record Stop(
      String stop,
      long times,
      long entries,
      long exits,
      @Nullable Long averageDwellMs,
      @Nullable Long medianDwellMs,
      @Nullable Long p90DwellMs) {}

  /** Paths that went from the stop at a position to the next one. */
  record Flow(int position, String from, String to, long paths) {}
}
