package dev.footfall.board;

import java.time.LocalDateTime;
import java.util.List;

/**
 * All steps of one value (or the total) in one cohort, which only together make sense: who entered
 * either converted, dropped, is in progress or was excluded.
 *
 * @param rows at least one, by step
 */
record StepSet(List<StepRow> rows) {

  /** Names a set that is not whole, and the state it was seen in. */
  record Torn(String breakdown, LocalDateTime cohortStart, String value, LocalDateTime latest) {}

  StepRow first() {
    return rows.get(0);
  }

  /**
   * Whether these are the steps 1 to n, written by one stroke. If not, the set was caught while the
   * job was writing it, or is of an earlier definition of the funnel.
   */
  boolean isWhole(int steps) {
    if (rows.size() != steps) {
      return false;
    }
    for (int i = 0; i < steps; i++) {
      StepRow row = rows.get(i);
      if (row.step() != i + 1 || !row.wasWrittenWith(first())) {
        return false;
      }
    }
    return true;
  }

  Torn torn() {
    LocalDateTime latest = first().updatedAt();
    for (StepRow row : rows) {
      latest = row.updatedAt().isAfter(latest) ? row.updatedAt() : latest;
    }
    return new Torn(first().breakdown(), first().cohortStart(), first().value(), latest);
  }

  /** Whether nobody entered any more: such rows are to be passed over. */
  boolean isEmpty() {
    return first().reached() == 0;
  }
}
