package dev.footfall.journey.cep;

import dev.footfall.funnel.Funnel;
import dev.footfall.journey.StepEvent;
import java.time.Duration;
import org.apache.flink.cep.EventComparator;
import org.apache.flink.cep.pattern.Pattern;

/**
 * A funnel as a Flink CEP pattern.
 *
 * <p>A stage for each step, named by its position. Every stage but the first is optional and
 * demands that the stage before was taken, so the pattern matches once for every step a run
 * reaches, at the moment it reaches it; no match is held back and none is skipped. A stage also
 * accepts what ends a run by an exclusion: a match whose last event fills no step is a run that has
 * ended, and no later stage accepts anything after it. (A pattern with {@code notFollowedBy} would
 * lose such a run without a word, and rule 6 must know of it.)
 */
final class FunnelPattern {

  private FunnelPattern() {}

  /**
   * The pattern of a funnel.
   *
   * @throws IllegalArgumentException if a pattern cannot say what the funnel asks: see {@link
   *     PatternLimits}
   */
  static Pattern<StepEvent, StepEvent> of(Funnel funnel) {
    PatternLimits.require(funnel);
    Pattern<StepEvent, StepEvent> pattern =
        Pattern.<StepEvent>begin(stageOf(1)).where(new EntersRun());
    for (int step = 2; step <= funnel.steps().size(); step++) {
      pattern = pattern.followedBy(stageOf(step)).optional().where(new GoesOnOrEnds(step));
    }
    // Flink's own limit leaves the last millisecond out; ours counts it (rule 1).
    return funnel.within().isNone()
        ? pattern
        : pattern.within(Duration.ofMillis(funnel.within().millis() + 1));
  }

  /** The name of the stage that takes a step. */
  static String stageOf(int step) {
    return Integer.toString(step);
  }

  /**
   * Decides between events of one instant, which Flink CEP would otherwise take as they arrived.
   */
  static final class TakeInOrder implements EventComparator<StepEvent> {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(StepEvent one, StepEvent other) {
      return StepEvent.ORDER.compare(one, other);
    }
  }
}
