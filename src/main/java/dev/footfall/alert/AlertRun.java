package dev.footfall.alert;

import java.util.Comparator;
import java.util.List;

/**
 * The events of one unit that make a pattern.
 *
 * @param events in the order of the pattern
 * @param broken whether what must not come after them has come
 */
public record AlertRun(List<AlertEvent> events, boolean broken) {

  /** Which of the runs that are certain makes an alert: complete first, then begun first. */
  static final Comparator<AlertRun> COMPLETE_FIRST =
      Comparator.comparing(AlertRun::last, AlertEvent.ORDER)
          .thenComparing(AlertRun::first, AlertEvent.ORDER);

  AlertEvent first() {
    return events.get(0);
  }

  AlertEvent last() {
    return events.get(events.size() - 1);
  }

  /** The event time at which it is certain. */
  long certainAt(long absence) {
    return last().time() + absence;
  }

  /** Whether it began and was complete with the same events, whatever is between. */
  boolean isSame(AlertRun other) {
    return COMPLETE_FIRST.compare(this, other) == 0;
  }
}
