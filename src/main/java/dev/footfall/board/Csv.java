package dev.footfall.board;

import com.fasterxml.jackson.databind.JsonNode;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Rows for spreadsheets: UTF-8 with a byte order mark, without which Excel shows no Chinese, and
 * with nothing that a spreadsheet would run as a formula.
 */
final class Csv implements AutoCloseable {

  private static final char BYTE_ORDER_MARK = '\uFEFF';
  private static final String BEGINS_A_FORMULA = "=+-@\t\r";

  private final Writer writer;
  private final CSVPrinter printer;

  private Csv(OutputStream out) throws IOException {
    writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    writer.write(BYTE_ORDER_MARK);
    printer = new CSVPrinter(writer, CSVFormat.RFC4180);
  }

  /** The rows as {@code analyze --format csv} prints them. */
  static Csv steps(OutputStream out) throws IOException {
    Csv csv = new Csv(out);
    csv.printer.printRecord(
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
    return csv;
  }

  void print(Answers.Row row) throws IOException {
    printer.printRecord(
        row.funnel(),
        row.cohortStart(),
        row.cohortEnd(),
        harmless(row.breakdown()),
        harmless(row.value()),
        row.step(),
        harmless(row.stepName()),
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

  /** The figures of a report, window by window. */
  static Csv figures(OutputStream out) throws IOException {
    Csv csv = new Csv(out);
    csv.printer.printRecord(
        "report",
        "window_start",
        "window_end",
        "value",
        "part",
        "position",
        "from_name",
        "to_name",
        "amount",
        "of_them",
        "sum_ms",
        "final");
    return csv;
  }

  void print(String report, String value, ReportAnswers.Row row) throws IOException {
    printer.printRecord(
        report,
        row.windowStart(),
        row.windowEnd(),
        harmless(value),
        row.part(),
        row.position(),
        harmless(row.fromName()),
        harmless(row.toName()),
        row.amount(),
        row.ofThem(),
        row.sumMs(),
        row.isFinal());
  }

  /** One column a step, and one a breakdown. */
  static Csv journeys(OutputStream out, Funnel funnel) throws IOException {
    Csv csv = new Csv(out);
    List<@Nullable String> header =
        new ArrayList<>(
            List.of("unit", "cohort_start", "cohort_end", "entry", "furthest", "outcome"));
    for (Step step : funnel.steps()) {
      header.add(harmless(step.name()));
    }
    for (String breakdown : funnel.breakdowns()) {
      header.add(harmless(breakdown));
    }
    header.add("next_event");
    header.add("next_time");
    header.add("last_values");
    csv.printer.printRecord(header);
    return csv;
  }

  void print(Funnel funnel, Answers.Journey journey) throws IOException {
    List<@Nullable Object> row = new ArrayList<>();
    row.add(harmless(journey.unit()));
    row.add(journey.cohortStart());
    row.add(journey.cohortEnd());
    row.add(journey.entry());
    row.add(journey.furthest());
    row.add(journey.outcome());
    for (int step = 0; step < funnel.steps().size(); step++) {
      row.add(text(journey.stepTimes().path(step)));
    }
    for (String breakdown : funnel.breakdowns()) {
      row.add(harmless(text(journey.breakdowns().path(breakdown))));
    }
    row.add(harmless(journey.nextEvent()));
    row.add(journey.nextTime());
    row.add(journey.lastValues() == null ? null : journey.lastValues().toString());
    printer.printRecord(row);
  }

  /** A row an alert, as the table has it. */
  static Csv alerts(OutputStream out) throws IOException {
    Csv csv = new Csv(out);
    csv.printer.printRecord(
        "alert",
        "version",
        "title",
        "unit",
        "at",
        "began",
        "ended",
        "events",
        "funnel",
        "entered",
        "converted",
        "rate",
        "usual_low",
        "usual_high",
        "cohorts_before",
        "entered_before",
        "converted_before");
    return csv;
  }

  void print(AlertAnswers.Row row) throws IOException {
    List<@Nullable Object> cells = new ArrayList<>();
    cells.add(row.alert());
    cells.add(row.version());
    cells.add(harmless(row.title()));
    cells.add(harmless(row.unit()));
    cells.add(row.at());
    cells.add(row.began());
    cells.add(row.ended());
    cells.add(row.events().toString());
    AlertAnswers.Cohort cohort = row.cohort();
    if (cohort != null) {
      cells.add(cohort.funnel());
      cells.add(cohort.entered());
      cells.add(cohort.converted());
      cells.add(cohort.rate());
      cells.add(cohort.usualLow());
      cells.add(cohort.usualHigh());
      cells.add(cohort.cohortsBefore());
      cells.add(cohort.enteredBefore());
      cells.add(cohort.convertedBefore());
    } else {
      cells.addAll(Collections.nCopies(9, null));
    }
    printer.printRecord(cells);
  }

  /** A table of an experiment, whole. */
  static void print(OutputStream out, ExperimentTable table, ExperimentAnswers.Experiment of)
      throws IOException {
    try (Csv csv = new Csv(out)) {
      List<String> header = new ArrayList<>(List.of("experiment", "version"));
      header.addAll(table.columns());
      csv.printer.printRecord(header);
      for (List<@Nullable Object> cells : table.rows(of)) {
        List<@Nullable Object> row = new ArrayList<>(List.of(of.experiment(), of.version()));
        cells.forEach(cell -> row.add(cell instanceof String text ? harmless(text) : cell));
        csv.printer.printRecord(row);
      }
    }
  }

  /** A table of a report on paths, whole; each row says of which report, value and windows. */
  static void print(OutputStream out, PathTable table, PathAnswers.All of) throws IOException {
    try (Csv csv = new Csv(out)) {
      List<String> header = new ArrayList<>(List.of("report", "value", "from", "to"));
      header.addAll(table.columns());
      csv.printer.printRecord(header);
      for (List<@Nullable Object> cells : table.rows(of)) {
        List<@Nullable Object> row = new ArrayList<>();
        Collections.addAll(row, of.report(), harmless(of.value()), of.from(), of.to());
        cells.forEach(cell -> row.add(cell instanceof String text ? harmless(text) : cell));
        csv.printer.printRecord(row);
      }
    }
  }

  private static @Nullable String text(JsonNode node) {
    return node.isValueNode() && !node.isNull() ? node.asText() : null;
  }

  /** A text that a spreadsheet takes for a text. */
  private static @Nullable String harmless(@Nullable String text) {
    return text != null && !text.isEmpty() && BEGINS_A_FORMULA.indexOf(text.charAt(0)) >= 0
        ? "'" + text
        : text;
  }

  @Override
  public void close() throws IOException {
    printer.close();
  }
}
