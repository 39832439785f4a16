package dev.footfall.event;

import dev.footfall.event.MappedPlaces.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads one line of CSV (RFC 4180) under a known header. A cell cannot go on in the next line. */
final class CsvEvents {

  private static final String NOT_CSV =
      "it is not CSV: a quote does not close where its cell ends, or not in this line";

  private final JsonEvents json;
  private final List<String> columns;
  private final List<List<Target>> targets;
  private final Optional<String> wrongHeader;

  /** The cells of the line being read; used again for the next. */
  private final List<String> cells = new ArrayList<>();

  CsvEvents(MappedPlaces places, JsonEvents json, List<String> columns) {
    this.json = json;
    this.columns = List.copyOf(columns);
    this.targets = columns.stream().map(places::at).toList();
    this.wrongHeader = repeated(columns);
  }

  private static Optional<String> repeated(List<String> columns) {
    Set<String> seen = new HashSet<>();
    return columns.stream()
        .filter(column -> !seen.add(column))
        .findFirst()
        .map("the header names the column \"%s\" twice"::formatted);
  }

  /** The columns that a header line names. */
  static List<String> columns(String header) throws Refusal {
    List<String> columns = new ArrayList<>();
    split(header, columns);
    columns.replaceAll(String::strip);
    return columns;
  }

  /** Gathers what the line says. The bytes must be UTF-8. */
  void read(byte[] bytes, int from, int length, EventDraft draft) throws Refusal {
    if (wrongHeader.isPresent()) {
      throw new Refusal(RejectionReason.MALFORMED, wrongHeader.get());
    }
    cells.clear();
    split(new String(bytes, from, length, StandardCharsets.UTF_8), cells);
    if (cells.size() != columns.size()) {
      throw new Refusal(
          RejectionReason.MALFORMED,
          "it has %d cells where the header has %d".formatted(cells.size(), columns.size()));
    }
    for (int i = 0; i < cells.size(); i++) {
      if (!cells.get(i).isEmpty()) {
        json.readText(cells.get(i), targets.get(i), columns.get(i), false, draft);
      }
    }
  }

  private static void split(String line, List<String> cells) throws Refusal {
    if (line.indexOf('"') >= 0) {
      splitQuoted(line, cells);
      return;
    }
    // Without quotes a comma is a comma, and a parser for each line would cost more than the rest.
    int start = 0;
    for (int comma = line.indexOf(','); comma >= 0; comma = line.indexOf(',', start)) {
      cells.add(line.substring(start, comma));
      start = comma + 1;
    }
    cells.add(line.substring(start));
  }

  private static void splitQuoted(String line, List<String> cells) throws Refusal {
    try (CSVParser parser = CSVParser.parse(line, CSVFormat.RFC4180)) {
      for (CSVRecord row : parser) {
        row.forEach(cells::add);
      }
    } catch (IOException | UncheckedIOException | IllegalStateException malformed) {
      throw new Refusal(RejectionReason.MALFORMED, NOT_CSV);
    }
  }
}
