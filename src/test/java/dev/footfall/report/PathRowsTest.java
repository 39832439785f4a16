package dev.footfall.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.funnel.Paths;
import dev.footfall.report.CountedPlainly.Place;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** From events to rows: names that are too many, rows that add up, and state that goes. */
class PathRowsTest {

  @Test
  void rowsAreTheReferencesForAnyWatermarksAndAnyRestartsAndAlwaysAddUp() throws Exception {
    long folded = 0;
    for (long seed = 50_000; seed < 50_100; seed++) {
      RandomVisits stream = RandomVisits.of(seed);
      Map<Place, Amounts> expected = ReferenceReport.rows(stream.paths(), stream.events());
      List<FigureRow> rows = ReportChain.rows(stream.paths(), stream.events(), new Random(seed));
      assertThat(ReportChain.finalRows(rows)).as("stream %d: %s", seed, stream).isEqualTo(expected);
      assertEachLookAddsUp(rows, stream.paths());
      folded += expected.keySet().stream().filter(p -> p.cell().from().equals(Cell.OTHER)).count();
    }
    assertThat(folded).isGreaterThan(50);
  }

  /** Whatever a reader sees after a look of the clock, or when a window is final. */
  private static void assertEachLookAddsUp(List<FigureRow> rows, Paths paths) {
    Map<Place, Amounts> seen = new HashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      FigureRow row = rows.get(i);
      seen.put(new Place(row.windowStart(), row.cell()), row.amounts());
      boolean last =
          i == rows.size() - 1
              || rows.get(i + 1).windowStart() != row.windowStart()
              || rows.get(i + 1).writtenAt() != row.writtenAt()
              || rows.get(i + 1).isFinal() != row.isFinal();
      if (last) {
        Map<Cell, Amounts> window = new HashMap<>();
        seen.forEach(
            (place, amounts) -> {
              if (place.windowStart() == row.windowStart()) {
                window.put(place.cell(), amounts);
              }
            });
        assertAddsUp(window, paths, row.isFinal());
      }
    }
  }

  private static void assertAddsUp(Map<Cell, Amounts> window, Paths paths, boolean isFinal) {
    Map<String, Map<Cell, Amounts>> byValue = new TreeMap<>();
    window.forEach(
        (cell, amounts) ->
            byValue.computeIfAbsent(cell.value(), value -> new HashMap<>()).put(cell, amounts));
    byValue.forEach((value, its) -> assertOneAddsUp(its, paths, value.isEmpty(), isFinal));
    if (!paths.frame().breakdown().isEmpty()) {
      for (String part : List.of("visit", "length", "stop", "flow")) {
        Map<Cell, Amounts> total = new HashMap<>();
        Map<Cell, Amounts> values = new HashMap<>();
        window.forEach(
            (cell, amounts) -> {
              if (cell.part().equals(part)) {
                Cell plain = Cell.of(part, cell.position(), cell.from(), cell.to());
                (cell.value().isEmpty() ? total : values).merge(plain, amounts, Amounts::plus);
              }
            });
        assertThat(values).isEqualTo(total);
      }
    }
  }

  private static void assertOneAddsUp(
      Map<Cell, Amounts> its, Paths paths, boolean isTotal, boolean isFinal) {
    Amounts visits = sum(its, "visit");
    Amounts stops = sum(its, "stop");
    assertThat(sum(its, "length").count()).isEqualTo(visits.count());
    assertThat(sum(its, "length").millis()).isEqualTo(visits.millis());
    assertThat(stops.ofThem()).isEqualTo(visits.count());
    if (isTotal) {
      Map<String, Amounts> dwelt = new TreeMap<>();
      Map<String, Amounts> wanted = new TreeMap<>();
      its.forEach(
          (cell, amounts) -> {
            Amounts notLast = new Amounts(amounts.count() - amounts.ofThem(), 0, amounts.millis());
            if (cell.part().equals("dwell")) {
              dwelt.merge(cell.from(), amounts, Amounts::plus);
            } else if (cell.part().equals("stop") && notLast.count() > 0) {
              wanted.merge(cell.from(), notLast, Amounts::plus);
            }
          });
      assertThat(dwelt).isEqualTo(wanted);
    }
    if (isFinal) {
      assertThat(stops.millis()).isEqualTo(visits.millis());
    }
    assertFlowsAddUp(its, paths, visits.count());
  }

  /** As many paths come to a stop at a position as go from it; none is lost, none made up. */
  private static void assertFlowsAddUp(Map<Cell, Amounts> its, Paths paths, long visits) {
    Map<String, Long> in = new TreeMap<>();
    Map<String, Long> out = new TreeMap<>();
    long starts = 0;
    long ends = 0;
    for (Map.Entry<Cell, Amounts> entry : its.entrySet()) {
      Cell cell = entry.getKey();
      long count = entry.getValue().count();
      if (!cell.part().equals("flow")) {
        continue;
      }
      if (isBorder(cell.from())) {
        starts += count;
      } else {
        out.merge(cell.position() + " " + cell.from(), count, Long::sum);
      }
      if (isBorder(cell.to())) {
        ends += count;
      } else {
        in.merge((cell.position() + 1) + " " + cell.to(), count, Long::sum);
      }
    }
    assertThat(in).isEqualTo(out);
    assertThat(ends).isEqualTo(starts);
    if (paths.from().isEmpty() && paths.to().isEmpty()) {
      assertThat(starts).isEqualTo(visits);
    } else {
      assertThat(starts).isLessThanOrEqualTo(visits);
    }
  }

  private static boolean isBorder(String name) {
    return List.of(Cell.START, Cell.END, Cell.MORE).contains(name);
  }

  private static Amounts sum(Map<Cell, Amounts> its, String part) {
    return its.entrySet().stream()
        .filter(entry -> entry.getKey().part().equals(part))
        .map(Map.Entry::getValue)
        .reduce(Amounts.NOTHING, Amounts::plus);
  }
}
