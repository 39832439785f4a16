package dev.footfall.demo;

import java.util.ArrayList;
import java.util.List;

/** What one person sets out to do, with the journeys through the funnels that come of it. */
final class Story {

  private final List<Journey> journeys = new ArrayList<>(2);
  private int passed;

  /** Told before anything of the story arrives. */
  void leadsTo(Journey journey) {
    journeys.add(journey);
  }

  /** The events of these milestones, a bit each, have arrived. */
  void pass(int milestones, Truth truth) {
    passed |= milestones;
    for (Journey journey : journeys) {
      journey.advance(passed, truth);
    }
  }
}
