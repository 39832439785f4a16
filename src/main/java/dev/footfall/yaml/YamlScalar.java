package dev.footfall.yaml;

/**
 * One value: text, a number, true or false, or nothing.
 *
 * @param text as written, without its quotes; empty if there is nothing
 * @param type what YAML takes it for; whatever is quoted is text
 */
public record YamlScalar(Position position, String text, Type type) implements YamlNode {

  /** What YAML takes a value for. */
  public enum Type {
    TEXT,
    NUMBER,
    BOOLEAN,
    NOTHING
  }

  public boolean isNothing() {
    return type == Type.NOTHING;
  }

  @Override
  public String kind() {
    return switch (type) {
      case TEXT -> "text";
      case NUMBER -> "a number";
      case BOOLEAN -> text;
      case NOTHING -> "empty";
    };
  }
}
