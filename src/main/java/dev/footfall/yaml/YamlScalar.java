package dev.footfall.yaml;

/**
 * One value: text, a number, true or false, or nothing.
 *
 * @param text its value, without quotes; empty if there is nothing
 * @param type what YAML takes it for; whatever is quoted is text
 * @param shown what a person wrote, and may be shown again: not what a {@code ${NAME}} stands for
 */
public record YamlScalar(Position position, String text, Type type, String shown)
    implements YamlNode {

  /** What YAML takes a value for. */
  public enum Type {
    TEXT,
    NUMBER,
    BOOLEAN,
    NOTHING
  }

  /** A value that stands for itself. */
  public YamlScalar(Position position, String text, Type type) {
    this(position, text, type, text);
  }

  /** The same place, but another value, which is never shown. */
  public YamlScalar standingFor(String secret) {
    return new YamlScalar(position, secret, Type.TEXT, shown);
  }

  public boolean isNothing() {
    return type == Type.NOTHING;
  }

  @Override
  public String kind() {
    return switch (type) {
      case TEXT -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> shown;
      case NOTHING -> "empty";
    };
  }
}
