package dev.footfall.metric;

import java.util.List;

/**
 * How the counts of one cohort have changed: its total and every value of every breakdown together,
 * so that they add up at every moment.
 *
 * @param cohort which
 * @param shape what its rows look like
 * @param parts what changed in each slice
 */
public record CohortDelta(CohortKey cohort, CohortShape shape, List<Part> parts) {

  /**
   * How the counts of one slice have changed.
   *
   * @param slice which
   * @param since the earliest event time at which a unit counted here is known to have counted
   * @param change by how much
   */
  public record Part(Slice slice, long since, Tally change) {}
}
