package dev.footfall.board;

import dev.footfall.funnel.Funnel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Puts the rows of {@code funnel_steps} together to sets, and keeps those apart that were caught
 * while the job was writing them: they would not add up.
 */
final class StepSets {

  private final Funnel funnel;
  private final Set<StepSet.Torn> torn;
  private final Consumer<StepSet> whole;
  private List<StepRow> set = new ArrayList<>();

  /**
   * @param torn takes the sets that are left out
   * @param whole takes every whole set in which anybody entered
   */
  StepSets(Funnel funnel, Set<StepSet.Torn> torn, Consumer<StepSet> whole) {
    this.funnel = funnel;
    this.torn = torn;
    this.whole = whole;
  }

  /** Takes the rows of a funnel by cohort, value and step. */
  void add(StepRow row) {
    if (!set.isEmpty() && !row.isOfOneSetWith(set.get(0))) {
      end();
    }
    set.add(row);
  }

  /** After the last row. */
  void end() {
    if (set.isEmpty()) {
      return;
    }
    StepSet ended = new StepSet(set);
    set = new ArrayList<>();
    if (!ended.isWhole(funnel.steps().size())) {
      torn.add(ended.torn());
    } else if (!ended.isEmpty()) {
      whole.accept(ended);
    }
  }
}
