package dev.footfall.journey.cep;

import dev.footfall.journey.StepEvent;
import java.util.Iterator;
import org.apache.flink.cep.pattern.conditions.IterativeCondition;

/**
 * The run has taken the step before, and this event either fills its next step or ends it by an
 * exclusion.
 */
final class GoesOnOrEnds extends IterativeCondition<StepEvent> {
  private static final long serialVersionUID = 1L;

  private final int step;

  GoesOnOrEnds(int step) {
    this.step = step;
  }

  @Override
  public boolean filter(StepEvent event, Context<StepEvent> run) throws Exception {
    if (!event.fills(step) && !event.endsAt(step - 1)) {
      return false;
    }
    Iterator<StepEvent> before =
        run.getEventsForPattern(FunnelPattern.stageOf(step - 1)).iterator();
    if (!before.hasNext()) {
      return false;
    }
    StepEvent last = before.next();
    boolean alreadyEnded = last.fills() == 0;
    return !alreadyEnded && (goesOn(event, last) || ends(event, last));
  }

  private boolean goesOn(StepEvent event, StepEvent last) {
    return event.fills(step) && last.held() != null && last.held().equals(event.held());
  }

  /**
   * At an instant steps are taken first: what took a step at this very instant is not ended (rule
   * 7).
   */
  private boolean ends(StepEvent event, StepEvent last) {
    return event.endsAt(step - 1)
        && event.time() > last.time()
        && (event.held() == null || event.held().equals(last.held()));
  }
}
