package dev.footfall.replay;

import dev.footfall.event.RejectedEvent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * Something that was rejected, as it is kept.
 *
 * @param place where it was read: {@code file:line}, or {@code topic/partition@offset}
 * @param reason why, as the table has it
 * @param detail what exactly is wrong, for a person
 * @param size how many bytes arrived
 * @param raw the first of them, at most {@link RejectedEvent#MAX_RAW_BYTES}
 */
public record RejectedRow(String place, String reason, String detail, long size, byte[] raw) {

  /** The same of an event that was rejected just now. */
  public static RejectedRow of(RejectedEvent rejected) {
    return new RejectedRow(
        rejected.place(),
        rejected.reason().name().toLowerCase(Locale.ROOT),
        rejected.detail(),
        rejected.size(),
        rejected.raw());
  }

  /** Whether some of what arrived was not kept: it can be repaired only where it came from. */
  public boolean isCut() {
    return size > raw.length;
  }

  /** Whether there is nothing to repair. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** What arrived as text, if it is text. */
  Optional<String> text() {
    String text = new String(raw, StandardCharsets.UTF_8);
    return Arrays.equals(text.getBytes(StandardCharsets.UTF_8), raw)
        ? Optional.of(text)
        : Optional.empty();
  }
}
