package dev.footfall.report;

import dev.footfall.journey.Outcome;
import dev.footfall.wire.OwnTypeFactory;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.TypeInfo;

/**
 * What one unit did next in one cohort of a funnel: a row of the table. It is final when it is
 * written, for it is told when the cohort is.
 *
 * @param funnel the funnel's id
 * @param version the version of its definition, as the unit's journey has it
 * @param unit who
 * @param cohortStart the first millisecond of the cohort
 * @param cohortEnd the first millisecond after it
 * @param report the id of the report that tells it
 * @param reportVersion the version of that report's definition
 * @param since the event time after which the report has seen every event
 * @param told what it did
 */
@TypeInfo(NextOfUnit.OwnType.class)
public record NextOfUnit(
    String funnel,
    String version,
    String unit,
    long cohortStart,
    long cohortEnd,
    String report,
    String reportVersion,
    long since,
    Told told) {

  /**
   * What a unit did after its furthest step.
   *
   * @param furthest that step, from 1
   * @param outcome what became of it
   * @param event the name of the first event after that step's moment; {@link
   *     WhatNextFollower#NOTHING} if there was none
   * @param at when that was, in milliseconds since the epoch; {@link #NEVER} if there was none, or
   *     if it was noted by a release that did not keep its time
   * @param last the last value of each property that the report asks for, as far as it had one
   */
  public record Told(
      int furthest, Outcome outcome, String event, long at, Map<String, String> last) {

    /** Stands for no time; event times are greater than 0. */
    public static final long NEVER = 0;

    public Told {
      last = Map.copyOf(last);
    }
  }

  /** Tells Flink how it is written. */
  public static final class OwnType extends OwnTypeFactory<NextOfUnit> {
    public OwnType() {
      super(NextOfUnit.class, new NextOfUnitSerializer());
    }
  }
}
