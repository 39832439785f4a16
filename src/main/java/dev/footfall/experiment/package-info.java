/**
 * Judges experiments: what two or more variants of a flow did, and what may be said of it. Plain
 * arithmetic on counts, without Flink and without a clock.
 */
@NullMarked
package dev.footfall.experiment;

import org.jspecify.annotations.NullMarked;
