package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.DeclaredFunnel;
import dev.footfall.journey.Progress;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * Follows units through one funnel, for those who want to know something else besides and keep what
 * is known of a unit themselves. Not for several threads at once.
 */
public final class OneFunnel {

  /** Whoever asks knows of whom it is, and needs not be told. */
  private static final String NOBODY = "";

  private final Followed.OfUnit funnels;
  private final Instant instant = new Instant();

  /**
   * @param funnel whatever unit it counts
   */
  public OneFunnel(Funnel funnel) {
    funnels =
        Objects.requireNonNull(
            new Followed(List.of(DeclaredFunnel.first(funnel)), Map.of()).of(funnel.unit()));
  }

  /** Whether an event of this name could matter to the funnel. */
  public boolean isConcernedBy(String name) {
    return !funnels.vocabulary().wordsFor(name).isEmpty();
  }

  /**
   * Lets a unit live through one moment of event time.
   *
   * @param events all of that moment, at least one
   * @param said receives what has changed
   */
  public void live(Way way, List<Event> events, Consumer<Progress.Change> said) throws Exception {
    for (Event event : events) {
      if (isConcernedBy(event.name())) {
        instant.add(funnels, NOBODY, event);
      }
    }
    if (!instant.isEmpty()) {
      instant.explain(
          meaning -> {
            FunnelTracker tracker = funnels.tracker(0);
            if (!way.journey.isEmpty() || meaning.mayStart(tracker)) {
              tracker.live(NOBODY, way.journey, meaning.signals(), said);
            }
          });
      instant.clear();
    }
  }

  /**
   * Lets event time pass up to this moment, inclusive; cohorts that cannot change any more are
   * forgotten.
   */
  public void passTime(Way way, long time, Consumer<Progress.Change> said) {
    funnels.tracker(0).passTime(NOBODY, way.journey, time, said);
  }
}
