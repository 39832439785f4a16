package dev.footfall.board;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of a report on paths, each a file of its own: as the page shows them, unfolded. */
enum PathTable {
  FLOWS(List.of("position", "from_name", "to_name", "paths")) {
    @Override
    List<List<@Nullable Object>> rows(PathAnswers.All of) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (PathAnswers.Flow flow : of.flows()) {
        rows.add(Arrays.asList(flow.position(), flow.from(), flow.to(), flow.paths()));
      }
      return rows;
    }
  },
  STOPS(
      List.of(
          "stop",
          "times",
          "entries",
          "exits",
          "average_dwell_ms",
          "median_dwell_ms",
          "p90_dwell_ms")) {
    @Override
    List<List<@Nullable Object>> rows(PathAnswers.All of) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (PathAnswers.Stop stop : of.stops()) {
        rows.add(
            Arrays.asList(
                stop.stop(),
                stop.times(),
                stop.entries(),
                stop.exits(),
                stop.averageDwellMs(),
                stop.medianDwellMs(),
                stop.p90DwellMs()));
      }
      return rows;
    }
  };

  private final List<String> columns;

  PathTable(List<String> columns) {
    this.columns = columns;
  }

  /** The names of its columns, after those that say of which report and windows. */
  List<String> columns() {
    return columns;
  }

  /** In the order of the columns. */
  abstract List<List<@Nullable Object>> rows(PathAnswers.All of);

  /** As addresses have it. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * @throws Refusal if there is no such table
   */
  static PathTable named(String word) {
    for (PathTable table : values()) {
      if (table.word().equals(word)) {
        return table;
      }
    }
    throw Refusal.notFound(
        "There is no table \""
            + word
            + "\" of paths; there are "
            + Arrays.stream(values()).map(PathTable::word).collect(Collectors.joining(", ")));
  }
}
