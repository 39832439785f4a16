package dev.footfall.journey;

import dev.footfall.event.Event;
import java.util.Map;

/** Decides between events by what they say, never by when they arrived. */
public final class ContentOrder {

  private ContentOrder() {}

  /**
   * A 64-bit number made of the event's name and properties, the same whatever the order of the
   * properties. Different contents have different numbers but for a chance of one in 2^64.
   */
  public static long fingerprint(Event event) {
    long sum = hash(event.name());
    for (Map.Entry<String, String> property : event.properties().entrySet()) {
      sum += mix(hash(property.getKey()) * 31 + hash(property.getValue()));
    }
    return mix(sum);
  }

  /** FNV-1a over the UTF-16 units, then mixed: http://www.isthe.com/chongo/tech/comp/fnv/. */
  static long hash(String text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  /** The finalizer of MurmurHash3, which spreads every bit over all others. */
  private static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 33)) * 0xff51afd7ed558ccdL;
    mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return mixed ^ (mixed >>> 33);
  }
}
