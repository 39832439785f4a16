package dev.footfall.board;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the API says needs somebody to look at it. Moments are of event time. */
final class AttentionAnswers {

  private AttentionAnswers() {}

  /**
   * {@code GET /api/attention}.
   *
   * @param watermark up to where everything is known; null if nothing tells
   * @param alerts that were told in the day before it, those of funnels first
   * @param experiments of which something is to be decided or mended, in the order declared
   */
  record All(@Nullable String watermark, List<Alert> alerts, List<Experiment> experiments) {}

  /**
   * One alert, however often it was told.
   *
   * @param times how often in that day
   * @param at when last, and of then the rest
   * @param cohort the figures of a cohort; null for units
   */
  record Alert(
      String alert,
      String title,
      long times,
      @Nullable String at,
      @Nullable String began,
      @Nullable String ended,
      AlertAnswers.@Nullable Cohort cohort) {}

  /** One experiment as it is declared, and why it needs somebody. */
  record Experiment(String experiment, String title, String funnel, List<Reason> reasons) {}

  /**
   * Why.
   *
   * @param reason a verdict; or that a guardrail was {@code breached}; or that there is no
   *     difference though the planned size is reached ({@code planned_reached}) or all have had
   *     their time ({@code over})
   * @param metric the step it is said of
   */
  record Reason(String reason, String metric, String variant, String control) {}
}
