/** Golden cases: definitions, events, and the rows that they must give however they are run. */
@NullMarked
package dev.footfall.golden;

import org.jspecify.annotations.NullMarked;
