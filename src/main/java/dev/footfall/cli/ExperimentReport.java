package dev.footfall.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.footfall.experiment.Arm;
import dev.footfall.experiment.BetaBinomial;
import dev.footfall.experiment.Counts;
import dev.footfall.experiment.Difference;
import dev.footfall.experiment.Finding;
import dev.footfall.experiment.Interval;
import dev.footfall.experiment.Judge;
import dev.footfall.experiment.Lift;
import dev.footfall.experiment.Plan;
import dev.footfall.experiment.Proportions;
import dev.footfall.experiment.SampleRatio;
import dev.footfall.experiment.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Prints what was found of an experiment. */
record ExperimentReport(Plan plan, Judge judge, Counts counts, Judge.Look look) {

  /** Below this p-value of one look people should wonder, though no alarm is raised. */
  private static final double DOUBTFUL = 0.01;

  private Arm arm(int variant) {
    return counts.variants().get(variant).matured(plan.metric());
  }

  /** Where the variant's rate lies, however often somebody looks. */
  private Interval everyLook(int variant) {
    return arm(variant).alwaysValid(plan.planned() * plan.shares().get(variant), plan.alpha());
  }

  private SampleRatio ratio() {
    List<Long> units = new ArrayList<>();
    for (int variant = 0; variant < plan.variants().size(); variant++) {
      units.add(arm(variant).units());
    }
    return new SampleRatio(units, plan.shares());
  }

  /** In lines for people. */
  void printText(PrintWriter out) {
    printArms(out);
    out.printf(
        Locale.ROOT,
        "split: %s (p %s at every look, %s at this one alone)%n",
        split(ratio(), look.evidence().isSplitBroken()),
        p(Math.min(look.evidence().exposedRatioP(), look.evidence().maturedRatioP())),
        p(ratio().chiSquareP()));
    look.findings().forEach(finding -> print(finding, out));
    if (look.findings().size() > 1) {
      printAll(out);
    }
    out.flush();
  }

  static String split(SampleRatio ratio, boolean isBroken) {
    if (isBroken) {
      return "NOT as it should be";
    }
    return ratio.chiSquareP() < DOUBTFUL
        ? "doubtful; chance alone is seldom so uneven"
        : "as it should be";
  }

  private void printArms(PrintWriter out) {
    for (int variant = 0; variant < plan.variants().size(); variant++) {
      Arm arm = arm(variant);
      out.printf(
          Locale.ROOT,
          "%s: %,d of %,d%s%s%n",
          plan.variants().get(variant),
          arm.conversions(),
          arm.units(),
          arm.isEmpty()
              ? ""
              : ", %s %% (%s to %s; at every look %s to %s)"
                  .formatted(
                      points(arm.rate()),
                      points(arm.wilson(plan.alpha()).lower()),
                      points(arm.wilson(plan.alpha()).upper()),
                      points(everyLook(variant).lower()),
                      points(everyLook(variant).upper())),
          variant == plan.control() ? ", the control" : "");
    }
  }

  private void print(Finding finding, PrintWriter out) {
    out.println();
    out.println(
        plan.variants().get(finding.variant())
            + ": "
            + finding.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ')
            + ". "
            + meaning(finding));
    if (finding.compared().isPresent()) {
      print(finding, finding.compared().get(), out);
    }
  }

  private String meaning(Finding finding) {
    return switch (finding.verdict()) {
      case SAMPLE_RATIO_MISMATCH ->
          "The units are not split as they should be: find out why before you compare anything.";
      case COLLECTING ->
          "Each variant needs 100 units, of which 10 converted and 10 did not, before anything is"
              + " said.";
      case GUARDRAIL_BREACH -> "A guardrail has fallen by more than its margin.";
      case WINNER -> "More convert than with the control.";
      case LOSER -> "Fewer convert than with the control.";
      case NO_DIFFERENCE_OF_INTEREST ->
          "Whatever difference there is, it is below %s points."
              .formatted(points(plan.leastEffect()));
      case UNDECIDED -> "Nothing can be said yet" + needed(finding) + ".";
    };
  }

  private String needed(Finding finding) {
    long units = judge.unitsNeeded(finding, counts);
    return units == 0 ? "" : String.format(Locale.ROOT, "; it needs about %,d more units", units);
  }

  private void print(Finding finding, Finding.Compared compared, PrintWriter out) {
    Difference difference = compared.difference();
    if (finding.verdict() != Verdict.COLLECTING) {
      line(
          out,
          "difference",
          "%s points; at every look %s, p %s",
          signed(difference.value()),
          range(finding.difference()),
          p(finding.adjustedP()));
    }
    line(
        out,
        "this look alone",
        "%s points, p %s: only if nobody looked before",
        range(difference.newcombe(plan.alpha())),
        p(difference.pooledP()));
    compared
        .lift()
        .ifPresent(
            lift ->
                line(
                    out,
                    "lift",
                    "%s %%%s",
                    signed(lift.value()),
                    compared
                        .liftInterval()
                        .map(interval -> "; at every look " + range(interval))
                        .orElse("")));
    BetaBinomial bet = compared.bet();
    line(
        out,
        "if you must choose",
        "better with a chance of %s %%; on average lost by this one %s points, by the control %s",
        points(bet.chanceToWin()),
        points(bet.lossOfTreatment()),
        points(bet.lossOfControl()));
  }

  private void printAll(PrintWriter out) {
    List<Arm> arms = new ArrayList<>();
    for (int variant = 0; variant < plan.variants().size(); variant++) {
      arms.add(arm(variant));
    }
    if (arms.stream().anyMatch(Arm::isEmpty)) {
      return;
    }
    List<Double> chances = BetaBinomial.chancesToBeBest(arms);
    List<String> words = new ArrayList<>();
    for (int variant = 0; variant < arms.size(); variant++) {
      words.add(plan.variants().get(variant) + " " + points(chances.get(variant)) + " %");
    }
    out.println();
    line(
        out,
        "all together",
        "best with a chance of %s; all alike: p %s at this look alone",
        String.join(", ", words),
        p(Proportions.equalP(arms)));
  }

  static void line(PrintWriter out, String name, String format, Object... values) {
    out.printf(Locale.ROOT, "  %-20s%s%n", name, String.format(Locale.ROOT, format, values));
  }

  /** One object a variant, the control first; what has no value is null. */
  void printJson(PrintWriter out) throws IOException {
    List<Map<String, @Nullable Object>> variants = new ArrayList<>();
    variants.add(fields(plan.control(), null));
    for (Finding finding : look.findings()) {
      variants.add(fields(finding.variant(), finding));
    }
    writeJson(variants, out);
  }

  /** One object a line. */
  static void writeJson(List<Map<String, @Nullable Object>> objects, PrintWriter out)
      throws IOException {
    JsonGenerator json = new JsonFactory().createGenerator(out);
    json.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
    json.setRootValueSeparator(new com.fasterxml.jackson.core.io.SerializedString("\n"));
    for (Map<String, @Nullable Object> fields : objects) {
      write(fields, json);
    }
    json.close();
    out.println();
    out.flush();
  }

  private static void write(Map<String, @Nullable Object> fields, JsonGenerator json)
      throws IOException {
    json.writeStartObject();
    for (Map.Entry<String, @Nullable Object> field : fields.entrySet()) {
      json.writeFieldName(field.getKey());
      Object value = field.getValue();
      if (value instanceof Double number) {
        if (Double.isFinite(number)) {
          json.writeNumber(number);
        } else {
          json.writeNull();
        }
      } else if (value instanceof Long number) {
        json.writeNumber(number);
      } else if (value == null) {
        json.writeNull();
      } else {
        json.writeString(value.toString());
      }
    }
    json.writeEndObject();
  }

  private Map<String, @Nullable Object> fields(int variant, @Nullable Finding finding) {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    Arm arm = arm(variant);
    fields.put("variant", plan.variants().get(variant));
    fields.put("units", arm.units());
    fields.put("conversions", arm.conversions());
    fields.put("rate", arm.isEmpty() ? null : arm.rate());
    put(fields, "rate", arm.isEmpty() ? null : arm.wilson(plan.alpha()));
    put(fields, "rate_at_every_look", arm.isEmpty() ? null : everyLook(variant));
    fields.put("verdict", finding == null ? "control" : word(finding.verdict()));
    fields.put("split_p", look.evidence().maturedRatioP());
    fields.put("split_p_this_look", ratio().chiSquareP());
    Finding.Compared compared = finding == null ? null : finding.compared().orElse(null);
    Difference difference = compared == null ? null : compared.difference();
    fields.put("difference", difference == null ? null : difference.value());
    put(fields, "difference", finding == null ? null : finding.difference());
    fields.put("p", finding == null ? null : finding.adjustedP());
    put(
        fields,
        "difference_this_look",
        difference == null ? null : difference.newcombe(plan.alpha()));
    fields.put("z_this_look", difference == null ? null : difference.pooledZ());
    fields.put("p_this_look", difference == null ? null : difference.pooledP());
    Lift lift = compared == null ? null : compared.lift().orElse(null);
    fields.put("lift", lift == null ? null : lift.value());
    put(fields, "lift", compared == null ? null : compared.liftInterval().orElse(null));
    put(fields, "lift_this_look", lift == null ? null : lift.katz(plan.alpha()));
    fields.put("lift_se_delta", lift == null ? null : lift.deltaStandardError());
    fields.put("chance_to_win", compared == null ? null : compared.bet().chanceToWin());
    fields.put("loss", compared == null ? null : compared.bet().lossOfTreatment());
    fields.put("loss_of_control", compared == null ? null : compared.bet().lossOfControl());
    fields.put("needs_units", finding == null ? null : judge.unitsNeeded(finding, counts));
    fields.put("alpha", plan.alpha());
    fields.put("planned", plan.planned());
    fields.put("method", (long) Judge.METHOD);
    return fields;
  }

  static void put(Map<String, @Nullable Object> fields, String name, @Nullable Interval interval) {
    fields.put(name + "_lower", interval == null ? null : interval.lower());
    fields.put(name + "_upper", interval == null ? null : interval.upper());
  }

  static String word(Verdict verdict) {
    return verdict.name().toLowerCase(Locale.ROOT);
  }

  static String range(Interval interval) {
    return signed(interval.lower()) + " to " + signed(interval.upper());
  }

  /** A share in hundredths, with two digits after the point. */
  static String points(double share) {
    return String.format(Locale.ROOT, "%.2f", 100 * share);
  }

  static String signed(double share) {
    return String.format(Locale.ROOT, "%+.2f", 100 * share);
  }

  static String p(double p) {
    return p < 0.0001 ? "< 0.0001" : String.format(Locale.ROOT, "%.4f", p);
  }

  static String plain(double number) {
    return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
  }
}
