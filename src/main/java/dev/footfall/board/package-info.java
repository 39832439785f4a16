/** From tables to people: the HTTP API and the page, read only. */
@NullMarked
package dev.footfall.board;

import org.jspecify.annotations.NullMarked;
