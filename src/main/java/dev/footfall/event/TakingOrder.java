package dev.footfall.event;

import java.util.Comparator;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * The order in which a unit's events are taken: by time; at one instant by id, those without one
 * first, then by what they say. Two events that are equal in it are the same in everything.
 */
public final class TakingOrder implements Comparator<Event> {

  public static final TakingOrder INSTANCE = new TakingOrder();

  private static final Comparator<Event> AT_ONE_INSTANT =
      Comparator.comparing(Event::id, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Event::name)
          .thenComparing(Event::properties, TakingOrder::compareProperties);

  private TakingOrder() {}

  @Override
  public int compare(Event one, Event other) {
    return one.time() != other.time()
        ? Long.compare(one.time(), other.time())
        : AT_ONE_INSTANT.compare(one, other);
  }

  private static int compareProperties(Map<String, String> some, Map<String, String> others) {
    if (some.equals(others)) {
      return 0;
    }
    Iterator<Map.Entry<String, String>> left = new TreeMap<>(some).entrySet().iterator();
    Iterator<Map.Entry<String, String>> right = new TreeMap<>(others).entrySet().iterator();
    while (left.hasNext() && right.hasNext()) {
      Map.Entry<String, String> one = left.next();
      Map.Entry<String, String> other = right.next();
      int names = one.getKey().compareTo(other.getKey());
      if (names != 0) {
        return names;
      }
      int values = one.getValue().compareTo(other.getValue());
      if (values != 0) {
        return values;
      }
    }
    return Boolean.compare(left.hasNext(), right.hasNext());
  }
}
