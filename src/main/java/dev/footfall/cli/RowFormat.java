package dev.footfall.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Funnel;
import dev.footfall.metric.StepRow;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** How {@code analyze} prints its rows. */
enum RowFormat {
  /** For people. */
  TABLE {
    @Override
    void print(List<StepRow> rows, List<Funnel> funnels, PrintWriter out) {
      new RowTables(funnels).print(rows, out);
    }
  },
  /** One object a line, all fields always. */
  JSON {
    @Override
    void print(List<StepRow> rows, List<Funnel> funnels, PrintWriter out) throws IOException {
      JsonGenerator json = new JsonFactory().createGenerator(out);
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setRootValueSeparator(new SerializedString("\n"));
      for (StepRow row : rows) {
        json.writeStartObject();
        for (int i = 0; i < FIELDS.length; i++) {
          json.writeFieldName(FIELDS[i]);
          writeValue(fieldsOf(row)[i], json);
        }
        json.writeEndObject();
      }
      json.close();
      if (!rows.isEmpty()) {
        out.println();
      }
      out.flush();
    }
  },
  /** A header line, then a line a row; null is empty. */
  CSV {
    @Override
    void print(List<StepRow> rows, List<Funnel> funnels, PrintWriter out) throws IOException {
      CSVPrinter csv =
          new CSVPrinter(
              out, CSVFormat.RFC4180.builder().setRecordSeparator('\n').setHeader(FIELDS).get());
      for (StepRow row : rows) {
        csv.printRecord(fieldsOf(row));
      }
      csv.flush();
    }
  };

  /** In this order, always: a contract with whoever reads them. */
  private static final String[] FIELDS = {
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
    "final"
  };

  abstract void print(List<StepRow> rows, List<Funnel> funnels, PrintWriter out) throws IOException;

  private static @Nullable Object[] fieldsOf(StepRow row) {
    boolean total = row.breakdown().isEmpty();
    boolean all = new CohortWindow(row.cohortStart(), row.cohortEnd()).isAll();
    return new @Nullable Object[] {
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
      row.isFinal()
    };
  }

  static void writeValue(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Boolean flag) {
      json.writeBoolean(flag);
    } else if (value instanceof String text) {
      json.writeString(text);
    } else {
      json.writeNull();
    }
  }
}
