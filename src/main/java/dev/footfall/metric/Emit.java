package dev.footfall.metric;

import java.io.Serializable;

/**
 * When rows are written.
 *
 * @param live whether rows are also written before they are final
 * @param everyMillis a live row is written at most once in this time of the clock
 */
public record Emit(boolean live, long everyMillis) implements Serializable {

  /** Rows are written once, when they can never change again. */
  public static final Emit FINAL = new Emit(false, 0);

  public static Emit live(long everyMillis) {
    return new Emit(true, everyMillis);
  }
}
