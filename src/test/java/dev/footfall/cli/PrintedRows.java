package dev.footfall.cli;

import dev.footfall.metric.StepRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/** Rows as {@code analyze --format json} prints them, for tests elsewhere. */
public final class PrintedRows {

  private PrintedRows() {}

  /** A line of JSON for each row. */
  public static List<String> json(List<StepRow> rows) throws IOException {
    StringWriter text = new StringWriter();
    RowFormat.JSON.print(new StepRows(rows, List.of()), new PrintWriter(text));
    return text.toString().lines().toList();
  }
}
