package dev.footfall.battery;

import dev.footfall.event.Event;
import dev.footfall.event.RejectionReason;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the producer sends, and what must become of it.
 *
 * @param partition where
 * @param value the bytes; null is a tombstone
 * @param fate what must become of it
 * @param event what it says, if it is an event
 * @param reason why it is rejected, if it is
 */
record Message(
    int partition,
    byte @Nullable [] value,
    Fate fate,
    Optional<Event> event,
    Optional<RejectionReason> reason) {

  /** What becomes of a message. Every message has one of these, and only one. */
  enum Fate {
    /** It is counted: it, or its copy if it has one. */
    COUNTED,
    /** It is a copy of one that is counted. */
    DUPLICATE,
    LATE,
    REJECTED,
    /** It only moves the watermark, and waits for ever. */
    CLOSES
  }

  static Message of(int partition, Event event, String json, Fate fate) {
    return new Message(
        partition,
        json.getBytes(StandardCharsets.UTF_8),
        fate,
        Optional.of(event),
        Optional.empty());
  }

  static Message rejected(int partition, byte @Nullable [] value, RejectionReason reason) {
    return new Message(partition, value, Fate.REJECTED, Optional.empty(), Optional.of(reason));
  }
}
