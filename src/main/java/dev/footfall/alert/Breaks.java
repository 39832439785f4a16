package dev.footfall.alert;

import org.apache.flink.cep.pattern.conditions.IterativeCondition;

/** The event is what must not come after the last stage, and comes while it must not. */
final class Breaks extends IterativeCondition<AlertEvent> {
  private static final long serialVersionUID = 1L;

  private final int element;
  private final String last;
  private final long absence;

  Breaks(int element, String last, long absence) {
    this.element = element;
    this.last = last;
    this.absence = absence;
  }

  @Override
  public boolean filter(AlertEvent event, Context<AlertEvent> run) throws Exception {
    return event.isForbiddenBy(element)
        && event.time() - run.getEventsForPattern(last).iterator().next().time() <= absence;
  }
}
