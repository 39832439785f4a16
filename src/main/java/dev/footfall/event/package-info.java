/** What users do: events, and the lines that are no events. */
@NullMarked
package dev.footfall.event;

import org.jspecify.annotations.NullMarked;
