package dev.footfall.cli;

import dev.footfall.alert.AlertRow;
import dev.footfall.alert.AlertRow.CohortFigures;
import dev.footfall.table.AlertText;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rows of alerts. */
record AlertRows(List<AlertRow> alerts) implements ReportRows {

  private static final int FIRST_NUMBER = 5;

  @Override
  public List<String> fields() {
    return List.of(
        "alert",
        "unit",
        "at",
        "began",
        "ended",
        "events",
        "entered",
        "converted",
        "usual_low",
        "usual_high");
  }

  @Override
  public List<List<@Nullable Object>> rows() {
    return alerts.stream().map(AlertRows::fieldsOf).toList();
  }

  private static List<@Nullable Object> fieldsOf(AlertRow row) {
    CohortFigures figures = row.cohort();
    return Arrays.asList(
        row.alert(),
        row.unit().isEmpty() ? null : row.unit(),
        Instant.ofEpochMilli(row.at()).toString(),
        Instant.ofEpochMilli(row.began()).toString(),
        Instant.ofEpochMilli(row.ended()).toString(),
        figures == null ? AlertText.events(row) : null,
        figures == null ? null : figures.entered(),
        figures == null ? null : figures.converted(),
        figures == null ? null : figures.low(),
        figures == null ? null : figures.high());
  }

  @Override
  public void printTable(PrintWriter out) {
    if (alerts.isEmpty()) {
      out.println("no alert was raised");
      out.flush();
      return;
    }
    List<List<String>> lines = new ArrayList<>(List.of(fields()));
    rows().forEach(row -> lines.add(row.stream().map(cell -> Objects.toString(cell, "")).toList()));
    new AlignedTable(lines, FIRST_NUMBER).print(out);
    out.flush();
  }
}
