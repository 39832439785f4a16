package dev.footfall.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.jspecify.annotations.Nullable;

/** How {@code analyze} prints its rows. */
enum RowFormat {
  /** For people. */
  TABLE {
    @Override
    void print(ReportRows report, PrintWriter out) {
      report.printTable(out);
    }
  },
  /** One object a line, all fields always. */
  JSON {
    @Override
    void print(ReportRows report, PrintWriter out) throws IOException {
      JsonGenerator json = new JsonFactory().createGenerator(out);
      json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
      json.setRootValueSeparator(new SerializedString("\n"));
      List<String> fields = report.fields();
      List<List<@Nullable Object>> rows = report.rows();
      for (List<@Nullable Object> row : rows) {
        json.writeStartObject();
        for (int i = 0; i < fields.size(); i++) {
          json.writeFieldName(fields.get(i));
          writeValue(row.get(i), json);
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
    void print(ReportRows report, PrintWriter out) throws IOException {
      CSVPrinter csv =
          new CSVPrinter(
              out,
              CSVFormat.RFC4180
                  .builder()
                  .setRecordSeparator('\n')
                  .setHeader(report.fields().toArray(String[]::new))
                  .get());
      for (List<@Nullable Object> row : report.rows()) {
        csv.printRecord(row);
      }
      csv.flush();
    }
  };

  abstract void print(ReportRows report, PrintWriter out) throws IOException;

  static void writeValue(@Nullable Object value, JsonGenerator json) throws IOException {
    if (value instanceof Integer number) {
      json.writeNumber(number);
    } else if (value instanceof Long number) {
      json.writeNumber(number);
    } else if (value instanceof Double number) {
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
