package dev.footfall.event;

import java.util.Arrays;

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

  private static final int MAX_DETAIL = 500;

  /**
   * What arrived as these bytes is no event.
   *
   * @param detail why, for a person; it may quote anything: it is made fit for a database here
   * @param bytes holds the bytes, or the first of them, from the given index
   * @param length how many of them it holds
   * @param size how many arrived
   */
  public static RejectedEvent of(
      RejectionReason reason,
      String detail,
      String place,
      byte[] bytes,
      int from,
      int length,
      long size) {
    byte[] raw = Arrays.copyOfRange(bytes, from, from + Math.min(length, MAX_RAW_BYTES));
    return new RejectedEvent(reason, printable(detail), place, raw, size);
  }

  /** A parser may quote what it met: control characters and halves of pairs go, and all is cut. */
  private static String printable(String detail) {
    int end = Math.min(detail.length(), MAX_DETAIL);
    StringBuilder printable = new StringBuilder(end);
    for (int i = 0; i < end; i++) {
      char c = detail.charAt(i);
      boolean odd = Character.isISOControl(c) || Character.isSurrogate(c);
      printable.append(odd ? '\uFFFD' : c);
    }
    return printable.toString();
  }
}
