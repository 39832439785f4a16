package dev.footfall.journey.tracker;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.UnitEvent;
import org.apache.flink.api.java.functions.KeySelector;

/** Who makes the journey that an event is part of. */
public enum UnitOf implements KeySelector<Intake, String> {
  INTAKE;

  @Override
  public String getKey(Intake intake) {
    if (intake instanceof Event event) {
      return event.user();
    }
    if (intake instanceof UnitEvent unitEvent) {
      return unitEvent.unit();
    }
    throw new IllegalArgumentException(
        "a declaration is nobody's: " + ((Declaration) intake).number());
  }
}
