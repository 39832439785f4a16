package dev.footfall.cli;

import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Funnel;
import dev.footfall.metric.StepRow;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of funnels. */
record StepRows(List<StepRow> steps, List<Funnel> funnels) implements ReportRows {

  @Override
  public List<String> fields() {
    return List.of(
        "funnel",
        "cohort_start",
        "cohort_end",
        "breakdown",
        "value",
        "step",
        "step_name",
        "reached",
        "dropped",
        "in_progress",
        "excluded",
        "median_ms",
        "p90_ms",
        "median_from_entry_ms",
        "p90_from_entry_ms",
        "final");
  }

  @Override
  public List<List<@Nullable Object>> rows() {
    return steps.stream().map(StepRows::fieldsOf).toList();
  }

  private static List<@Nullable Object> fieldsOf(StepRow row) {
    boolean total = row.breakdown().isEmpty();
    boolean all = new CohortWindow(row.cohortStart(), row.cohortEnd()).isAll();
    return Arrays.asList(
        row.funnel(),
        all ? null : Instant.ofEpochMilli(row.cohortStart()).toString(),
        all ? null : Instant.ofEpochMilli(row.cohortEnd()).toString(),
        total ? null : row.breakdown(),
        total ? null : row.value(),
        row.step(),
        row.stepName(),
        row.reached(),
        row.dropped(),
        row.inProgress(),
        row.excluded(),
        row.medianMs(),
        row.p90Ms(),
        row.medianFromEntryMs(),
        row.p90FromEntryMs(),
        row.isFinal());
  }

  @Override
  public void printTable(PrintWriter out) {
    new RowTables(funnels).print(steps, out);
  }
}
