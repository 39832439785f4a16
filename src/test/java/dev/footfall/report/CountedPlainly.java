package dev.footfall.report;

import dev.footfall.funnel.CohortWindow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a report counts, by plain words: everything in a list, added up at the end. */
final class CountedPlainly implements Figures {

  /** Names what a row says. */
  record Place(long windowStart, Cell cell) {}

  private record Entry(CohortWindow window, long at, Cell cell, Amounts amounts) {}

  private final List<Entry> entries = new ArrayList<>();

  @Override
  public void count(CohortWindow window, long at, String value, Cell cell, Amounts amounts) {
    entries.add(new Entry(window, at, cell, amounts));
    if (!value.isEmpty()) {
      entries.add(new Entry(window, at, cell.among(value), amounts));
    }
  }

  /** The sums, when so many names have places of their own: the first of each window. */
  Map<Place, Amounts> sums(int maxValues) {
    Map<Long, Map<Cell, Long>> firstByWindow = new HashMap<>();
    for (Entry entry : entries) {
      firstByWindow
          .computeIfAbsent(entry.window().start(), start -> new HashMap<>())
          .merge(entry.cell(), entry.at(), Math::min);
    }
    Map<Long, Set<String>> names = new HashMap<>();
    Map<Long, Set<String>> values = new HashMap<>();
    firstByWindow.forEach(
        (window, firsts) -> {
          Set<String> itsNames = names.computeIfAbsent(window, start -> new HashSet<>());
          Set<String> itsValues = values.computeIfAbsent(window, start -> new HashSet<>());
          firsts.entrySet().stream()
              .sorted(
                  Comparator.<Map.Entry<Cell, Long>>comparingLong(Map.Entry::getValue)
                      .thenComparing(first -> textOf(first.getKey())))
              .forEach(
                  first -> {
                    admit(first.getKey().from(), itsNames, maxValues);
                    admit(first.getKey().to(), itsNames, maxValues);
                    admit(first.getKey().value(), itsValues, maxValues);
                  });
        });
    Map<Place, Amounts> sums = new HashMap<>();
    for (Entry entry : entries) {
      long start = entry.window().start();
      Set<String> itsNames = names.getOrDefault(start, Set.of());
      Cell cell = entry.cell();
      Cell folded =
          new Cell(
              cell.part(),
              cell.position(),
              itsNames.contains(cell.from()) || isNone(cell.from()) ? cell.from() : Cell.OTHER,
              itsNames.contains(cell.to()) || isNone(cell.to()) ? cell.to() : Cell.OTHER,
              values.getOrDefault(start, Set.of()).contains(cell.value()) || cell.value().isEmpty()
                  ? cell.value()
                  : Cell.OTHER);
      sums.merge(new Place(start, folded), entry.amounts(), Amounts::plus);
    }
    return sums;
  }

  private static String textOf(Cell cell) {
    return "%s %05d %s %s %s"
        .formatted(cell.part(), cell.position() + 10_000, cell.from(), cell.to(), cell.value());
  }

  private static void admit(String name, Set<String> admitted, int most) {
    if (!isNone(name) && admitted.size() < most) {
      admitted.add(name);
    }
  }

  private static boolean isNone(String name) {
    return name.isEmpty() || Cell.NO_NAMES.contains(name);
  }
}
