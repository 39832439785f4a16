package dev.footfall.funnel;

import java.io.Serializable;
import java.time.ZoneOffset;
import java.util.List;

/**
 * A valid experiment: users see a funnel in one of several variants, and it is asked whether as
 * many reach a step in one as in another.
 *
 * <p>A user belongs to the variant of its first exposure, the first event in time that {@link
 * #exposure} accepts and that bears a variant of this experiment; who is seen in another as well
 * counts in none. From there on it has the funnel's {@code within} to reach the steps.
 *
 * <p>An experiment that exists has been checked; {@link FunnelFile} is how one comes to be from
 * YAML.
 *
 * @param id names its rows and its state: {@code [a-z][a-z0-9_-]{0,40}}
 * @param title for people
 * @param funnel whose steps are counted; of users, in order, with an end of {@code within}
 * @param variant the property of the exposure that names the variant
 * @param control the variant that the others are compared with
 * @param variants all of them as written, the control among them; two at least
 * @param start the first exposures that count, in milliseconds since the epoch
 * @param end the first that count no more
 * @param exposure the event by which a user is exposed
 * @param metric the step, from 1, that is asked about
 * @param guards steps that must not fall
 * @param alpha how often a difference is found where there is none, whoever watches and however
 *     long
 * @param planned how many units are expected, all variants together: the always valid numbers are
 *     sharpest there
 * @param leastEffect differences smaller than this, in rate points, do not matter; 0 if all do
 */
public record Experiment(
    String id,
    String title,
    Funnel funnel,
    String variant,
    String control,
    List<Variant> variants,
    long start,
    long end,
    Selector exposure,
    int metric,
    List<Guard> guards,
    double alpha,
    long planned,
    double leastEffect)
    implements Serializable {

  /** Unless an experiment says otherwise. */
  public static final double DEFAULT_ALPHA = 0.05;

  /** Unless an experiment says otherwise; as in GrowthBook. */
  public static final int DEFAULT_PLANNED = 5000;

  /**
   * One of the variants.
   *
   * @param name as the property says it
   * @param share of all units; those of all variants add up to 1
   */
  public record Variant(String name, double share) implements Serializable {}

  /**
   * A step that the variants must not lower.
   *
   * @param step from 1
   * @param margin how many rate points it may fall
   */
  public record Guard(int step, double margin) implements Serializable {}

  public Experiment {
    variants = List.copyOf(variants);
    guards = List.copyOf(guards);
  }

  /** The control's position among the variants. */
  public int controlIndex() {
    return indexOf(control);
  }

  /** The variant's position, or -1 if the experiment has none of this name. */
  public int indexOf(String name) {
    for (int i = 0; i < variants.size(); i++) {
      if (variants.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  /**
   * The funnel as one user is followed through it from its exposure on: what is left out here has
   * no part in it, and may change without making another experiment of this one.
   */
  public Funnel followed() {
    return new Funnel(
        funnel.id(),
        funnel.title(),
        funnel.steps(),
        funnel.within(),
        Cohort.ALL,
        List.of(),
        Funnel.DEFAULT_MAX_VALUES,
        Funnel.USER,
        funnel.hold(),
        funnel.order(),
        funnel.ignore(),
        funnel.exclusions(),
        Funnel.Engine.TRACKER,
        ZoneOffset.UTC);
  }

  /** The name of a step. */
  public String stepName(int step) {
    return funnel.steps().get(step - 1).name();
  }

  /**
   * Names what the definition means, in eight hexadecimal digits, as {@link Funnel#version} does:
   * what is changed is counted and judged afresh.
   *
   * @param time how often this experiment has had this definition: 1, unless it was given up
   *     meanwhile
   */
  public String version(int time) {
    return "%016x".formatted(number(time)).substring(0, 8);
  }

  /** The same as a number: the name under which its users are kept. */
  public long number(int time) {
    return DefinitionNumber.of(this, time);
  }
}
