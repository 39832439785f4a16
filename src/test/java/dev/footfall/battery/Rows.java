package dev.footfall.battery;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The rows of one table, each told in full, by their key. What tells when a row was written is left
 * out.
 *
 * @param table its name
 * @param byKey the rows
 */
record Rows(String table, SortedMap<String, String> byKey) {

  private static final int SHOWN = 15;

  /** Of a difference so many characters are shown, and so many before it. */
  private static final int MOST = 150;

  private static final int LED_IN = 30;

  Rows(String table) {
    this(table, new TreeMap<>());
  }

  /** Adds a row whose key is not there yet. */
  void add(String key, String row) {
    String other = byKey.put(key, row);
    if (other != null) {
      throw new BatteryFailure("%s has %s twice: %s and %s".formatted(table, key, other, row));
    }
  }

  /** What differs, in lines for people; none if the tables are equal. */
  List<String> differencesTo(Rows wanted) {
    TreeSet<String> keys = new TreeSet<>(byKey.keySet());
    keys.addAll(wanted.byKey.keySet());
    List<String> differences = new ArrayList<>();
    for (String key : keys) {
      String is = byKey.get(key);
      String should = wanted.byKey.get(key);
      if (!Objects.equals(is, should)) {
        differences.add(
            is == null || should == null
                ? "%s %s: is %s, should be %s".formatted(table, key, is, should)
                : difference(key, is, should));
      }
    }
    if (differences.size() > SHOWN) {
      int more = differences.size() - SHOWN;
      differences = new ArrayList<>(differences.subList(0, SHOWN));
      differences.add("%s: and %d more differ".formatted(table, more));
    }
    return differences;
  }

  /** Only from where they differ, as rows may be long. */
  private String difference(String key, String is, String should) {
    int same = 0;
    while (same < Math.min(is.length(), should.length())
        && is.charAt(same) == should.charAt(same)) {
      same++;
    }
    int from = Math.max(0, is.lastIndexOf(' ', Math.max(0, same - LED_IN)));
    return "%s %s: is%s %s, should be%s %s"
        .formatted(
            table,
            key,
            from > 0 ? " …" : "",
            part(is, from),
            from > 0 ? " …" : "",
            part(should, from));
  }

  private static String part(String row, int from) {
    return row.length() <= from + MOST
        ? row.substring(from)
        : row.substring(from, from + MOST) + "…";
  }

  int size() {
    return byKey.size();
  }
}
