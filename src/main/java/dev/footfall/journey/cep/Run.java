package dev.footfall.journey.cep;

import dev.footfall.journey.StepEvent;

/**
 * A chain of one unit's events that fill steps 1 to k, as one match of the pattern tells it.
 *
 * @param unit who
 * @param entry the event that fills step 1
 * @param times when it took each step so far
 * @param excludedAt when an exclusion ended it, or {@link #OPEN}
 */
public record Run(String unit, StepEvent entry, long[] times, long excludedAt) {

  /** Stands for the end of a run that no exclusion has ended; event times are greater than 0. */
  public static final long OPEN = 0;

  /** The step it has reached, from 1. */
  public int step() {
    return times.length;
  }

  /** When it reached its step. */
  public long reachedAt() {
    return times[times.length - 1];
  }

  /** The instant at which the pattern tells this of it. */
  long toldAt() {
    return excluded() ? excludedAt : reachedAt();
  }

  public boolean excluded() {
    return excludedAt != OPEN;
  }
}
