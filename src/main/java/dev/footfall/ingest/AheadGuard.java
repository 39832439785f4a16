package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.event.RejectedEvent;
import dev.footfall.event.RejectionReason;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * Rejects events too far ahead of their reference time, before they can move the watermark: one
 * phone with a wrong clock must not close everyone's windows.
 *
 * @param maxAheadMillis how far ahead is still taken, this far included
 */
record AheadGuard(long maxAheadMillis) implements Serializable {

  AheadGuard(Duration maxAhead) {
    this(maxAhead.toMillis());
  }

  /** Whether the event lies too far ahead of this time, in milliseconds since the epoch. */
  boolean refuses(Event event, long reference) {
    return event.time() - reference > maxAheadMillis;
  }

  /** The rejection of such an event. */
  Arrival rejection(Event event, long reference, String place, byte[] raw) {
    String detail =
        "its time %s is more than %s ahead of %s"
            .formatted(
                Instant.ofEpochMilli(event.time()),
                Duration.ofMillis(maxAheadMillis),
                Instant.ofEpochMilli(reference));
    return Arrival.of(
        RejectedEvent.of(RejectionReason.TOO_EARLY, detail, place, raw, 0, raw.length, raw.length));
  }
}
