package dev.footfall.funnel;

import java.io.Serializable;
import java.time.Duration;

/**
 * How long a run may last from its entry. The end counts: a step at exactly entry + within is in
 * time.
 *
 * @param millis the length in milliseconds, or {@link Long#MAX_VALUE} for no end (bounded input
 *     only)
 */
public record Within(long millis) implements Serializable {

  /** No end: for bounded input only. */
  public static final Within NONE = new Within(Long.MAX_VALUE);

  public static Within of(Duration length) {
    return new Within(length.toMillis());
  }

  /** Whether runs never end by time. */
  public boolean isNone() {
    return millis == Long.MAX_VALUE;
  }

  /**
   * The last millisecond at which a run that entered then may still take a step; {@link
   * Long#MAX_VALUE} if it never ends.
   */
  public long endOf(long entry) {
    long end = entry + millis;
    return end < entry ? Long.MAX_VALUE : end;
  }
}
