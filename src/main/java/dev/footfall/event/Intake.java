package dev.footfall.event;

/**
 * What goes down to the engines: what users do, and, in a job whose funnels change while it runs,
 * what the funnels are from here on.
 */
public sealed interface Intake permits Event, UnitEvent, Declaration {}
