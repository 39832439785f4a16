package dev.footfall.alert;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.PatternAlert;
import org.apache.flink.api.common.functions.FlatMapFunction;
import org.apache.flink.util.Collector;

/** Keeps what means something to one pattern. */
final class ClassifyForAlert implements FlatMapFunction<Intake, AlertEvent> {
  private static final long serialVersionUID = 1L;

  private final PatternAlert alert;

  ClassifyForAlert(PatternAlert alert) {
    this.alert = alert;
  }

  @Override
  public void flatMap(Intake intake, Collector<AlertEvent> events) {
    // A pattern stays as it is while the job runs, whatever is declared.
    if (intake instanceof Event event) {
      AlertEvent.of(event, alert).ifPresent(events::collect);
    }
  }
}
