package dev.footfall.funnel;

import java.io.Serializable;

/**
 * Something that people are told at once: a pattern of a unit's events, or a funnel's conversion
 * out of its usual band.
 *
 * <p>An alert that exists has been checked; {@link FunnelFile} is how one comes to be from YAML.
 */
public sealed interface Alert extends Serializable permits PatternAlert, CohortAlert {

  /** Names its rows and its state: {@code [a-z][a-z0-9_-]{0,40}}. */
  String id();

  /** For people. */
  String title();

  /**
   * The number of what the definition means: the same for the same, whatever its title. State is
   * kept under it.
   */
  default long number() {
    return DefinitionNumber.of(this);
  }

  /** The same in eight hexadecimal digits, as {@link Funnel#version} does. */
  default String version() {
    return "%016x".formatted(number()).substring(0, 8);
  }
}
