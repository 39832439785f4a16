package dev.footfall.ingest;

import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids of one user's events and when each was last seen, in milliseconds since the epoch. They
 * are seen in the order of event time, so the one to be forgotten next is always the first.
 */
final class SeenIds {

  private final LinkedHashMap<String, Long> lastSeen;

  /** There is a timer at this time, or it has passed. */
  private long forgetAt = Long.MIN_VALUE;

  /** When the latest of them was seen. */
  private long latest;

  SeenIds() {
    lastSeen = new LinkedHashMap<>();
  }

  SeenIds(SeenIds other) {
    lastSeen = new LinkedHashMap<>(other.lastSeen);
    forgetAt = other.forgetAt;
    latest = other.latest;
  }

  /**
   * Sees an id at a time not before any other.
   *
   * @return whether it was seen in the time before, the beginning of that time included
   */
  boolean sawBefore(String id, long time, long within) {
    Long before = see(id, time);
    return before != null && time - before <= within;
  }

  /**
   * Sees an id at a time not before any other.
   *
   * @return when it was last seen, or null if it was not
   */
  @Nullable Long see(String id, long time) {
    Long before = lastSeen.remove(id);
    lastSeen.put(id, time);
    latest = time;
    return before;
  }

  /** Forgets what was last seen up to this time. */
  void forgetUpTo(long time) {
    Iterator<Long> times = lastSeen.values().iterator();
    while (times.hasNext() && times.next() <= time) {
      times.remove();
    }
  }

  boolean isEmpty() {
    return lastSeen.isEmpty();
  }

  /** When the latest of them was seen. */
  long latest() {
    return latest;
  }

  long forgetAt() {
    return forgetAt;
  }

  void forgetAt(long time) {
    forgetAt = time;
  }

  /** In the order in which they were last seen. */
  Map<String, Long> all() {
    return Collections.unmodifiableMap(lastSeen);
  }
}
