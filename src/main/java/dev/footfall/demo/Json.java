package dev.footfall.demo;

import org.jspecify.annotations.Nullable;

/** Text as JSON. */
final class Json {

  private Json() {}

  /** The text between quotes, or the word null. */
  static String quoted(@Nullable String text) {
    if (text == null) {
      return "null";
    }
    StringBuilder json = new StringBuilder(text.length() + 2);
    appendQuoted(json, text);
    return json.toString();
  }

  static void appendQuoted(StringBuilder json, String text) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '"' || letter == '\\') {
        json.append('\\').append(letter);
      } else if (letter < ' ') {
        json.append(String.format("\\u%04x", (int) letter));
      } else {
        json.append(letter);
      }
    }
    json.append('"');
  }

  /** {@code "name":"text"}, to be put between braces. */
  static String field(String name, String text) {
    return quoted(name) + ":" + quoted(text);
  }

  /** A {@link #field} of each of the texts. */
  static String[] fieldOfEach(String name, String... texts) {
    String[] fields = new String[texts.length];
    for (int i = 0; i < texts.length; i++) {
      fields[i] = field(name, texts[i]);
    }
    return fields;
  }
}
