package dev.footfall.report;

import dev.footfall.funnel.CohortWindow;

/** Where a follower counts, and tells what it knows of one user. */
public interface Figures {

  /**
   * Counts something, in the total and among the users of a value.
   *
   * @param window in which window
   * @param at when it came about, in event time: of an event, the event's time; of what time alone
   *     brings, the moment it was due. Never before the time up to which time was let pass.
   * @param value of the breakdown; empty if the report has none, {@link
   *     dev.footfall.journey.Progress#NO_VALUE} if the user has none
   * @param cell what, in the total
   */
  void count(CohortWindow window, long at, String value, Cell cell, Amounts amounts);

  /** Tells what the user did next; whoever only counts passes over it. */
  default void tell(CohortWindow window, NextOfUnit.Told told) {}
}
