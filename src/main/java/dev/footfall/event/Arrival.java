package dev.footfall.event;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one line or message turned out to be: an event, or something that is none. Exactly one of
 * the two is there.
 *
 * @param event the event, or null if it was rejected
 * @param rejected the rejection, or null if it is an event
 * @param origin what the event's place begins with, {@code clicks.jsonl:} or {@code clicks/3@};
 *     empty if it has none
 * @param position what the event's place ends with: the number of the line, or the offset
 */
public record Arrival(
    @Nullable Event event, @Nullable RejectedEvent rejected, String origin, long position) {

  /** An event from nowhere in particular. */
  public static Arrival of(Event event) {
    return of(event, "", 0);
  }

  public static Arrival of(Event event, String origin, long position) {
    return new Arrival(event, null, origin, position);
  }

  public static Arrival of(RejectedEvent rejected) {
    return new Arrival(null, rejected, "", 0);
  }

  /** The event together with where it stood; only for the few that need it. */
  public Optional<Event> eventWithPlace() {
    return origin.isEmpty()
        ? Optional.ofNullable(event)
        : Optional.ofNullable(event).map(its -> its.readAt(origin + position));
  }
}
