/**
 * Everything in one process: simulated traffic with known truth, an embedded database, the board.
 */
@NullMarked
package dev.footfall.demo;

import org.jspecify.annotations.NullMarked;
