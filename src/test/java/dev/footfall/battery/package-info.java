/**
 * The job as operators run it, through faults: real processes on this machine, a seeded producer,
 * and every table held against rows that are counted in plain Java.
 *
 * <p>A {@link dev.footfall.battery.Scenario} says what happens to the {@link
 * dev.footfall.battery.Stage}; one {@link dev.footfall.battery.Check} judges them all. {@link
 * dev.footfall.battery.Battery} is the command, {@code BatteryIT} the part of it that every build
 * runs.
 */
@NullMarked
package dev.footfall.battery;

import org.jspecify.annotations.NullMarked;
