package dev.footfall.board;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import org.jspecify.annotations.Nullable;

/**
 * A row of {@code funnel_steps}; times are UTC.
 *
 * @param isPartial whether the cohort had begun when its funnel was declared, so that some units
 *     are not in it
 */
record StepRow(
    LocalDateTime cohortStart,
    LocalDateTime cohortEnd,
    String breakdown,
    String value,
    int step,
    String stepName,
    long reached,
    long dropped,
    long inProgress,
    long excluded,
    @Nullable Long medianMs,
    @Nullable Long p90Ms,
    @Nullable Long medianFromEntryMs,
    @Nullable Long p90FromEntryMs,
    boolean isFinal,
    boolean truncated,
    boolean isPartial,
    LocalDateTime watermark,
    LocalDateTime updatedAt) {

  static StepRow read(ResultSet row, String breakdown) throws SQLException {
    return new StepRow(
        row.getObject("cohort_start", LocalDateTime.class),
        row.getObject("cohort_end", LocalDateTime.class),
        breakdown,
        row.getString("value"),
        row.getInt("step"),
        row.getString("step_name"),
        row.getLong("reached"),
        row.getLong("dropped"),
        row.getLong("in_progress"),
        row.getLong("excluded"),
        row.getObject("median_ms", Long.class),
        row.getObject("p90_ms", Long.class),
        row.getObject("median_from_entry_ms", Long.class),
        row.getObject("p90_from_entry_ms", Long.class),
        row.getBoolean("final"),
        row.getBoolean("truncated"),
        row.getBoolean("partial"),
        row.getObject("watermark", LocalDateTime.class),
        row.getObject("updated_at", LocalDateTime.class));
  }

  /** Whether both are of one set: the steps of one value in one cohort. */
  boolean isOfOneSetWith(StepRow other) {
    return cohortStart.equals(other.cohortStart) && value.equals(other.value);
  }

  /** Whether both were written by one stroke of the job. */
  boolean wasWrittenWith(StepRow other) {
    return watermark.equals(other.watermark) && updatedAt.equals(other.updatedAt);
  }
}
