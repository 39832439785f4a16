package dev.footfall.board;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the API answers of alerts. Rates are shares; moments are of event time. */
final class AlertAnswers {

  private AlertAnswers() {}

  /**
   * {@code GET /api/alerts}: what was told.
   *
   * @param alerts each that was told in the last 30 days; none on later pages
   * @param rows the newest first
   * @param next where the next page begins, to be given as {@code after}; null if that is all
   */
  record All(List<Alert> alerts, List<Row> rows, @Nullable String next) {}

  /**
   * One alert, by its name.
   *
   * @param told how often in the last 30 days before the newest of all
   * @param lastDay how often in the last day before it
   * @param at when last
   */
  record Alert(String alert, String title, long told, long lastDay, @Nullable String at) {}

  /**
   * One time it was told.
   *
   * @param unit who; empty for a cohort
   * @param began the first event, or the start of the cohort
   * @param ended the last event, or the end of the cohort
   * @param events as the table has them
   * @param cohort the figures of a cohort; null for a unit
   */
  record Row(
      String alert,
      String version,
      String title,
      String unit,
      @Nullable String at,
      @Nullable String began,
      @Nullable String ended,
      JsonNode events,
      @Nullable Cohort cohort) {}

  /** The figures of a cohort that is out of its band, and of those before it. */
  record Cohort(
      String funnel,
      long entered,
      long converted,
      double rate,
      double usualLow,
      double usualHigh,
      int cohortsBefore,
      long enteredBefore,
      long convertedBefore) {}
}
