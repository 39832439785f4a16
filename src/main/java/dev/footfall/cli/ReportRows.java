package dev.footfall.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Report;
import dev.footfall.report.FigureRow;
import dev.footfall.report.Followers;
import dev.footfall.report.Part;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/**
 * Prints what reports of one kind have counted; each part of them with columns of its own names.
 */
final class ReportRows {

  private static final List<String> FIRST =
      List.of("report", "window_start", "window_end", "breakdown", "value", "part");

  /** Of a table, before those of the part. */
  private static final int FIRST_COLUMNS = 3;

  private static final String FINAL = "final";

  private final Map<String, Part> parts = new LinkedHashMap<>();

  ReportRows(Report.Kind kind) {
    Followers.partsOf(kind).forEach(part -> parts.put(part.name(), part));
  }

  void print(List<FigureRow> rows, RowFormat format, PrintWriter out) throws IOException {
    switch (format) {
      case TABLE -> printTables(rows, out);
      case JSON -> printJson(rows, out);
      case CSV -> printCsv(rows, out);
    }
    out.flush();
  }

  /** What a row has, by the names of its columns. */
  private Map<String, @Nullable Object> valuesOf(FigureRow row) {
    boolean all = new CohortWindow(row.windowStart(), row.windowEnd()).isAll();
    boolean total = row.cell().value().isEmpty();
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("report", row.report().id());
    values.put("window_start", all ? null : Instant.ofEpochMilli(row.windowStart()).toString());
    values.put("window_end", all ? null : Instant.ofEpochMilli(row.windowEnd()).toString());
    values.put("breakdown", total ? null : row.report().breakdown());
    values.put("value", total ? null : row.cell().value());
    values.put("part", row.cell().part());
    values.putAll(partOf(row).valuesOf(row.cell(), row.amounts()));
    values.put(FINAL, row.isFinal());
    return values;
  }

  private Part partOf(FigureRow row) {
    Part part = parts.get(row.cell().part());
    if (part == null) {
      throw new IllegalStateException("no part " + row.cell().part());
    }
    return part;
  }

  private void printJson(List<FigureRow> rows, PrintWriter out) throws IOException {
    try (JsonGenerator json = new JsonFactory().createGenerator(out)) {
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setRootValueSeparator(new SerializedString("\n"));
      for (FigureRow row : rows) {
        json.writeStartObject();
        for (Map.Entry<String, @Nullable Object> value : valuesOf(row).entrySet()) {
          json.writeFieldName(value.getKey());
          RowFormat.writeValue(value.getValue(), json);
        }
        json.writeEndObject();
      }
    }
    if (!rows.isEmpty()) {
      out.println();
    }
  }

  /** The columns of all parts; those of other parts are empty in a row. */
  private void printCsv(List<FigureRow> rows, PrintWriter out) throws IOException {
    Set<String> columns = new LinkedHashSet<>(FIRST);
    parts.values().forEach(part -> columns.addAll(part.columns()));
    columns.add(FINAL);
    CSVPrinter csv =
        new CSVPrinter(
            out,
            CSVFormat.RFC4180
                .builder()
                .setRecordSeparator('\n')
                .setHeader(columns.toArray(String[]::new))
                .get());
    for (FigureRow row : rows) {
      Map<String, @Nullable Object> values = valuesOf(row);
      csv.printRecord(columns.stream().map(values::get).toArray());
    }
    csv.flush();
  }

  /** A table a report and part. */
  private void printTables(List<FigureRow> rows, PrintWriter out) {
    Map<String, List<FigureRow>> tables = new LinkedHashMap<>();
    for (FigureRow row : rows) {
      tables
          .computeIfAbsent(row.report().id() + ", " + row.cell().part(), key -> new ArrayList<>())
          .add(row);
    }
    tables.forEach(
        (title, its) -> {
          out.println(title);
          Part part = partOf(its.get(0));
          AlignedText table = new AlignedText(FIRST_COLUMNS + part.names());
          List<String> header = new ArrayList<>(List.of("window", "breakdown", "value"));
          header.addAll(part.columns());
          table.add(header);
          its.forEach(row -> table.add(line(row, part)));
          table.print(out);
          out.println();
        });
    if (tables.isEmpty()) {
      out.println("nothing was counted");
    }
  }

  private List<String> line(FigureRow row, Part part) {
    Map<String, @Nullable Object> values = valuesOf(row);
    List<String> line = new ArrayList<>();
    line.add(text(values.get("window_start"), "all"));
    line.add(text(values.get("breakdown"), ""));
    line.add(text(values.get("value"), ""));
    part.columns().forEach(column -> line.add(text(values.get(column), "")));
    return line;
  }

  private static String text(@Nullable Object value, String otherwise) {
    return value == null ? otherwise : value.toString();
  }
}
