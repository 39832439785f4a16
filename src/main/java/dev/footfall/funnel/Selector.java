package dev.footfall.funnel;

import dev.footfall.event.Event;
import java.io.Serializable;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/**
 * What one event must be: one of some names, and pass all of some filters.
 *
 * @param names the event names, any of which will do; empty means any event
 * @param filters all of which must accept the event's properties
 */
public record Selector(Set<String> names, List<Filter> filters) implements Serializable {

  public Selector {
    names = Set.copyOf(names);
    filters = List.copyOf(filters);
  }

  /** Any event of this name. */
  public static Selector named(String... names) {
    return new Selector(Set.of(names), List.of());
  }

  /** Whether the event has one of the names and passes every filter. */
  public boolean accepts(Event event) {
    return acceptsName(event.name()) && passesFilters(event);
  }

  /** Whether an event of this name could be accepted, whatever its properties. */
  public boolean acceptsName(String name) {
    return names.isEmpty() || names.contains(name);
  }

  /**
   * Whether one event could be accepted by both: they share a name, and no filter of one is known
   * to tell it from the other.
   */
  public boolean overlaps(Selector other) {
    return sharesNameWith(other)
        && filters.stream()
            .noneMatch(filter -> other.filters.stream().anyMatch(filter::contradicts));
  }

  private boolean sharesNameWith(Selector other) {
    return names.isEmpty() || other.names.isEmpty() || !Collections.disjoint(names, other.names);
  }

  private boolean passesFilters(Event event) {
    for (Filter filter : filters) {
      if (!filter.accepts(event.properties().get(filter.property()))) {
        return false;
      }
    }
    return true;
  }
}
