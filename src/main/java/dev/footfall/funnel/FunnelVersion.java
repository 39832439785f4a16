package dev.footfall.funnel;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * One version of a funnel, as far as rows need to know it. It travels with what is counted, so that
 * a row is always written by the definition that it was counted by.
 *
 * @param id the funnel's id
 * @param version names the definition: the same text for the same meaning, see {@link
 *     Funnel#version}
 * @param since the event time after which this version has seen every event; {@link
 *     #FROM_THE_BEGINNING} unless it was declared while the job ran
 * @param steps the names of the steps
 * @param optional the steps that are optional, bit {@code n} for step {@code n}
 * @param breakdowns the properties by which counts are split
 * @param maxValues so many values of a breakdown have rows of their own
 * @param withinMillis how long a run may last, as in {@link Within}
 */
public record FunnelVersion(
    String id,
    String version,
    long since,
    List<String> steps,
    long optional,
    List<String> breakdowns,
    int maxValues,
    long withinMillis)
    implements Serializable {

  /** Nothing went by before this version was there. */
  public static final long FROM_THE_BEGINNING = Long.MIN_VALUE;

  /** A funnel that was declared before the first event. */
  public static FunnelVersion of(Funnel funnel) {
    return of(funnel, funnel.version(1), FROM_THE_BEGINNING);
  }

  /** A funnel that is declared now. */
  public static FunnelVersion of(Funnel funnel, String version, long since) {
    long optional = 0;
    for (int step = 1; step <= funnel.steps().size(); step++) {
      optional |= funnel.steps().get(step - 1).optional() ? 1L << step : 0;
    }
    return new FunnelVersion(
        funnel.id(),
        version,
        since,
        new ArrayList<>(funnel.steps().stream().map(Step::name).toList()),
        optional,
        new ArrayList<>(funnel.breakdowns()),
        funnel.maxValues(),
        funnel.within().millis());
  }

  /** The same, but that it has seen every event only after this time. */
  public FunnelVersion since(long time) {
    return new FunnelVersion(
        id, version, time, steps, optional, breakdowns, maxValues, withinMillis);
  }

  /** Whether the step of this position, from 1, may be left out. */
  public boolean isOptional(int step) {
    return (optional & 1L << step) != 0;
  }

  public Within within() {
    return new Within(withinMillis);
  }
}
