package dev.footfall.table;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;

/** JSON as the text of a column. */
final class JsonText {

  private JsonText() {}

  /** An object of texts, its keys in order. */
  static String object(Map<String, String> values) {
    StringJoiner members = new StringJoiner(",", "{", "}");
    new TreeMap<>(values).forEach((key, value) -> members.add(text(key) + ":" + text(value)));
    return members.toString();
  }

  static String text(String text) {
    return '"' + String.valueOf(JsonStringEncoder.getInstance().quoteAsString(text)) + '"';
  }
}
