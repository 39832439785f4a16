package dev.footfall.journey.tracker;

import java.io.IOException;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** How far one unit has come in one funnel, for {@link OneFunnel}. Changes. */
public final class Way {

  final UnitJourney journey;

  /** Of a unit of which nothing is known. */
  public Way() {
    this(new UnitJourney());
  }

  private Way(UnitJourney journey) {
    this.journey = journey;
  }

  /** Writes what {@link #read} reads. */
  public void write(DataOutputView target) throws IOException {
    JourneySerializer.INSTANCE.serialize(journey, target);
  }

  public static Way read(DataInputView source) throws IOException {
    return new Way(JourneySerializer.INSTANCE.deserialize(source));
  }
}
