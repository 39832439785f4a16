package dev.footfall.event;

import org.jspecify.annotations.Nullable;

/**
 * What one line or message turned out to be: an event, or something that is none. Exactly one of
 * the two is there.
 *
 * @param event the event, or null if it was rejected
 * @param rejected the rejection, or null if it is an event
 */
public record Arrival(@Nullable Event event, @Nullable RejectedEvent rejected) {

  public static Arrival of(Event event) {
    return new Arrival(event, null);
  }

  public static Arrival of(RejectedEvent rejected) {
    return new Arrival(null, rejected);
  }
}
