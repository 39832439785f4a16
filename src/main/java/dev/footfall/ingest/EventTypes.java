package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.RejectedEvent;
import org.apache.flink.api.common.typeinfo.TypeInformation;

/** The types of what flows from the sources to the engines. None of them needs Kryo. */
public final class EventTypes {

  public static final TypeInformation<Event> EVENT =
      new OwnType<>(Event.class, new EventSerializer());

  /** Events, and what else goes down to the engines. */
  public static final TypeInformation<Intake> INTAKE =
      new OwnType<>(Intake.class, new IntakeSerializer());

  public static final TypeInformation<Arrival> ARRIVAL =
      new OwnType<>(Arrival.class, new ArrivalSerializer());

  /** Rejected events are few: Flink's own way with records will do. */
  public static final TypeInformation<RejectedEvent> REJECTED =
      TypeInformation.of(RejectedEvent.class);

  /** So are late ones. */
  public static final TypeInformation<LateEvent> LATE = TypeInformation.of(LateEvent.class);

  private EventTypes() {}
}
