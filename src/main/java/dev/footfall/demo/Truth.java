package dev.footfall.demo;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keeps count of the steps that units have reached, as their stories meant them to. */
final class Truth {

  private record Group(
      String funnel, long cohortStart, @Nullable String breakdown, @Nullable String value) {}

  private final Map<Group, long[]> counts = new HashMap<>();

  /** Counts the step that the journey has just reached. */
  void count(Journey journey) {
    countIn(new Group(journey.funnel(), journey.cohortStart(), null, null), journey);
    for (Journey.Split split : journey.splits()) {
      countIn(
          new Group(journey.funnel(), journey.cohortStart(), split.breakdown(), split.value()),
          journey);
    }
  }

  private void countIn(Group group, Journey journey) {
    counts.computeIfAbsent(group, first -> new long[journey.steps()])[journey.reached() - 1]++;
  }

  List<TruthRow> rows() {
    List<TruthRow> rows = new ArrayList<>();
    counts.forEach(
        (group, reached) -> {
          for (int step = 1; step <= reached.length; step++) {
            rows.add(
                new TruthRow(
                    group.funnel(),
                    group.cohortStart(),
                    group.breakdown(),
                    group.value(),
                    step,
                    reached[step - 1]));
          }
        });
    rows.sort(TruthRow.ORDER);
    return rows;
  }
}
