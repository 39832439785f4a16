package dev.footfall.journey;

import dev.footfall.funnel.FunnelVersion;
import org.jspecify.annotations.Nullable;

/**
 * What one unit did in one cohort of one funnel: the one fact that every engine emits and every
 * number is made of.
 *
 * @param version the funnel, in the version that was followed
 * @param unit who
 * @param cohortStart the first millisecond of the cohort's window of entries
 * @param cohortEnd the first millisecond after it
 * @param furthest the furthest step any run of the cohort has reached, from 1
 * @param outcome where the unit stands
 * @param times when the counted run took each step, one for each step of the funnel; {@link
 *     #NOT_TAKEN} where it did not
 * @param values the counted run's value of each breakdown, {@link #NO_VALUE} where its entry has
 *     none
 */
public record Progress(
    FunnelVersion version,
    String unit,
    long cohortStart,
    long cohortEnd,
    int furthest,
    Outcome outcome,
    long[] times,
    String[] values) {

  /** Stands for the time of a step that was not taken; event times are greater than 0. */
  public static final long NOT_TAKEN = 0;

  /** Stands for the absent value of a breakdown. */
  public static final String NO_VALUE = "(none)";

  /** The funnel's id. */
  public String funnel() {
    return version.id();
  }

  /** When the counted run entered. */
  public long entry() {
    return times[0];
  }

  /**
   * A unit's step from one progress to the next in the same cohort; {@code before} is null at its
   * first entry.
   */
  public record Change(@Nullable Progress before, Progress after) {}
}
