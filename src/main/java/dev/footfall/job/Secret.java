package dev.footfall.job;

/**
 * A text that is never printed.
 *
 * @param value what only its user needs
 */
public record Secret(String value) {

  /** What is printed in its place. */
  static final String SHOWN = "(hidden)";

  /** No secret at all. */
  public static final Secret NONE = new Secret("");

  @Override
  public String toString() {
    return value.isEmpty() ? "(none)" : SHOWN;
  }
}
