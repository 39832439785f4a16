/** What those who watch a running job are told: its metrics, and where they stand. */
@NullMarked
package dev.footfall.watch;

import org.jspecify.annotations.NullMarked;
