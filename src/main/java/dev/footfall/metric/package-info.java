/**
 * From progress to numbers: counts and times per cohort, breakdown value and step, and when they
 * are final.
 */
@NullMarked
package dev.footfall.metric;

import org.jspecify.annotations.NullMarked;
