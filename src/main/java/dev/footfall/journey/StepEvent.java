package dev.footfall.journey;

import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What one event means to one funnel.
 *
 * @param unit who makes the journey
 * @param time event time in milliseconds since the epoch
 * @param fills the steps it fills, a bit each: see {@link #bit}
 * @param ends the steps at which it ends a run by an exclusion, a bit each
 * @param breaks whether it ends a strict run that cannot take it
 * @param held the values of the held properties as one text; empty if the funnel holds none, null
 *     if the event lacks one (it then fills no step)
 * @param values its value of each breakdown; empty if it fills no step
 * @param id the sender's id of the event, or null
 * @param fingerprint of its content: decides between events of one instant without ids
 */
public record StepEvent(
    String unit,
    long time,
    long fills,
    long ends,
    boolean breaks,
    @Nullable String held,
    String[] values,
    @Nullable String id,
    long fingerprint) {

  /** At most this many steps fit the bits. */
  public static final int MAX_STEPS = 60;

  /**
   * The order in which a unit's events are taken: by time; at one instant by the lowest step they
   * fill, then the highest, then id, then content; events that fill none come last.
   */
  public static final Comparator<StepEvent> ORDER =
      Comparator.comparingLong(StepEvent::time)
          .thenComparingInt(StepEvent::lowestStep)
          .thenComparingInt(StepEvent::highestStep)
          .thenComparing(StepEvent::id, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingLong(StepEvent::fingerprint);

  /** The bit of a step, from 1. */
  public static long bit(int step) {
    return 1L << step;
  }

  public boolean fills(int step) {
    return (fills & bit(step)) != 0;
  }

  public boolean endsAt(int step) {
    return (ends & bit(step)) != 0;
  }

  /** The same event, but only as the steps it fills. */
  public StepEvent withoutEnds() {
    return new StepEvent(unit, time, fills, 0, breaks, held, values, id, fingerprint);
  }

  /** The same event, but only as what it ends. */
  public StepEvent withoutFills() {
    return new StepEvent(unit, time, 0, ends, breaks, held, values, id, fingerprint);
  }

  /** The lowest step it fills; beyond every step if none. */
  public int lowestStep() {
    return fills == 0 ? Long.SIZE : Long.numberOfTrailingZeros(fills);
  }

  /** The highest step it fills; beyond every step if none. */
  public int highestStep() {
    return fills == 0 ? Long.SIZE : Long.SIZE - 1 - Long.numberOfLeadingZeros(fills);
  }
}
