/** What people are told at once: patterns of events, by Flink CEP; cohorts out of their band. */
@NullMarked
package dev.footfall.alert;

import org.jspecify.annotations.NullMarked;
