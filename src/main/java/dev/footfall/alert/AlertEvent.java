package dev.footfall.alert;

import dev.footfall.event.Event;
import dev.footfall.funnel.PatternAlert;
import dev.footfall.funnel.PatternAlert.Element;
import dev.footfall.journey.ContentOrder;
import dev.footfall.journey.KeyText;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What one event means to one pattern.
 *
 * @param unit whose pattern it is
 * @param time event time in milliseconds since the epoch
 * @param takes the present elements that accept it, a bit each: element {@code n}, from 0, has bit
 *     {@code n}
 * @param forbids the absent elements that accept it, likewise
 * @param id the sender's id of the event, or null
 * @param fingerprint of its content: decides between events of one instant without ids
 * @param name the event's name
 * @param properties of the event; none if they take more than {@link #MOST_CHARACTERS}
 */
public record AlertEvent(
    String unit,
    long time,
    int takes,
    int forbids,
    @Nullable String id,
    long fingerprint,
    String name,
    Map<String, String> properties) {

  /** Properties that take more, keys and values together, are left out of what is told. */
  public static final int MOST_CHARACTERS = 2_000;

  /**
   * The order in which a unit's events are taken: by time; at one instant by the first element they
   * can be, then the last, then id, then content. Events that only end something come last. Events
   * that are the same in all of this have one place.
   */
  static final Comparator<AlertEvent> ORDER =
      Comparator.comparingLong(AlertEvent::time)
          .thenComparingInt(event -> Integer.numberOfTrailingZeros(event.takes))
          .thenComparingInt(event -> Integer.SIZE - Integer.numberOfLeadingZeros(event.takes))
          .thenComparing(AlertEvent::id, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparingLong(AlertEvent::fingerprint);

  /** What the event means to the pattern; empty if it takes no part in it. */
  static Optional<AlertEvent> of(Event event, PatternAlert alert) {
    int takes = 0;
    int forbids = 0;
    for (int i = 0; i < alert.elements().size(); i++) {
      Element element = alert.elements().get(i);
      if (element.accepts().accepts(event)) {
        takes |= element.absent() ? 0 : 1 << i;
        forbids |= element.absent() ? 1 << i : 0;
      }
    }
    String unit = takes == 0 && forbids == 0 ? null : unitOf(event, alert);
    return unit == null
        ? Optional.empty()
        : Optional.of(
            new AlertEvent(
                unit,
                event.time(),
                takes,
                forbids,
                event.id(),
                ContentOrder.fingerprint(event),
                event.name(),
                toldOf(event)));
  }

  private static @Nullable String unitOf(Event event, PatternAlert alert) {
    if (alert.concernsUsers()) {
      return event.user();
    }
    String value = event.properties().get(alert.unit());
    return value == null || value.isEmpty() ? null : KeyText.of(value);
  }

  private static Map<String, String> toldOf(Event event) {
    int characters = 0;
    for (Map.Entry<String, String> property : event.properties().entrySet()) {
      characters += property.getKey().length() + property.getValue().length();
    }
    return characters > MOST_CHARACTERS ? new HashMap<>() : new HashMap<>(event.properties());
  }

  /** Whether the element of this position, from 0, accepts it as present. */
  boolean isTakenBy(int element) {
    return (takes & 1 << element) != 0;
  }

  /** Whether it is what the absent element of this position forbids. */
  boolean isForbiddenBy(int element) {
    return (forbids & 1 << element) != 0;
  }
}
