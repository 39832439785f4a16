package dev.footfall.event;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * All definitions that hold from here on, as they were written: this package knows no funnels.
 *
 * @param number counts the declarations of a job, from 1
 * @param since the event time after which whoever passes this on has passed on every event for it;
 *     {@link Long#MIN_VALUE} if that is not known yet
 * @param texts each a file of definitions, valid together
 * @param times by the id of a funnel, or {@code experiment:} and that of an experiment, how often
 *     it has had this definition; 1 where it is absent
 */
public record Declaration(long number, long since, List<Text> texts, Map<String, Integer> times)
    implements Intake, Serializable {

  /**
   * One file of definitions.
   *
   * @param name names it in problems
   * @param yaml what it says
   */
  public record Text(String name, String yaml) implements Serializable {}

  /** The same, but that every event was passed on for it only after this time. */
  public Declaration since(long time) {
    return new Declaration(number, time, texts, times);
  }
}
