package dev.footfall.event;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One thing a user did, at one moment of event time.
 *
 * @param id the sender's own id of this event, or null if it gave none
 * @param name what happened, case-sensitive
 * @param user who did it
 * @param time when, in milliseconds since 1970-01-01T00:00:00Z; always greater than 0
 * @param properties everything else the sender said, as text. Nested objects are flattened with
 *     dots ({@code utm.source}); arrays are kept as JSON text; a JSON null is an absent property.
 * @param place where it stood, as {@link RejectedEvent#place} says it, if it may turn out to be
 *     late; null for all others, for a place would be half of what travels
 */
public record Event(
    @Nullable String id,
    String name,
    String user,
    long time,
    Map<String, String> properties,
    @Nullable String place)
    implements Intake {

  /** An event that need not say where it stood. */
  public Event(
      @Nullable String id, String name, String user, long time, Map<String, String> properties) {
    this(id, name, user, time, properties, null);
  }

  /** The same event, which says where it stood. */
  public Event readAt(String where) {
    return new Event(id, name, user, time, properties, where);
  }

  /**
   * No name, user or id is longer than this in UTF-8, so that two of them fit the key of a database
   * index (PostgreSQL's takes 2,704 bytes).
   */
  public static final int MAX_KEY_BYTES = 1000;
}
