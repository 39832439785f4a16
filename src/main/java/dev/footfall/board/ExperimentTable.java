package dev.footfall.board;

import dev.footfall.board.ExperimentAnswers.Experiment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What the page shows of an experiment, as rows for spreadsheets. */
enum ExperimentTable {
  /** Each variant and guardrail at the last look. */
  VARIANTS(
      "variant",
      "metric",
      "role",
      "verdict",
      "exposed",
      "matured",
      "conversions",
      "rate",
      "rate_lower",
      "rate_upper",
      "difference",
      "difference_lower",
      "difference_upper",
      "p",
      "lift",
      "lift_lower",
      "lift_upper",
      "chance_to_win") {
    @Override
    List<List<@Nullable Object>> rows(Experiment of) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      ExperimentAnswers.Arm control = of.control();
      rows.add(
          row(
              control.variant(),
              null,
              "control",
              null,
              control.exposed(),
              control.matured(),
              control.conversions(),
              control.rate(),
              control.lower(),
              control.upper(),
              null,
              null,
              null,
              null,
              null,
              null,
              null,
              null));
      for (ExperimentAnswers.Verdict verdict : of.verdicts()) {
        rows.add(
            row(
                verdict.arm().variant(),
                verdict.metric(),
                verdict.role(),
                verdict.verdict(),
                verdict.arm().exposed(),
                verdict.arm().matured(),
                verdict.arm().conversions(),
                verdict.arm().rate(),
                verdict.arm().lower(),
                verdict.arm().upper(),
                verdict.difference(),
                verdict.differenceLower(),
                verdict.differenceUpper(),
                verdict.p(),
                verdict.lift(),
                verdict.liftLower(),
                verdict.liftUpper(),
                verdict.chanceToWin()));
      }
      return rows;
    }
  },
  /** The difference, look by look. */
  LOOKS("variant", "watermark", "difference", "difference_lower", "difference_upper") {
    @Override
    List<List<@Nullable Object>> rows(Experiment of) {
      return of.looks().stream()
          .map(
              look ->
                  row(
                      look.variant(),
                      look.watermark(),
                      look.difference(),
                      look.lower(),
                      look.upper()))
          .toList();
    }
  },
  /** Conversion by age. */
  CURVES("variant", "age_ms", "converted", "converted_lower", "converted_upper") {
    @Override
    List<List<@Nullable Object>> rows(Experiment of) {
      List<List<@Nullable Object>> rows = new ArrayList<>();
      for (ExperimentAnswers.Curve curve : of.curves()) {
        for (ExperimentAnswers.Point point : curve.points()) {
          rows.add(
              row(curve.variant(), point.ageMs(), point.converted(), point.lower(), point.upper()));
        }
      }
      return rows;
    }
  },
  /** How many reached each step. */
  STEPS("step", "step_name", "variant", "exposed", "matured", "reached", "matured_reached") {
    @Override
    List<List<@Nullable Object>> rows(Experiment of) {
      return of.steps().stream()
          .map(
              step ->
                  row(
                      step.step(),
                      step.name(),
                      step.variant(),
                      step.exposed(),
                      step.matured(),
                      step.reached(),
                      step.maturedReached()))
          .toList();
    }
  };

  private final List<String> columns;

  ExperimentTable(String... columns) {
    this.columns = List.of(columns);
  }

  /** The columns after those that name the experiment. */
  List<String> columns() {
    return columns;
  }

  /** A cell for each column. */
  abstract List<List<@Nullable Object>> rows(Experiment of);

  private static List<@Nullable Object> row(@Nullable Object... cells) {
    return Arrays.asList(cells);
  }

  /** As it stands in an address. */
  String word() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * The table of that name.
   *
   * @throws Refusal if there is none
   */
  static ExperimentTable named(String word) {
    return Stream.of(values())
        .filter(table -> table.word().equals(word))
        .findFirst()
        .orElseThrow(
            () ->
                Refusal.notFound(
                    "There is no \""
                        + word
                        + ".csv\" of an experiment; there is "
                        + String.join(
                            ", ", Stream.of(values()).map(its -> its.word() + ".csv").toList())));
  }
}
