package dev.footfall.cli;

import dev.footfall.experiment.Cuped;
import dev.footfall.experiment.Values;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * What units brought, a number each, of a CSV file with a line a unit.
 *
 * @param variants in the order in which they come first
 * @param values of each variant's units
 * @param others another number of the same units; empty if none was asked for
 */
record UnitValues(List<String> variants, List<double[]> values, List<double[]> others) {

  /**
   * Reads.
   *
   * @param variant the column that names the variant
   * @param value the column of the number
   * @param other that of another one
   */
  static UnitValues of(Path file, String variant, String value, @Nullable String other) {
    List<String> columns = new ArrayList<>(List.of(variant, value));
    if (other != null) {
      columns.add(other);
    }
    Map<String, List<double[]>> units = new LinkedHashMap<>();
    for (CSVRecord row : VariantCounts.read(file, columns)) {
      double[] numbers = {number(file, row, value), other == null ? 0 : number(file, row, other)};
      units.computeIfAbsent(row.get(variant), name -> new ArrayList<>()).add(numbers);
    }
    units.forEach(
        (name, its) -> {
          if (its.size() < 2) {
            throw new BadUsage(
                file
                    + ": variant \""
                    + name
                    + "\" has one unit; two at least tell how they differ");
          }
        });
    return new UnitValues(
        List.copyOf(units.keySet()),
        units.values().stream().map(its -> column(its, 0)).toList(),
        other == null ? List.of() : units.values().stream().map(its -> column(its, 1)).toList());
  }

  private static double[] column(List<double[]> units, int index) {
    return units.stream().mapToDouble(numbers -> numbers[index]).toArray();
  }

  private static double number(Path file, CSVRecord row, String column) {
    try {
      double number = Double.parseDouble(row.get(column));
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException noNumber) {
      // Told below, with those that are none in other ways.
    }
    throw new BadUsage(
        "%s:%d: \"%s\" is no number; write one like 12.5, and 0 for a unit that brought nothing"
            .formatted(file, row.getRecordNumber() + 1, row.get(column)));
  }

  /** The numbers by their mean. */
  List<Values> means() {
    return values.stream().map(Values::of).toList();
  }

  /** The numbers over the others, sum by sum. */
  List<Values> ratios() {
    List<Values> ratios = new ArrayList<>();
    for (int arm = 0; arm < variants.size(); arm++) {
      double[] below = others.get(arm);
      double sum = 0;
      for (double number : below) {
        sum += number;
      }
      if (sum <= 0) {
        throw new BadUsage(
            "--per: the column's numbers of variant \""
                + variants.get(arm)
                + "\" add up to nothing; name one that counts something");
      }
      ratios.add(Values.ratio(values.get(arm), below));
    }
    return ratios;
  }

  /** The numbers without what units differed in before; the others are from then. */
  List<Values> adjusted() {
    List<Cuped.Paired> arms = new ArrayList<>();
    for (int arm = 0; arm < variants.size(); arm++) {
      arms.add(new Cuped.Paired(values.get(arm), others.get(arm)));
    }
    Cuped cuped = Cuped.of(arms);
    return arms.stream().map(cuped::adjust).toList();
  }
}
