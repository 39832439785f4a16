package dev.footfall.journey;

import dev.footfall.event.Event;
import java.nio.charset.StandardCharsets;

/**
 * Makes the value of a property fit the key of a row. Databases refuse keys beyond some size, and a
 * row that is refused would stop the job.
 */
public final class KeyText {

  /** Of one {@code char}; two that make one character take four. */
  private static final int MOST_BYTES_OF_A_CHARACTER = 3;

  /** Kept of a text that does not fit. */
  private static final int KEPT = 200;

  private KeyText() {}

  /**
   * The text itself if it takes no more than {@link Event#MAX_KEY_BYTES} in UTF-8; else its
   * beginning and a number made of all of it, which keeps it apart from others that begin alike.
   */
  public static String of(String text) {
    return of(text, Event.MAX_KEY_BYTES);
  }

  /**
   * The same for a key with room for fewer bytes.
   *
   * @param mostBytes so many in UTF-8; 700 at least, which what is kept of a longer text takes
   */
  public static String of(String text, int mostBytes) {
    if (text.length() <= mostBytes / MOST_BYTES_OF_A_CHARACTER
        || text.getBytes(StandardCharsets.UTF_8).length <= mostBytes) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(KEPT - 1)) ? KEPT - 1 : KEPT;
    return text.substring(0, end) + "… #" + Long.toHexString(ContentOrder.hash(text));
  }
}
