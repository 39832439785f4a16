package dev.footfall.report;

import java.util.Comparator;

/**
 * What was counted of one {@link Cell} in one window of a report: a row of the table of its part.
 *
 * @param report the report, in the version that was followed
 * @param windowStart the window's first millisecond; {@link Long#MIN_VALUE} for {@code window: all}
 * @param windowEnd the first millisecond after it; {@link Long#MAX_VALUE} for {@code window: all}
 * @param cell what was counted
 * @param amounts how much
 * @param isFinal whether the row can never change again
 * @param truncated whether the window has more names than rows are written for
 * @param watermark the watermark at which the row was true
 * @param writtenAt the moment of the clock at which it was written, in milliseconds since the epoch
 */
public record FigureRow(
    ReportVersion report,
    long windowStart,
    long windowEnd,
    Cell cell,
    Amounts amounts,
    boolean isFinal,
    boolean truncated,
    long watermark,
    long writtenAt) {

  /** By report, window, part, value, position and names. */
  public static final Comparator<FigureRow> IN_ORDER =
      Comparator.<FigureRow, String>comparing(row -> row.report().id())
          .thenComparing(FigureRow::windowStart)
          .thenComparing(row -> row.cell().part())
          .thenComparing(row -> row.cell().value())
          .thenComparing(row -> row.cell().position())
          .thenComparing(row -> row.cell().from())
          .thenComparing(row -> row.cell().to());
}
