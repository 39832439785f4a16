/** From rows to sink tables, by Flink SQL DDL: the only door to the Table API. */
@NullMarked
package dev.footfall.table;

import org.jspecify.annotations.NullMarked;
