package dev.footfall.journey;

import dev.footfall.event.Event;
import dev.footfall.funnel.Exclusion;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Order;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what one event means to one funnel. Both engines see events only through it. */
public final class Classifier {

  private final Funnel funnel;

  public Classifier(Funnel funnel) {
    this.funnel = funnel;
  }

  /** What the event means to the funnel, or empty if it takes no part in it. */
  public Optional<StepEvent> classify(Event event) {
    String unit = unitOf(event);
    if (unit == null) {
      return Optional.empty();
    }
    String held = heldBy(event);
    long fills = held == null ? 0 : stepsFilledBy(event);
    long ends = exclusionsMetBy(event);
    boolean breaks = breaksStrictRuns(event.name());
    if (fills == 0 && ends == 0 && !breaks) {
      return Optional.empty();
    }
    return Optional.of(
        new StepEvent(
            unit,
            event.time(),
            fills,
            ends,
            breaks,
            held,
            fills == 0 ? NO_VALUES : valuesOf(event),
            event.id(),
            ContentOrder.fingerprint(event)));
  }

  private static final String[] NO_VALUES = {};

  /** Whether an event of this name ends a strict run that cannot take it. */
  public boolean breaksStrictRuns(String name) {
    return funnel.order() == Order.STRICT && !funnel.ignore().contains(name);
  }

  /** Who makes the journey, or null if the event takes no part in this funnel. */
  public @Nullable String unitOf(Event event) {
    return funnel.countsUsers() ? event.user() : keyIn(event, funnel.unit());
  }

  /**
   * The values of the held properties as one text; empty if nothing is held, null if one is absent.
   */
  public @Nullable String heldBy(Event event) {
    if (funnel.hold().isEmpty()) {
      return "";
    }
    StringBuilder held = new StringBuilder();
    for (String property : funnel.hold()) {
      String value = event.properties().get(property);
      if (value == null) {
        return null;
      }
      // The length keeps ("a", "bc") apart from ("ab", "c").
      held.append(value.length()).append(':').append(value);
    }
    return held.toString();
  }

  private long stepsFilledBy(Event event) {
    long fills = 0;
    for (int step = 1; step <= funnel.steps().size(); step++) {
      if (funnel.steps().get(step - 1).fills().accepts(event)) {
        fills |= StepEvent.bit(step);
      }
    }
    return fills;
  }

  private long exclusionsMetBy(Event event) {
    List<Exclusion> exclusions = funnel.exclusions();
    long ends = 0;
    for (int i = 0; i < exclusions.size(); i++) {
      if (exclusions.get(i).ends().accepts(event)) {
        for (int step = exclusions.get(i).after(); step < exclusions.get(i).before(); step++) {
          ends |= StepEvent.bit(step);
        }
      }
    }
    return ends;
  }

  /** The event's value of each breakdown. */
  public String[] valuesOf(Event event) {
    String[] values = new String[funnel.breakdowns().size()];
    for (int i = 0; i < values.length; i++) {
      String value = keyIn(event, funnel.breakdowns().get(i));
      values[i] = value == null ? Progress.NO_VALUE : value;
    }
    return values;
  }

  /** The property's value as part of a row's key, or null if there is none. */
  private static @Nullable String keyIn(Event event, String property) {
    String value = event.properties().get(property);
    return value == null || value.isEmpty() ? null : KeyText.of(value);
  }
}
