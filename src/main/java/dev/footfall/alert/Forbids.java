package dev.footfall.alert;

import org.apache.flink.cep.pattern.conditions.SimpleCondition;

/** The event is what must not come between two stages: it ends the run. */
final class Forbids extends SimpleCondition<AlertEvent> {
  private static final long serialVersionUID = 1L;

  private final int element;

  Forbids(int element) {
    this.element = element;
  }

  @Override
  public boolean filter(AlertEvent event) {
    return event.isForbiddenBy(element);
  }
}
