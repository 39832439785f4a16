package dev.footfall.event;

/**
 * Something that arrived and is no event.
 *
 * @param reason why, as a short fixed word that can be counted
 * @param detail what exactly is wrong, for a person
 * @param place where it stood: {@code file:line}, or {@code topic/partition@offset}
 * @param raw the bytes that arrived, at most {@link #MAX_RAW_BYTES} of them
 * @param size how many bytes arrived
 */
public record RejectedEvent(
    RejectionReason reason, String detail, String place, byte[] raw, long size) {

  /** Raw bytes beyond this are cut. */
  public static final int MAX_RAW_BYTES = 8 * 1024;
}
