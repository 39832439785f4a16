package dev.footfall.journey;

import dev.footfall.event.Event;
import java.nio.charset.StandardCharsets;

/**
 * Makes the value of a property fit the key of a row. Databases refuse keys beyond some size, and a
 * row that is refused would stop the job.
 */
public final class KeyText {

  /** So many characters take no more than {@link Event#MAX_KEY_BYTES}, whatever they are. */
  private static final int ALWAYS_FITS = Event.MAX_KEY_BYTES / 3;

  /** Kept of a text that does not fit. */
  private static final int KEPT = 200;

  private KeyText() {}

  /**
   * The text itself if it takes no more than {@link Event#MAX_KEY_BYTES} in UTF-8; else its
   * beginning and a number made of all of it, which keeps it apart from others that begin alike.
   */
  public static String of(String text) {
    if (text.length() <= ALWAYS_FITS
        || text.getBytes(StandardCharsets.UTF_8).length <= Event.MAX_KEY_BYTES) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(KEPT - 1)) ? KEPT - 1 : KEPT;
    return text.substring(0, end) + "… #" + Long.toHexString(ContentOrder.hash(text));
  }
}
