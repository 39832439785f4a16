package dev.footfall.funnel;

import java.io.Serializable;

/**
 * One step of a funnel.
 *
 * @param name names its rows; distinct within the funnel
 * @param fills what one event must be to fill it
 * @param optional whether a run may go on without it
 */
public record Step(String name, Selector fills, boolean optional) implements Serializable {}
