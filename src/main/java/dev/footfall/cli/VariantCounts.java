package dev.footfall.cli;

import dev.footfall.experiment.Arm;
import dev.footfall.ingest.PlainOrGzip;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/**
 * Units and conversions by variant, as people have them at hand.
 *
 * @param variants in the order in which they come first
 * @param looks at each look the counts of every variant up to then; one at least
 */
record VariantCounts(List<String> variants, List<List<Arm>> looks) {

  private static final Pattern COUNT = Pattern.compile("(.+)=([0-9]{1,9})/([0-9]{1,9})");

  private static final String VARIANT = "variant";
  private static final String UNITS = "units";
  private static final String CONVERSIONS = "conversions";
  private static final String LOOK = "look";

  private static final Set<String> YES = Set.of("1", "true", "yes");
  private static final Set<String> NO = Set.of("", "0", "false", "no");

  VariantCounts {
    variants = List.copyOf(variants);
    looks = List.copyOf(looks);
  }

  /** Of words like {@code a=120/1000}: 120 of 1,000 converted. */
  static VariantCounts ofWords(List<String> words) {
    Map<String, Arm> counts = new LinkedHashMap<>();
    for (String word : words) {
      Matcher matcher = COUNT.matcher(word);
      if (!matcher.matches()) {
        throw new BadUsage(word + ": write a variant's conversions and units as in a=120/1000");
      }
      Arm arm = arm(word, matcher.group(2), matcher.group(3));
      if (counts.put(matcher.group(1), arm) != null) {
        throw new BadUsage(word + ": the variant comes twice; leave one of them out");
      }
    }
    return new VariantCounts(List.copyOf(counts.keySet()), List.of(List.copyOf(counts.values())));
  }

  private static Arm arm(String where, String conversions, String units) {
    try {
      return new Arm(Long.parseLong(conversions.strip()), Long.parseLong(units.strip()));
    } catch (NumberFormatException notWhole) {
      throw new BadUsage(where + ": conversions and units are whole numbers; write 120 and 1000");
    } catch (IllegalArgumentException moreThanAll) {
      throw new BadUsage(where + ": more conversions than units; write the conversions first");
    }
  }

  /**
   * Of a CSV file with the columns {@code variant}, {@code units} and {@code conversions}: a line a
   * variant. With a column {@code look} the lines of one look stand together, and each has the
   * counts up to then.
   */
  static VariantCounts ofCounts(Path file) {
    List<String> variants = new ArrayList<>();
    List<String> lookNames = new ArrayList<>();
    List<Map<String, Arm>> looks = new ArrayList<>();
    for (CSVRecord row : read(file, List.of(VARIANT, UNITS, CONVERSIONS))) {
      String where = file + ":" + (row.getRecordNumber() + 1);
      String look = row.isMapped(LOOK) ? row.get(LOOK) : "";
      if (lookNames.isEmpty() || !lookNames.get(lookNames.size() - 1).equals(look)) {
        if (lookNames.contains(look)) {
          throw new BadUsage(
              where + ": look " + look + " was before; let its lines stand together");
        }
        lookNames.add(look);
        looks.add(new LinkedHashMap<>());
      }
      String variant = row.get(VARIANT);
      if (!variants.contains(variant)) {
        variants.add(variant);
      }
      Arm arm = arm(where, row.get(CONVERSIONS), row.get(UNITS));
      if (looks.get(looks.size() - 1).put(variant, arm) != null) {
        throw new BadUsage(where + ": the variant comes twice in one look; leave one line out");
      }
    }
    return new VariantCounts(
        variants,
        looks.stream()
            .map(look -> variants.stream().map(name -> look.getOrDefault(name, Arm.EMPTY)).toList())
            .toList());
  }

  /**
   * Of a CSV file with a line a unit.
   *
   * @param variant the column that names the variant
   * @param converted the column that says whether the unit converted: true or false, 1 or 0, yes or
   *     no
   */
  static VariantCounts ofUnits(Path file, String variant, String converted) {
    Map<String, long[]> counts = new LinkedHashMap<>();
    for (CSVRecord row : read(file, List.of(variant, converted))) {
      long[] count = counts.computeIfAbsent(row.get(variant), name -> new long[2]);
      String word = row.get(converted).strip().toLowerCase(java.util.Locale.ROOT);
      if (!YES.contains(word) && !NO.contains(word)) {
        throw new BadUsage(
            file
                + ":"
                + (row.getRecordNumber() + 1)
                + ": \""
                + row.get(converted)
                + "\" says not whether the unit converted; write true or false");
      }
      count[0] += YES.contains(word) ? 1 : 0;
      count[1]++;
    }
    return new VariantCounts(
        List.copyOf(counts.keySet()),
        List.of(counts.values().stream().map(count -> new Arm(count[0], count[1])).toList()));
  }

  static List<CSVRecord> read(Path file, List<String> columns) {
    CSVFormat format =
        CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();
    try (InputStream bytes = new PlainOrGzip(Files.newInputStream(file));
        CSVParser rows = format.parse(new InputStreamReader(bytes, StandardCharsets.UTF_8))) {
      for (String column : columns) {
        if (!rows.getHeaderNames().contains(column)) {
          throw new BadUsage(
              file
                  + ":1: there is no column \""
                  + column
                  + "\"; name one of "
                  + String.join(", ", rows.getHeaderNames()));
        }
      }
      List<CSVRecord> all = rows.getRecords();
      for (CSVRecord row : all) {
        if (!row.isConsistent()) {
          throw new BadUsage(
              file
                  + ":"
                  + (row.getRecordNumber() + 1)
                  + ": the line has not a cell for each column");
        }
      }
      return all;
    } catch (IOException | UncheckedIOException | IllegalArgumentException unreadable) {
      throw new BadUsage(
          file + ": cannot be read as CSV with a header line (" + unreadable.getMessage() + ")");
    }
  }
}
