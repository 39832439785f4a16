/** What several tests stand on. */
@NullMarked
package dev.footfall.testing;

import org.jspecify.annotations.NullMarked;
