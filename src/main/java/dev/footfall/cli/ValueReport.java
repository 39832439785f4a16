package dev.footfall.cli;

import static dev.footfall.cli.ExperimentReport.p;
import static dev.footfall.cli.ExperimentReport.points;

import dev.footfall.experiment.AlwaysValid;
import dev.footfall.experiment.Estimate;
import dev.footfall.experiment.Interval;
import dev.footfall.experiment.Plan;
import dev.footfall.experiment.SampleRatio;
import dev.footfall.experiment.ValueJudge;
import dev.footfall.experiment.Values;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Prints what is said of numbers that units brought.
 *
 * @param numbers of each variant's units as they were; for their spread
 * @param arms what was judged
 */
record ValueReport(Plan plan, ValueJudge judge, List<double[]> numbers, List<Values> arms) {

  private static final MathContext DIGITS = new MathContext(6);

  /** In lines for people. */
  void printText(PrintWriter out) {
    for (int variant = 0; variant < arms.size(); variant++) {
      Values arm = arms.get(variant);
      double[] sorted = sorted(variant);
      out.printf(
          Locale.ROOT,
          "%s: %,d units, mean %s (median %s, 90 %% up to %s)%s%n",
          plan.variants().get(variant),
          arm.units(),
          number(arm.mean()),
          number(Values.quantile(sorted, 0.5)),
          number(Values.quantile(sorted, 0.9)),
          variant == plan.control() ? ", the control" : "");
    }
    SampleRatio split = judge.split(arms);
    out.printf(
        "split: %s (p %s at every look, %s at this one alone)%n",
        ExperimentReport.split(split, split.p() < SampleRatio.ALARM),
        p(split.p()),
        p(split.chiSquareP()));
    judge.look(arms).forEach(finding -> print(finding, out));
    out.flush();
  }

  private double[] sorted(int variant) {
    double[] sorted = numbers.get(variant).clone();
    Arrays.sort(sorted);
    return sorted;
  }

  private void print(ValueJudge.Finding finding, PrintWriter out) {
    out.printf(
        "%n%s: %s. %s%n",
        plan.variants().get(finding.variant()),
        ExperimentReport.word(finding.verdict()).replace('_', ' '),
        meaning(finding));
    AlwaysValid sequence = judge.sequence(finding.variant());
    finding.difference().ifPresent(estimate -> print(estimate, finding, sequence, out));
    finding
        .lift()
        .ifPresent(
            lift ->
                ExperimentReport.line(
                    out,
                    "lift",
                    "%s %%; at every look %s",
                    ExperimentReport.signed(lift.value()),
                    ExperimentReport.range(lift.alwaysValid(sequence))));
    finding
        .difference()
        .ifPresent(
            estimate ->
                ExperimentReport.line(
                    out,
                    "if you must choose",
                    "better with a chance of %s %%; on average lost by this one %s, by the control"
                        + " %s",
                    points(estimate.chanceToWin()),
                    number(estimate.lossOfTreatment()),
                    number(estimate.lossOfControl())));
  }

  private static void print(
      Estimate estimate, ValueJudge.Finding finding, AlwaysValid sequence, PrintWriter out) {
    ExperimentReport.line(
        out,
        "difference",
        "%s; at every look %s, p %s",
        signed(estimate.value()),
        range(estimate.alwaysValid(sequence)),
        p(finding.p()));
    ExperimentReport.line(
        out,
        "this look alone",
        "%s, p %s: only if nobody looked before",
        range(estimate.atOneLook(sequence.alpha())),
        p(estimate.pAtOneLook()));
  }

  private String meaning(ValueJudge.Finding finding) {
    return switch (finding.verdict()) {
      case SAMPLE_RATIO_MISMATCH ->
          "The units are not split as they should be: find out why before you compare anything.";
      case COLLECTING ->
          "Each variant needs 100 units, and numbers that differ, before anything is said.";
      case WINNER -> "The mean is higher than with the control.";
      case LOSER -> "The mean is lower than with the control.";
      case NO_DIFFERENCE_OF_INTEREST ->
          "Whatever difference there is, it is below %s.".formatted(number(plan.leastEffect()));
      case GUARDRAIL_BREACH, UNDECIDED -> "Nothing can be said yet.";
    };
  }

  /** One object a variant, the control first; what has no value is null. */
  void printJson(PrintWriter out) throws IOException {
    List<Map<String, @Nullable Object>> variants = new ArrayList<>();
    variants.add(fields(plan.control(), null));
    for (ValueJudge.Finding finding : judge.look(arms)) {
      variants.add(fields(finding.variant(), finding));
    }
    ExperimentReport.writeJson(variants, out);
  }

  private Map<String, @Nullable Object> fields(int variant, ValueJudge.@Nullable Finding finding) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    Values arm = arms.get(variant);
    double[] sorted = sorted(variant);
    fields.put("variant", plan.variants().get(variant));
    fields.put("units", arm.units());
    fields.put("mean", arm.mean());
    fields.put("deviation", Math.sqrt(arm.variance()));
    fields.put("median", Values.quantile(sorted, 0.5));
    fields.put("p90", Values.quantile(sorted, 0.9));
    fields.put("verdict", finding == null ? "control" : ExperimentReport.word(finding.verdict()));
    fields.put("split_p", judge.split(arms).p());
    fields.put("split_p_this_look", judge.split(arms).chiSquareP());
    Estimate difference = finding == null ? null : finding.difference().orElse(null);
    put(fields, "difference", variant, difference);
    fields.put("p", finding == null ? null : finding.p());
    fields.put("p_this_look", difference == null ? null : difference.pAtOneLook());
    put(fields, "lift", variant, finding == null ? null : finding.lift().orElse(null));
    fields.put("chance_to_win", difference == null ? null : difference.chanceToWin());
    fields.put("loss", difference == null ? null : difference.lossOfTreatment());
    fields.put("loss_of_control", difference == null ? null : difference.lossOfControl());
    fields.put("alpha", plan.alpha());
    fields.put("planned", plan.planned());
    return fields;
  }

  private void put(
      Map<String, @Nullable Object> fields, String name, int variant, @Nullable Estimate estimate) {
    AlwaysValid sequence = judge.sequence(variant);
    Optional<Estimate> known = Optional.ofNullable(estimate);
    fields.put(name, known.map(Estimate::value).orElse(null));
    ExperimentReport.put(fields, name, known.map(its -> its.alwaysValid(sequence)).orElse(null));
    ExperimentReport.put(
        fields,
        name + "_this_look",
        known.map(its -> its.atOneLook(sequence.alpha())).orElse(null));
  }

  private static String range(Interval interval) {
    return signed(interval.lower()) + " to " + signed(interval.upper());
  }

  private static String signed(double value) {
    return (value < 0 ? "" : "+") + number(value);
  }

  /** Six digits that count, none of them after a point without need. */
  static String number(double value) {
    BigDecimal rounded = BigDecimal.valueOf(value).round(DIGITS).stripTrailingZeros();
    return rounded.scale() < 0 ? rounded.setScale(0).toPlainString() : rounded.toPlainString();
  }
}
