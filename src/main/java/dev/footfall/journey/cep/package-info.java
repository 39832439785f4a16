/** The reference engine: a funnel as a Flink CEP pattern. */
@NullMarked
package dev.footfall.journey.cep;

import org.jspecify.annotations.NullMarked;
