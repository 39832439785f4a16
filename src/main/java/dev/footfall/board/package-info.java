/** From tables to people: the HTTP API and the page. */
@NullMarked
package dev.footfall.board;

import org.jspecify.annotations.NullMarked;
