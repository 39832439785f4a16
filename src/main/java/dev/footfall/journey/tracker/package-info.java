/** The fast engine: all funnels as compact state machines in one keyed operator. */
@NullMarked
package dev.footfall.journey.tracker;

import org.jspecify.annotations.NullMarked;
