package dev.footfall.experiment;

import dev.footfall.experiment.LifeTable.AtAge;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Life tables of units that are named one by one: slow and plain. */
final class LifeTables {

  private LifeTables() {}

  /**
   * @param ages at which each unit converted, or up to which it was open
   * @param converted whether it did
   */
  static LifeTable of(List<Long> ages, List<Boolean> converted) {
    List<AtAge> table = new ArrayList<>();
    for (long age : new TreeSet<>(ages)) {
      long atRisk = ages.stream().filter(other -> other >= age).count();
      long conversions = 0;
      for (int i = 0; i < ages.size(); i++) {
        conversions += ages.get(i) == age && converted.get(i) ? 1 : 0;
      }
      table.add(new AtAge(age, atRisk, conversions));
    }
    return new LifeTable(table);
  }
}
