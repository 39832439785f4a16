package dev.footfall.alert;

import org.apache.flink.cep.pattern.conditions.IterativeCondition;

/** The event is what a stage waits for, and in time. */
final class Takes extends IterativeCondition<AlertEvent> {
  private static final long serialVersionUID = 1L;

  private final Stage stage;
  private final String first;
  private final long whole;

  /**
   * @param first the pattern's first stage
   * @param whole how many milliseconds after the first event the last may come; {@link
   *     Long#MAX_VALUE} for no limit
   */
  Takes(Stage stage, String first, long whole) {
    this.stage = stage;
    this.first = first;
    this.whole = whole;
  }

  @Override
  public boolean filter(AlertEvent event, Context<AlertEvent> run) throws Exception {
    return event.isTakenBy(stage.element())
        && (stage.forbidden() == Stage.NOTHING || !event.isForbiddenBy(stage.forbidden()))
        && isInTime(event, first, whole, run)
        && isInTime(event, stage.anchor(), stage.limit(), run);
  }

  private boolean isInTime(AlertEvent event, String from, long limit, Context<AlertEvent> run)
      throws Exception {
    return limit == Long.MAX_VALUE
        || from.equals(stage.name())
        || event.time() - run.getEventsForPattern(from).iterator().next().time() <= limit;
  }
}
