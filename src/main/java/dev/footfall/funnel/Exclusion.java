package dev.footfall.funnel;

import java.io.Serializable;

/**
 * An event that ends runs whose current step lies from {@code after} up to, not including, {@code
 * before}.
 *
 * @param ends what the event must be
 * @param after the first step, from 1, at which a run is ended
 * @param before the first step, from 1, at which a run is no longer ended; greater than {@code
 *     after}
 */
public record Exclusion(Selector ends, int after, int before) implements Serializable {

  /** Whether a run whose current step is this one, from 1, would be ended. */
  public boolean activeAt(int step) {
    return after <= step && step < before;
  }
}
