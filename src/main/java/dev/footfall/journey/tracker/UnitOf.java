package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.KeyText;
import org.apache.flink.api.common.functions.FilterFunction;
import org.apache.flink.api.java.functions.KeySelector;

/**
 * Who makes the journey that an event is part of: its user, or the value of a property.
 *
 * @param unit {@link Funnel#USER}, or the property
 */
record UnitOf(String unit) implements KeySelector<Event, String>, FilterFunction<Event> {

  /** The unit; empty if the event has none. */
  @Override
  public String getKey(Event event) {
    return isUser() ? event.user() : KeyText.of(event.properties().getOrDefault(unit, ""));
  }

  /** Whether the event has a unit: one without takes no part, and is never lumped with others. */
  @Override
  public boolean filter(Event event) {
    return !getKey(event).isEmpty();
  }

  boolean isUser() {
    return unit.equals(Funnel.USER);
  }
}
