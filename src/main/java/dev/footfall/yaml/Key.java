package dev.footfall.yaml;

/**
 * A key that may stand in a mapping.
 *
 * @param name as written
 * @param example a value that may stand there, shown to whoever wrote another
 */
public record Key(String name, String example) {

  /** {@code write within: 14d}. */
  public String advice() {
    return "write " + name + ": " + example;
  }
}
