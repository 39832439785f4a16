package dev.footfall.cli;

import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Report;
import dev.footfall.report.FigureRow;
import dev.footfall.report.Followers;
import dev.footfall.report.Part;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What reports of one kind have counted: the columns of all its parts; those of other parts are
 * empty in a row.
 */
final class FigureRows implements ReportRows {

  /** Of a table, before those of the part. */
  private static final int FIRST_COLUMNS = 3;

  private final List<FigureRow> figures;
  private final Map<String, Part> parts = new LinkedHashMap<>();

  FigureRows(List<FigureRow> figures, Report.Kind kind) {
    this.figures = List.copyOf(figures);
    Followers.partsOf(kind).forEach(part -> parts.put(part.name(), part));
  }

  @Override
  public List<String> fields() {
    Set<String> fields =
        new LinkedHashSet<>(
            List.of("report", "window_start", "window_end", "breakdown", "value", "part"));
    parts.values().forEach(part -> fields.addAll(part.columns()));
    fields.add("final");
    return List.copyOf(fields);
  }

  @Override
  public List<List<@Nullable Object>> rows() {
    List<String> fields = fields();
    List<List<@Nullable Object>> rows = new ArrayList<>();
    for (FigureRow figure : figures) {
      Map<String, @Nullable Object> values = valuesOf(figure);
      List<@Nullable Object> row = new ArrayList<>();
      fields.forEach(field -> row.add(values.get(field)));
      rows.add(row);
    }
    return rows;
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
    values.put("final", row.isFinal());
    return values;
  }

  private Part partOf(FigureRow row) {
    return Objects.requireNonNull(parts.get(row.cell().part()), row.cell().part());
  }

  /** A table a report and part. */
  @Override
  public void printTable(PrintWriter out) {
    Map<String, List<FigureRow>> tables = new LinkedHashMap<>();
    for (FigureRow row : figures) {
      tables
          .computeIfAbsent(row.report().id() + ", " + row.cell().part(), key -> new ArrayList<>())
          .add(row);
    }
    tables.forEach(
        (title, its) -> {
          out.println(title);
          printTable(its, partOf(its.get(0)), out);
          out.println();
        });
    if (tables.isEmpty()) {
      out.println("nothing was counted");
    }
    out.flush();
  }

  private void printTable(List<FigureRow> rows, Part part, PrintWriter out) {
    List<List<String>> lines = new ArrayList<>();
    List<String> header = new ArrayList<>(List.of("window", "breakdown", "value"));
    header.addAll(part.columns());
    lines.add(header);
    for (FigureRow row : rows) {
      Map<String, @Nullable Object> values = valuesOf(row);
      List<String> line = new ArrayList<>();
      line.add(Objects.toString(values.get("window_start"), "all"));
      line.add(Objects.toString(values.get("breakdown"), ""));
      line.add(Objects.toString(values.get("value"), ""));
      part.columns().forEach(column -> line.add(Objects.toString(values.get(column), "")));
      lines.add(line);
    }
    new AlignedTable(lines, FIRST_COLUMNS + part.names()).print(out);
  }
}
