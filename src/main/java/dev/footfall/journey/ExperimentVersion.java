package dev.footfall.journey;

import dev.footfall.experiment.Plan;
import dev.footfall.experiment.Triangle;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.funnel.Step;
import java.util.List;

/**
 * One version of an experiment, as far as counting and judging need to know it.
 *
 * @param id the experiment's id
 * @param version names the definition, see {@link Experiment#version}
 * @param since the event time after which this version has seen every event; {@link
 *     FunnelVersion#FROM_THE_BEGINNING} unless it was declared while the job ran
 * @param funnel the funnel's id
 * @param steps the names of its steps
 * @param end exposures from this event time on do not count
 * @param withinMillis how long a unit has from its exposure
 * @param plan how it is judged
 */
public record ExperimentVersion(
    String id,
    String version,
    long since,
    String funnel,
    List<String> steps,
    long end,
    long withinMillis,
    Plan plan) {

  private static final long LONGEST_BETWEEN_LOOKS = 3_600_000;

  public ExperimentVersion {
    steps = List.copyOf(steps);
  }

  /** A version that has seen every event after this time. */
  public static ExperimentVersion of(DeclaredExperiment declared, long since) {
    Experiment experiment = declared.experiment();
    return new ExperimentVersion(
        experiment.id(),
        declared.version(),
        since,
        experiment.funnel().id(),
        experiment.funnel().steps().stream().map(Step::name).toList(),
        experiment.end(),
        experiment.funnel().within().millis(),
        new Plan(
            experiment.variants().stream().map(Experiment.Variant::name).toList(),
            experiment.variants().stream().map(Experiment.Variant::share).toList(),
            experiment.controlIndex(),
            experiment.metric(),
            experiment.guards().stream()
                .map(guard -> new Plan.Guard(guard.step(), guard.margin()))
                .toList(),
            experiment.alpha(),
            experiment.planned(),
            experiment.leastEffect()));
  }

  /** The same, but that it has seen every event only after this time. */
  public ExperimentVersion since(long time) {
    return new ExperimentVersion(id, version, time, funnel, steps, end, withinMillis, plan);
  }

  /** How times are cut. */
  public Triangle.Shape shape() {
    return Triangle.Shape.of(withinMillis);
  }

  /** The watermark of the first look that knows of what happened at this time. */
  public long lookAt(long time) {
    long between = Math.min(shape().widthMillis(), LONGEST_BETWEEN_LOOKS);
    return (Math.floorDiv(time, between) + 1) * between - 1;
  }

  /** The watermark of the last look: by then all have had their time. */
  public long lastLook() {
    return lookAt(end + withinMillis);
  }
}
