package dev.footfall.alert;

import dev.footfall.funnel.PatternAlert;
import java.time.Duration;
import java.util.List;
import org.apache.flink.cep.EventComparator;
import org.apache.flink.cep.pattern.Pattern;

/**
 * A pattern alert as a Flink CEP pattern.
 *
 * <p>A stage for each event that must come. Nothing is skipped after a match, for then Flink would
 * hold a match back while an older run is open, and tell it at a moment that depends on the
 * watermark; which of the runs counts is settled behind ({@link SettleRuns}). An absence at the end
 * is an optional last stage that accepts what must not come: so the pattern matches once when all
 * events are there, at once, and a second time when the absence is broken. (A {@code notFollowedBy}
 * at the end tells its matches at the watermark of the moment, and at the end of the input all of
 * them.) How long an element may take is a condition: Flink's own limit between two stages has no
 * timer.
 */
final class AlertPattern {

  /** The stage that breaks the absence at the end. */
  static final String BROKEN = "broken";

  private AlertPattern() {}

  static Pattern<AlertEvent, AlertEvent> of(PatternAlert alert) {
    List<Stage> stages = Stage.of(alert);
    String first = stages.get(0).name();
    long whole = alert.within().millis();
    Pattern<AlertEvent, AlertEvent> pattern =
        Pattern.<AlertEvent>begin(first).where(new Takes(stages.get(0), first, whole));
    for (Stage stage : stages.subList(1, stages.size())) {
      if (stage.forbidden() != Stage.NOTHING) {
        pattern =
            pattern.notFollowedBy("not " + stage.name()).where(new Forbids(stage.forbidden()));
      }
      pattern = pattern.followedBy(stage.name()).where(new Takes(stage, first, whole));
    }
    if (alert.endsWithAbsence()) {
      String last = stages.get(stages.size() - 1).name();
      pattern =
          pattern
              .followedBy(BROKEN)
              .optional()
              .where(new Breaks(alert.elements().size() - 1, last, alert.absence()));
    }
    // Flink's own limit leaves the last millisecond out; ours counts it.
    return pattern.within(Duration.ofMillis(alert.span() + alert.absence() + 1));
  }

  /**
   * Decides between events of one instant, which Flink CEP would otherwise take as they arrived.
   */
  static final class TakeInOrder implements EventComparator<AlertEvent> {
    private static final long serialVersionUID = 1L;

    @Override
    public int compare(AlertEvent one, AlertEvent other) {
      return AlertEvent.ORDER.compare(one, other);
    }
  }
}
