package dev.footfall.journey.tracker;

import dev.footfall.journey.ExposureNews.Standing;

/** What one unit did in one experiment. Changes. */
final class ExposedUnit {

  /** Its variant's position, or {@link Standing#IN_SEVERAL}. */
  int variant;

  long exposedAt;

  /** Whether it has had its time: then its journey is forgotten. */
  boolean matured;

  /** The steps it took, a bit each. */
  long steps;

  /** How long after its exposure it reached the metric's step, or {@link Standing#NOT_YET}. */
  long convertedAfter = Standing.NOT_YET;

  /** Its way through the funnel since its exposure, as long as it has time. */
  UnitJourney journey = new UnitJourney();

  Standing standing() {
    return new Standing(variant, exposedAt, matured, steps, convertedAfter);
  }
}
