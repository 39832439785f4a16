package dev.footfall.metric;

/**
 * A part of a cohort: all of it, or the units of one value of one breakdown.
 *
 * @param breakdown the property; empty for all of the cohort
 * @param value its value; empty for all of the cohort
 */
public record Slice(String breakdown, String value) {

  /** All of the cohort. */
  public static final Slice TOTAL = new Slice("", "");

  /** The value under which the units of all values beyond {@code max_values} are counted. */
  public static final String OTHER = "(other)";

  public boolean isTotal() {
    return breakdown.isEmpty();
  }
}
