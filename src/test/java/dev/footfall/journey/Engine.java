package dev.footfall.journey;

import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import java.util.List;

/** Anything that can say, from all events of a funnel, what each unit did in each cohort. */
@FunctionalInterface
public interface Engine {

  /**
   * What every unit did in every cohort it entered, once all input has come, in no order.
   *
   * @param funnel the funnel
   * @param events in any order; none late, none twice
   */
  List<Progress> journeys(Funnel funnel, List<Event> events) throws Exception;
}
