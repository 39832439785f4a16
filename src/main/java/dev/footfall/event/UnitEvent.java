package dev.footfall.event;

/**
 * An event as part of the journey of a unit that is not its user.
 *
 * @param property which of the event's properties says who makes the journey
 * @param unit its value, never empty
 * @param event what was done
 */
public record UnitEvent(String property, String unit, Event event) implements Intake {}
