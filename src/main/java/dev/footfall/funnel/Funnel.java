package dev.footfall.funnel;

import java.io.Serializable;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/**
 * A valid funnel: the steps a unit takes in order, within a time from its entry, counted per
 * cohort.
 *
 * <p>A funnel that exists has been checked; {@link FunnelFile} is how one comes to be from YAML.
 *
 * @param id names its rows and its state: {@code [a-z][a-z0-9_-]{0,40}}
 * @param title for people
 * @param steps at least one; names are distinct; the first is never optional
 * @param within how long a run may last from its entry
 * @param cohort the windows of event time by entry in which units are counted
 * @param breakdowns the properties of the entry by which counts are split
 * @param maxValues rows are written for this many values of a breakdown per cohort; the rest is
 *     {@code (other)}
 * @param unit {@link #USER}, or the property that says who makes the journey
 * @param hold properties that must be equal through all steps of a run
 * @param order how the steps may follow each other
 * @param ignore event names that do not break a {@link Order#STRICT} run
 * @param exclusions events that end runs
 * @param engine which engine serves it, as declared
 * @param zone the time zone of its cohorts
 */
public record Funnel(
    String id,
    String title,
    List<Step> steps,
    Within within,
    Cohort cohort,
    List<String> breakdowns,
    int maxValues,
    String unit,
    List<String> hold,
    Order order,
    Set<String> ignore,
    List<Exclusion> exclusions,
    Engine engine,
    ZoneId zone)
    implements Serializable {

  /** The unit of a funnel that counts users. */
  public static final String USER = "user";

  /** Unless a funnel says otherwise, rows are written for this many values of a breakdown. */
  public static final int DEFAULT_MAX_VALUES = 1000;

  /** How the steps may follow each other. */
  public enum Order {
    /** In the order declared; other events may come between. */
    IN_ORDER,
    /** In the order declared, and no other event of the unit between. */
    STRICT,
    /** In any order. */
    ANY
  }

  /** Which engine serves the funnel. */
  public enum Engine {
    /** The best engine that can. */
    AUTO,
    /** The step tracker. */
    TRACKER,
    /** Flink CEP. */
    CEP
  }

  public Funnel {
    steps = List.copyOf(steps);
    breakdowns = List.copyOf(breakdowns);
    hold = List.copyOf(hold);
    ignore = Set.copyOf(ignore);
    exclusions = List.copyOf(exclusions);
  }

  /**
   * The position, from 1, of the last step that is required: a unit that reached it has converted.
   */
  public int lastRequiredStep() {
    for (int step = steps.size(); step > 1; step--) {
      if (!steps.get(step - 1).optional()) {
        return step;
      }
    }
    return 1;
  }

  /** The same funnel, served by this engine. */
  public Funnel servedBy(Engine other) {
    return new Funnel(
        id,
        title,
        steps,
        within,
        cohort,
        breakdowns,
        maxValues,
        unit,
        hold,
        order,
        ignore,
        exclusions,
        other,
        zone);
  }

  /**
   * Names what the definition means, in eight hexadecimal digits: another text for another meaning,
   * the same for the same, whatever its title, step names, engine or number of values.
   *
   * @param time how often this funnel has had this definition: 1, unless it was given up meanwhile
   */
  public String version(int time) {
    return "%016x".formatted(number(time)).substring(0, 8);
  }

  /** The same as a number: the name under which the tracker keeps its journeys. */
  public long number(int time) {
    return DefinitionNumber.of(this, time);
  }

  /** Whether the unit is the user itself, not a property of its events. */
  public boolean countsUsers() {
    return unit.equals(USER);
  }
}
