package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Paths;
import dev.footfall.metric.TimeBuckets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What visits and their paths are, in plain words, with all events of a user at hand: cut them into
 * visits, then look at each visit as a whole.
 */
final class ReferencePaths {

  private final Paths paths;
  private final Figures figures;

  private ReferencePaths(Paths paths, Figures figures) {
    this.paths = paths;
    this.figures = figures;
  }

  /** Counts what a user did, given all its events in order. */
  static void count(Paths paths, List<Event> events, Figures figures) {
    ReferencePaths reference = new ReferencePaths(paths, figures);
    reference.visits(events).forEach(reference::count);
  }

  private List<List<Event>> visits(List<Event> events) {
    Map<String, List<Event>> bySession = new TreeMap<>();
    for (Event event : events) {
      String session = paths.visit().session();
      String its = session.isEmpty() ? "-" : event.properties().getOrDefault(session, "");
      if (paths.stops().accepts(event) && !its.isEmpty()) {
        bySession.computeIfAbsent(its, k -> new ArrayList<>()).add(event);
      }
    }
    List<List<Event>> visits = new ArrayList<>();
    for (List<Event> all : bySession.values()) {
      List<Event> visit = List.of();
      for (Event event : all) {
        if (visit.isEmpty() || event.time() > endOf(visit)) {
          visit = new ArrayList<>();
          visits.add(visit);
        }
        visit.add(event);
      }
    }
    return visits;
  }

  private long endOf(List<Event> visit) {
    long first = visit.get(0).time();
    long last = visit.get(visit.size() - 1).time();
    return Math.min(last + paths.visit().gapMillis(), first + paths.visit().longestMillis());
  }

  private void count(List<Event> visit) {
    Event first = visit.get(0);
    Event last = visit.get(visit.size() - 1);
    long end = endOf(visit);
    long length = last.time() - first.time();
    List<String> stops = visit.stream().map(this::stopOf).toList();
    boolean bounce = stops.size() == 1;
    count(visit, end, true, "visit", 0, stops.get(0), "", new Amounts(1, bounce ? 1 : 0, length));
    int bucket = TimeBuckets.bucketOf(length);
    count(visit, end, true, "length", bucket, "", "", new Amounts(1, 0, length));
    for (int i = 0; i < stops.size(); i++) {
      if (i == stops.size() - 1) {
        count(visit, end, true, "stop", 0, stops.get(i), "", new Amounts(1, 1, 0));
      } else {
        long next = visit.get(i + 1).time();
        long dwell = next - visit.get(i).time();
        Amounts amounts = new Amounts(1, 0, dwell);
        count(visit, next, true, "stop", 0, stops.get(i), "", amounts);
        int its = TimeBuckets.bucketOf(dwell);
        count(visit, next, false, "dwell", its, stops.get(i), "", amounts);
      }
    }
    List<String> path = path(stops);
    if (!path.isEmpty()) {
      countFlows(visit, end, path);
    }
  }

  private void countFlows(List<Event> visit, long end, List<String> path) {
    int counted = Math.min(path.size(), paths.depth());
    boolean cut = counted < path.size();
    boolean backwards = !paths.to().isEmpty() && paths.from().isEmpty();
    List<String> nodes = new ArrayList<>();
    nodes.add(cut && backwards ? "(more)" : "(start)");
    nodes.addAll(
        backwards ? path.subList(path.size() - counted, path.size()) : path.subList(0, counted));
    nodes.add(cut && !backwards ? "(more)" : "(end)");
    for (int i = 0; i + 1 < nodes.size(); i++) {
      int position = backwards ? i - counted - 1 : i;
      Amounts one = new Amounts(1, 0, 0);
      count(visit, end, true, "flow", position, nodes.get(i), nodes.get(i + 1), one);
    }
  }

  /** The stops from the one where paths start to the one where they end; none if there is none. */
  private List<String> path(List<String> stops) {
    List<String> way = new ArrayList<>();
    for (String stop : stops) {
      boolean again = !way.isEmpty() && way.get(way.size() - 1).equals(stop);
      if (!again || paths.repeats() == Paths.Repeats.KEEP) {
        way.add(stop);
      }
    }
    int first = paths.from().isEmpty() ? 0 : way.indexOf(paths.from());
    if (first < 0) {
      return List.of();
    }
    if (paths.to().isEmpty()) {
      return way.subList(first, way.size());
    }
    int after = paths.from().isEmpty() ? first : first + 1;
    int last = way.subList(after, way.size()).indexOf(paths.to());
    return last < 0 ? List.of() : way.subList(first, after + last + 1);
  }

  private String stopOf(Event event) {
    String name =
        paths.stop().isEmpty() ? event.name() : event.properties().getOrDefault(paths.stop(), "");
    return switch (name) {
      case "" -> "(none)";
      case "(start)", "(end)", "(more)" -> "(other)";
      default -> name;
    };
  }

  private void count(
      List<Event> visit,
      long at,
      boolean amongValues,
      String part,
      int position,
      String from,
      String to,
      Amounts amounts) {
    Event first = visit.get(0);
    String breakdown = paths.frame().breakdown();
    String value = breakdown.isEmpty() ? "" : first.properties().getOrDefault(breakdown, "");
    if (!breakdown.isEmpty() && value.isEmpty()) {
      value = "(none)";
    }
    CohortWindow window = paths.frame().windowOf(first.time());
    figures.count(window, at, amongValues ? value : "", Cell.of(part, position, from, to), amounts);
  }
}
