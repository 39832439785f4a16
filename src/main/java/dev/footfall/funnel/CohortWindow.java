package dev.footfall.funnel;

/**
 * A window of event time that holds the entries of one cohort.
 *
 * @param start its first millisecond since the epoch
 * @param end the first millisecond after it
 */
public record CohortWindow(long start, long end) {

  /** The one window over everything. */
  public static final CohortWindow ALL = new CohortWindow(Long.MIN_VALUE, Long.MAX_VALUE);

  public boolean isAll() {
    return equals(ALL);
  }

  public boolean contains(long time) {
    return start <= time && (time < end || end == Long.MAX_VALUE);
  }

  /**
   * The watermark from which the counts of this cohort never change again: no run that entered in
   * it can take another step. {@link Long#MAX_VALUE} means: at the end of the input.
   */
  public long finalFrom(Within within) {
    return isAll() ? Long.MAX_VALUE : within.endOf(end - 1);
  }
}
