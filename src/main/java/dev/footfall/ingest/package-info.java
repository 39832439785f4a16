/**
 * From bytes to timed events: sources, watermarks, and the one place where rejected, late and
 * duplicate events leave.
 */
@NullMarked
package dev.footfall.ingest;

import org.jspecify.annotations.NullMarked;
