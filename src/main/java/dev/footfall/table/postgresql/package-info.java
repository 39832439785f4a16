/** The result tables in PostgreSQL: their schema, made and moved forward by numbered SQL files. */
@NullMarked
package dev.footfall.table.postgresql;

import org.jspecify.annotations.NullMarked;
