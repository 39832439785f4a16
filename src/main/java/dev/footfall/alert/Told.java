package dev.footfall.alert;

import org.jspecify.annotations.Nullable;

/**
 * What the last match of a unit leaves behind.
 *
 * @param usedUpTo no run that began by this event time can match any more
 * @param usedUpToEvent of events of that very time, those up to this one; null for all of them
 * @param toldAt the event time of the last alert that was told
 */
public record Told(long usedUpTo, @Nullable AlertEvent usedUpToEvent, long toldAt) {

  /** Before the first. */
  static final Told NOTHING = new Told(Long.MIN_VALUE, null, Long.MIN_VALUE);

  /** Whether the run began with an event that is used up. */
  boolean hasUsedUp(AlertRun run) {
    AlertEvent first = run.first();
    return first.time() < usedUpTo
        || (first.time() == usedUpTo
            && (usedUpToEvent == null || AlertEvent.ORDER.compare(first, usedUpToEvent) <= 0));
  }

  /** Whether so soon after the last alert no other is told. */
  boolean silences(long at, long cooldown) {
    return toldAt != Long.MIN_VALUE && at < toldAt + Math.max(1, cooldown);
  }
}
