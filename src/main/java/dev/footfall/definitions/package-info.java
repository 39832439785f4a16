/** Definitions that change while the job runs: where they are kept, and what a change means. */
@NullMarked
package dev.footfall.definitions;

import org.jspecify.annotations.NullMarked;
