package dev.footfall.ingest;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The ids of one user's events and when each was last seen, in milliseconds since the epoch. They
 * are seen in the order of event time, so the one to be forgotten next is always the first.
 */
final class SeenIds {

  private final LinkedHashMap<String, Long> lastSeen;

  SeenIds() {
    lastSeen = new LinkedHashMap<>();
  }

  SeenIds(SeenIds other) {
    lastSeen = new LinkedHashMap<>(other.lastSeen);
  }

  /**
   * Sees an id at a time not before any other.
   *
   * @return whether it was seen in the time before, the beginning of that time included
   */
  boolean sawBefore(String id, long time, long within) {
    Long before = lastSeen.remove(id);
    lastSeen.put(id, time);
    return before != null && time - before <= within;
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

  /** When the first of them was last seen. There must be one. */
  long earliest() {
    return lastSeen.values().iterator().next();
  }

  /** In the order in which they were last seen. */
  Map<String, Long> all() {
    return lastSeen;
  }
}
