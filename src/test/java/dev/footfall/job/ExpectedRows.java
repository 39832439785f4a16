package dev.footfall.job;

import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Outcome;
import dev.footfall.journey.Progress;
import dev.footfall.journey.ReferenceFunnel;
import dev.footfall.metric.Slice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/** The final rows of a funnel as the semantics say them: counted one unit after the other. */
public final class ExpectedRows {

  /**
   * The counts of one row, and the exact times of its units from the step before and from the
   * entry.
   */
  public record Row(String counts, List<Long> fromPrevious, List<Long> fromEntry) {}

  private ExpectedRows() {}

  /** All rows by funnel, cohort, breakdown, value and step. */
  public static Map<String, Row> of(Funnel funnel, List<Event> events) {
    Map<String, String> rowOfValue = valuesWithRows(funnel, events);
    Map<String, List<Progress>> unitsBySlice = new TreeMap<>();
    for (Progress unit : ReferenceFunnel.atTheEnd(funnel, events)) {
      String cohort = funnel.id() + " " + unit.cohortStart();
      unitsBySlice.computeIfAbsent(cohort + "  ", s -> new ArrayList<>()).add(unit);
      for (int i = 0; i < unit.values().length; i++) {
        String slice = cohort + " " + funnel.breakdowns().get(i) + " " + unit.values()[i];
        String row = rowOfValue.getOrDefault(slice, slice);
        unitsBySlice.computeIfAbsent(row, s -> new ArrayList<>()).add(unit);
      }
    }
    Map<String, Row> rows = new TreeMap<>();
    unitsBySlice.forEach(
        (slice, units) -> {
          for (int step = 1; step <= funnel.steps().size(); step++) {
            rows.put(slice + " " + step, row(funnel, step, units));
          }
        });
    return rows;
  }

  private static Row row(Funnel funnel, int step, List<Progress> units) {
    boolean optional = funnel.steps().get(step - 1).optional();
    List<Long> fromPrevious = new ArrayList<>();
    List<Long> fromEntry = new ArrayList<>();
    int before = step - 1;
    while (before > 1 && funnel.steps().get(before - 1).optional()) {
      before--;
    }
    for (Progress unit : units) {
      long time = unit.times()[step - 1];
      if (step > 1 && time != Progress.NOT_TAKEN) {
        fromPrevious.add(time - unit.times()[before - 1]);
        fromEntry.add(time - unit.entry());
      }
    }
    String counts =
        "reached %d dropped %d in progress 0 excluded %d"
            .formatted(
                count(
                    units,
                    unit ->
                        optional
                            ? unit.times()[step - 1] != Progress.NOT_TAKEN
                            : unit.furthest() >= step),
                count(units, unit -> unit.furthest() == step && unit.outcome() == Outcome.DROPPED),
                count(units, u -> u.furthest() == step && u.outcome() == Outcome.EXCLUDED));
    return new Row(counts, sorted(fromPrevious), sorted(fromEntry));
  }

  private static long count(List<Progress> units, Predicate<Progress> which) {
    return units.stream().filter(which).count();
  }

  private static List<Long> sorted(List<Long> times) {
    return times.stream().sorted().toList();
  }

  /**
   * Where the units of a value beyond {@code max_values} are counted. The first values of a cohort
   * have rows of their own: those under which somebody counted first, the lesser text at one
   * instant.
   */
  private static Map<String, String> valuesWithRows(Funnel funnel, List<Event> events) {
    if (funnel.maxValues() == Funnel.DEFAULT_MAX_VALUES) {
      return Map.of();
    }
    record Value(String breakdown, String value, long since) {}
    Map<String, Map<String, Value>> firstByBreakdown = new HashMap<>();
    for (long time : new TreeSet<>(events.stream().map(Event::time).toList())) {
      for (Progress unit : ReferenceFunnel.at(time, funnel, events)) {
        for (int i = 0; i < unit.values().length; i++) {
          String breakdown =
              funnel.id() + " " + unit.cohortStart() + " " + funnel.breakdowns().get(i);
          firstByBreakdown
              .computeIfAbsent(breakdown, b -> new HashMap<>())
              .putIfAbsent(unit.values()[i], new Value(breakdown, unit.values()[i], time));
        }
      }
    }
    Map<String, String> rows = new HashMap<>();
    for (Map<String, Value> values : firstByBreakdown.values()) {
      values.values().stream()
          .sorted(Comparator.comparingLong(Value::since).thenComparing(Value::value))
          .skip(funnel.maxValues())
          .forEach(
              beyond ->
                  rows.put(
                      beyond.breakdown() + " " + beyond.value(),
                      beyond.breakdown() + " " + Slice.OTHER));
    }
    return rows;
  }

  /** Between the two nearest units, as PostgreSQL's {@code percentile_cont} does. */
  public static double quantile(List<Long> sorted, double share) {
    double rank = (sorted.size() - 1) * share;
    long lower = sorted.get((int) Math.floor(rank));
    long upper = sorted.get((int) Math.ceil(rank));
    return lower + (upper - lower) * (rank - Math.floor(rank));
  }
}
