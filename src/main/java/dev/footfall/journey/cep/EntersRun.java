package dev.footfall.journey.cep;

import dev.footfall.journey.StepEvent;
import org.apache.flink.cep.pattern.conditions.SimpleCondition;

/** The event fills the first step: it may start a run. */
final class EntersRun extends SimpleCondition<StepEvent> {
  private static final long serialVersionUID = 1L;

  @Override
  public boolean filter(StepEvent event) {
    return event.fills(1);
  }
}
