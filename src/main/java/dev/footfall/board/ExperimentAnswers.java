package dev.footfall.board;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the API answers of experiments. Rates, differences and losses are shares, 0.01 a point; what
 * has no value is null.
 */
final class ExperimentAnswers {

  private ExperimentAnswers() {}

  /** {@code GET /api/experiments}: the last look at each. */
  record All(List<Experiment> experiments) {}

  /**
   * One experiment.
   *
   * @param title as it is declared now; its id if it is declared no more
   * @param watermark everything up to this event time is known
   * @param since the event time after which the version has seen every event
   * @param splitP the smallest p-value of the split of users
   * @param control the units of the control
   * @param verdicts of each other variant, then of each guardrail of each
   * @param curves conversion by age, of each variant; none where the funnel is not known
   * @param logRankP whether the curves are alike, at this look alone; null while nobody converted
   */
  record Experiment(
      String experiment,
      String title,
      String version,
      String funnel,
      String watermark,
      @Nullable String since,
      @JsonProperty("final") boolean isFinal,
      double splitP,
      long multiExposed,
      double alpha,
      long planned,
      double leastEffect,
      int method,
      Arm control,
      List<Verdict> verdicts,
      List<Step> steps,
      List<Look> looks,
      List<Curve> curves,
      @Nullable Double logRankP) {}

  /**
   * Units of a variant, and of those who had their time how many converted.
   *
   * @param lower where the rate lies, whoever looks and however often
   * @param upper likewise
   */
  record Arm(
      String variant,
      long exposed,
      long matured,
      long conversions,
      @Nullable Double rate,
      @Nullable Double lower,
      @Nullable Double upper) {}

  /** What is said of a variant, or of a guardrail of it. */
  record Verdict(
      String metric,
      String role,
      String verdict,
      Arm arm,
      @Nullable Double difference,
      @Nullable Double differenceLower,
      @Nullable Double differenceUpper,
      @Nullable Double p,
      @Nullable Double lift,
      @Nullable Double liftLower,
      @Nullable Double liftUpper,
      @Nullable Double chanceToWin,
      @Nullable Double loss,
      @Nullable Double lossOfControl,
      @Nullable Double margin,
      @Nullable Long needsUnits,
      @Nullable Long needsMs) {}

  /** Units of a variant that reached a step. */
  record Step(
      String variant,
      int step,
      String name,
      long exposed,
      long matured,
      long reached,
      long maturedReached) {}

  /** The difference as one look had it. */
  record Look(
      String variant,
      String watermark,
      @Nullable Double difference,
      @Nullable Double lower,
      @Nullable Double upper) {}

  /** Conversion of a variant by age, with those who are still open. */
  record Curve(String variant, List<Point> points) {}

  /** The share that has converted by an age, and its interval. */
  record Point(long ageMs, double converted, double lower, double upper) {}
}
