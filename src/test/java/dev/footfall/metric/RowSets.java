package dev.footfall.metric;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a reader sees of one cohort, from writing to writing. */
public final class RowSets {

  private RowSets() {}

  /**
   * Asserts that after each writing everybody who entered is accounted for, in the total and under
   * each value, and the values of each breakdown add up to the total.
   *
   * @param rows of one cohort of one funnel, in the order of writing
   * @param lastRequired the step by which one converts
   */
  public static void assertEachAddsUp(List<StepRow> rows, int lastRequired) {
    Map<String, Map<Integer, StepRow>> seen = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      StepRow row = rows.get(i);
      seen.computeIfAbsent(row.breakdown() + "=" + row.value(), s -> new TreeMap<>())
          .put(row.step(), row);
      boolean lastOfWriting =
          i + 1 == rows.size() || rows.get(i + 1).writtenAt() != row.writtenAt();
      if (lastOfWriting) {
        assertAddsUp(seen, lastRequired);
      }
    }
  }

  private static void assertAddsUp(Map<String, Map<Integer, StepRow>> slices, int lastRequired) {
    Map<String, List<Long>> sums = new TreeMap<>();
    slices.forEach(
        (slice, steps) -> {
          List<Long> numbers = numbers(steps);
          assertThat(numbers.get(0)).as("%s", steps).isEqualTo(accountedFor(steps, lastRequired));
          String breakdown = slice.substring(0, slice.indexOf('='));
          sums.merge(breakdown, numbers, RowSets::added);
        });
    List<Long> total = sums.remove("");
    sums.forEach(
        (breakdown, sum) -> assertThat(sum).as("%s of %s", breakdown, slices).isEqualTo(total));
  }

  /** Converted, and those who left or stand at each step. */
  private static long accountedFor(Map<Integer, StepRow> steps, int lastRequired) {
    long units = 0;
    for (StepRow row : steps.values()) {
      units += row.dropped() + row.inProgress() + row.excluded();
      units += row.step() == lastRequired ? row.reached() : 0;
    }
    return units;
  }

  private static List<Long> numbers(Map<Integer, StepRow> steps) {
    List<Long> numbers = new ArrayList<>();
    for (StepRow row : steps.values()) {
      numbers.addAll(List.of(row.reached(), row.dropped(), row.inProgress(), row.excluded()));
    }
    return numbers;
  }

  private static List<Long> added(List<Long> one, List<Long> other) {
    List<Long> sum = new ArrayList<>();
    for (int i = 0; i < one.size(); i++) {
      sum.add(one.get(i) + other.get(i));
    }
    return sum;
  }
}
