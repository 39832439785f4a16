package dev.footfall.experiment;

import java.util.List;

/**
 * How many units were still open at each age, and how many of them converted then. A unit whose age
 * ends with no conversion, because it is still open, counts as at risk up to that age and not
 * after: at one age, conversions come before that.
 *
 * @param ages by age, from the smallest
 */
public record LifeTable(List<AtAge> ages) {

  /**
   * One age.
   *
   * @param age since exposure, in any unit of time
   * @param atRisk units that were open when they came to this age
   * @param conversions of them at this age
   */
  public record AtAge(long age, long atRisk, long conversions) {
    public AtAge {
      if (conversions < 0 || atRisk < conversions) {
        throw new IllegalArgumentException(conversions + " of " + atRisk + " at age " + age);
      }
    }
  }

  public LifeTable {
    ages = List.copyOf(ages);
  }
}
