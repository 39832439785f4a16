package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import dev.footfall.journey.ContentOrder;
import dev.footfall.journey.StepEvent;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * What one event means to one funnel: what {@link StepEvent} says, but used again for event after
 * event, and without what is seldom asked.
 */
final class Signal {

  /** The order of rule 2, as {@link StepEvent#ORDER}, among signals of one instant. */
  static final Comparator<Signal> ORDER = Signal::compare;

  private static final Comparator<String> BY_ID = Comparator.nullsFirst(Comparator.naturalOrder());

  private static final Event NONE = new Event(null, "", "", 0, java.util.Map.of());

  Event event = NONE;

  /** The steps it fills, a bit each. */
  long fills;

  /** The steps at which it ends a run by an exclusion, a bit each. */
  long ends;

  /** Whether it ends a strict run that cannot take it. */
  boolean breaks;

  /** What it holds; empty if the funnel holds nothing, null if it lacks something. */
  @Nullable String held;

  boolean meansNothing() {
    return fills == 0 && ends == 0 && !breaks;
  }

  private static int compare(Signal one, Signal other) {
    int lowest = Integer.compare(one.lowestStep(), other.lowestStep());
    if (lowest != 0) {
      return lowest;
    }
    int highest = Integer.compare(one.highestStep(), other.highestStep());
    if (highest != 0) {
      return highest;
    }
    int ids = BY_ID.compare(one.event.id(), other.event.id());
    return ids != 0
        ? ids
        : Long.compare(ContentOrder.fingerprint(one.event), ContentOrder.fingerprint(other.event));
  }

  private int lowestStep() {
    return fills == 0 ? Long.SIZE : Long.numberOfTrailingZeros(fills);
  }

  private int highestStep() {
    return fills == 0 ? Long.SIZE : Lane.last(fills);
  }
}
