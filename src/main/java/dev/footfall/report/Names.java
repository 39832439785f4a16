package dev.footfall.report;

import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.MapState;
import org.apache.flink.api.common.state.MapStateDescriptor;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * Which names have rows of their own in the current window: the first {@code max_values} that occur
 * in event time, of values and of all others apart. So a name is itself, or {@code (other)},
 * wherever it stands in the window, and what flows into it flows out of it.
 */
final class Names {

  private static final String VALUE = "=";
  private static final String NAME = ":";
  private static final String FOLDED = "folded";

  /** A name behind the sign of its role, or the role alone and how many there are. */
  private final MapState<String, Integer> known;

  Names(RuntimeContext context) {
    known = context.getMapState(new MapStateDescriptor<>("names", Types.STRING, Types.INT));
  }

  /** Whether the places of all of the cell's names are known. */
  boolean areSettled(Cell cell, ReportVersion report) throws Exception {
    String name = roleOfNames(cell, report);
    int most = report.maxValues();
    return isSettled(VALUE, cell.value(), most)
        && isSettled(name, cell.from(), most)
        && (!report.hasNamesTo() || isSettled(name, cell.to(), most));
  }

  private static String roleOfNames(Cell cell, ReportVersion report) {
    return report.vocabularyOf(cell) + NAME;
  }

  private boolean isSettled(String role, String name, int most) throws Exception {
    return isNone(name) || known.contains(role + name) || count(role) >= most;
  }

  /**
   * The cell under which another is counted, once its names are settled. Names that have no place
   * yet get one, if there is room.
   */
  Cell settle(Cell cell, ReportVersion report) throws Exception {
    String name = roleOfNames(cell, report);
    int most = report.maxValues();
    return new Cell(
        cell.part(),
        cell.position(),
        settle(name, cell.from(), most),
        report.hasNamesTo() ? settle(name, cell.to(), most) : cell.to(),
        settle(VALUE, cell.value(), most));
  }

  private String settle(String role, String name, int most) throws Exception {
    if (isNone(name) || known.contains(role + name)) {
      return name;
    }
    int count = count(role);
    if (count >= most) {
      known.put(FOLDED, 1);
      return Cell.OTHER;
    }
    known.put(role + name, 1);
    known.put(role, count + 1);
    return name;
  }

  private int count(String role) throws Exception {
    Integer count = known.get(role);
    return count == null ? 0 : count;
  }

  private static boolean isNone(String name) {
    return name.isEmpty() || name.equals(Cell.OTHER);
  }

  /** Whether any is counted under {@code (other)}. */
  boolean areTruncated() throws Exception {
    return known.contains(FOLDED);
  }

  void forget() {
    known.clear();
  }
}
