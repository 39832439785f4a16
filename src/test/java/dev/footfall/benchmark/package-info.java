/**
 * How fast the whole is, beside what Flink itself can do: {@code ./footfall benchmark}. Not a test.
 */
@NullMarked
package dev.footfall.benchmark;

import org.jspecify.annotations.NullMarked;
