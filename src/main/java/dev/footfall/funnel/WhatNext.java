package dev.footfall.funnel;

import java.util.List;

/**
 * What units of a funnel did next, by where they ended: after the step at which they dropped out,
 * and those who converted, after that; the last values of properties they saw; and which other
 * events go with conversion.
 *
 * <p>It speaks of the same units as the funnel's final rows: each counts once in a cohort, when the
 * cohort is final, at its furthest step and with its outcome.
 *
 * @param frame what every report has; unit, windows and zone are those of the funnel
 * @param funnel which one
 * @param events which events may be next, or go with conversion
 * @param properties those whose last values are told; may be none
 */
public record WhatNext(Frame frame, Funnel funnel, Selector events, List<String> properties)
    implements Report {

  public WhatNext {
    properties = List.copyOf(properties);
  }

  @Override
  public Kind kind() {
    return Kind.NEXT;
  }

  @Override
  public long horizonMillis() {
    return funnel.within().millis();
  }

  @Override
  public void means(DefinitionNumber number) {
    number.add(funnel);
    number.add(events);
    properties.forEach(property -> number.add("last " + property));
  }
}
