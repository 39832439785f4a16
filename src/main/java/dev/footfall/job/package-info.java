/** The one assembly: streams in, streams out. */
@NullMarked
package dev.footfall.job;

import org.jspecify.annotations.NullMarked;
