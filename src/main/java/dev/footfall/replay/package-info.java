/** What was rejected, taken out to be repaired and sent in again. */
@NullMarked
package dev.footfall.replay;

import org.jspecify.annotations.NullMarked;
