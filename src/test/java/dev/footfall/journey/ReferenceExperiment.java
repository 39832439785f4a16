package dev.footfall.journey;

import dev.footfall.event.Event;
import dev.footfall.funnel.Experiment;
import dev.footfall.journey.ExposureNews.Standing;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The meaning of an experiment, as the README says it, one user after the other. What the operators
 * say must equal what this says.
 *
 * <p>All that happens to a user at one instant has happened when the instant is over: so a user
 * that is seen in two variants at the instant of its exposure is in several from then on, and one
 * that is seen in a second at the very end of its time has not had its time.
 */
public final class ReferenceExperiment {

  private ReferenceExperiment() {}

  /**
   * How one user stands, by the event time from which it stands so; empty if it is never exposed.
   *
   * @param events of the user, in any order
   */
  public static SortedMap<Long, Standing> of(Experiment experiment, List<Event> events) {
    SortedMap<Long, Standing> standings = new TreeMap<>();
    List<Event> exposures =
        events.stream().filter(event -> variantOf(event, experiment) >= 0).toList();
    if (exposures.isEmpty()) {
      return standings;
    }
    long exposedAt = exposures.stream().mapToLong(Event::time).min().orElseThrow();
    int variant =
        exposures.stream()
            .filter(event -> event.time() == exposedAt)
            .mapToInt(event -> variantOf(event, experiment))
            .findFirst()
            .orElseThrow();
    long crossedAt =
        exposures.stream()
            .filter(event -> variantOf(event, experiment) != variant)
            .mapToLong(Event::time)
            .min()
            .orElse(Long.MAX_VALUE);
    long end = experiment.funnel().within().endOf(exposedAt);
    List<Event> followed =
        events.stream().filter(event -> event.time() >= exposedAt && event.time() <= end).toList();
    TreeSet<Long> times = new TreeSet<>(followed.stream().map(Event::time).toList());
    times.add(end);
    long convertedAfter = Standing.NOT_YET;
    Standing last = null;
    for (long time : times.headSet(crossedAt)) {
      long steps = steps(experiment, followed, time);
      boolean converted = (steps & 1L << experiment.metric()) != 0;
      if (converted && convertedAfter == Standing.NOT_YET) {
        convertedAfter = time - exposedAt;
      }
      Standing standing = new Standing(variant, exposedAt, time == end, steps, convertedAfter);
      if (!standing.equals(last)) {
        standings.put(time, standing);
      }
      last = standing;
    }
    if (crossedAt != Long.MAX_VALUE) {
      standings.put(crossedAt, inSeveral(exposedAt));
    }
    return standings;
  }

  /** How a user stands that counts in no variant: what it did before counts no more. */
  public static Standing inSeveral(long exposedAt) {
    return new Standing(Standing.IN_SEVERAL, exposedAt, false, 0, Standing.NOT_YET);
  }

  private static int variantOf(Event event, Experiment experiment) {
    String variant = event.properties().get(experiment.variant());
    return variant != null
            && event.time() >= experiment.start()
            && event.time() < experiment.end()
            && experiment.exposure().accepts(event)
        ? experiment.indexOf(variant)
        : -1;
  }

  private static long steps(Experiment experiment, List<Event> events, long watermark) {
    long steps = 0;
    for (Progress progress : ReferenceFunnel.at(watermark, experiment.followed(), events)) {
      for (int step = 1; step <= progress.times().length; step++) {
        steps |= progress.times()[step - 1] == Progress.NOT_TAKEN ? 0 : 1L << step;
      }
    }
    return steps;
  }
}
