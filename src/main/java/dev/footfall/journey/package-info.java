/** From events to progress: what each unit did in each cohort. */
@NullMarked
package dev.footfall.journey;

import org.jspecify.annotations.NullMarked;
