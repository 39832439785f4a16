package dev.footfall.board;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The questions the board asks the database, each in a file of its own, read once. */
enum Sql {
  STEPS,
  TIMES,
  VERSIONS,
  VERSION_STARTS,
  EXTENT,
  OVERVIEW,
  JOURNEYS_CHOSEN,
  JOURNEYS_PAGE,
  JOURNEYS_COUNT,
  UNIT_JOURNEYS,
  UNIT_REACH,
  STILL_OPEN,
  CHANGED,
  LAST_WRITE,
  HEARTBEAT,
  PARTS,
  SET_ASIDE,
  REJECTED,
  REJECTED_SAMPLES,
  LATE,
  TABLES,
  WRITTEN,
  EXPERIMENTS,
  EXPERIMENT_LOOKS,
  EXPERIMENT_STEPS,
  EXPERIMENT_TIMES,
  NEWEST_ALERT,
  ALERTS,
  ALERT_ROWS,
  ALERTS_OF_LATE,
  PATH_REPORTS,
  PATH_VALUES,
  PATH_FIGURES,
  PATH_TIMES,
  REPORT_IDS,
  REPORT_EXTENTS,
  REPORT_CLOSED_UNTIL,
  REPORT_WINDOWS,
  REPORT_VALUES,
  REPORT_CELLS,
  REPORT_ROWS;

  private final String text = read("sql/" + name().toLowerCase(java.util.Locale.ROOT) + ".sql");

  /** With a question mark for every value: nothing is ever pasted in. */
  String text() {
    return text;
  }

  private static String read(String file) {
    try (InputStream sql = Objects.requireNonNull(Sql.class.getResourceAsStream(file), file)) {
      return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
