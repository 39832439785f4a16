package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.Report;
import dev.footfall.journey.Progress;

/** Which value of a report's breakdown an event bears. */
final class Values {

  private final String breakdown;

  Values(Report.Frame frame) {
    this.breakdown = frame.breakdown();
  }

  /** Empty if the report has no breakdown. */
  String of(Event event) {
    if (breakdown.isEmpty()) {
      return "";
    }
    String value = event.properties().get(breakdown);
    return value == null || value.isEmpty() ? Progress.NO_VALUE : value;
  }
}
