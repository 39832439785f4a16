package dev.footfall.cli;

import dev.footfall.experiment.Arm;
import dev.footfall.experiment.Counts;
import dev.footfall.experiment.Evidence;
import dev.footfall.experiment.Judge;
import dev.footfall.experiment.Plan;
import dev.footfall.experiment.ValueJudge;
import dev.footfall.experiment.Values;
import dev.footfall.funnel.Experiment;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code footfall experiment}: the judgement of the job, of counts that somebody has at hand. */
@Command(
    name = "experiment",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Judge an experiment from counts, or plan one.",
    description = {
      "",
      "Names a winner or a loser only by numbers that hold however often somebody looks. Counts are",
      "conversions/units of each variant, of units that have had their time; the first is the control.",
      "",
      "Examples:",
      "  footfall experiment a=120/1000 b=150/1000 --planned 2000",
      "  footfall experiment --counts looks.csv    with the columns variant,units,conversions and,",
      "                                            if there were several, look",
      "  footfall experiment --units users.csv.gz --by version --converted retention_7",
      "  footfall experiment --units users.csv --value revenue --before revenue_last_month",
      "  footfall experiment plan --baseline 0.10 --effect 0.02",
      ""
    },
    subcommands = ExperimentPlanCommand.class)
final class ExperimentCommand implements Callable<Integer> {

  /** How the judgement is printed. */
  enum Format {
    TEXT,
    JSON
  }

  @Parameters(
      arity = "0..*",
      paramLabel = "VARIANT=CONVERSIONS/UNITS",
      description = "A variant's counts.")
  private List<String> words = new ArrayList<>();

  @Option(
      names = "--counts",
      paramLabel = "FILE",
      description = "Counts in a CSV file, plain or .gz: a line a variant, or a look and variant.")
  private @Nullable Path counts;

  @Option(
      names = "--units",
      paramLabel = "FILE",
      description = "A CSV file with a line a unit, plain or .gz.")
  private @Nullable Path units;

  @Option(
      names = "--by",
      paramLabel = "COLUMN",
      defaultValue = "variant",
      description = "With --units: the column of the variant (default: ${DEFAULT-VALUE}).")
  private String by = "variant";

  @Option(
      names = "--converted",
      paramLabel = "COLUMN",
      defaultValue = "converted",
      description =
          "With --units: the column that says whether the unit converted (default:"
              + " ${DEFAULT-VALUE}).")
  private String converted = "converted";

  @Option(
      names = "--value",
      paramLabel = "COLUMN",
      description =
          "With --units, instead of --converted: the column of a number, e.g. of revenue; means"
              + " are judged.")
  private @Nullable String value;

  @Option(
      names = "--per",
      paramLabel = "COLUMN",
      description =
          "With --value: judge its sum over the sum of this number, e.g. purchases per visit.")
  private @Nullable String per;

  @Option(
      names = "--before",
      paramLabel = "COLUMN",
      description =
          "With --value: the number from before the exposure; what units differed in then is taken"
              + " out (CUPED).")
  private @Nullable String before;

  @Option(
      names = "--control",
      paramLabel = "VARIANT",
      description = "Compare with this one, not with the first.")
  private @Nullable String control;

  @Option(
      names = "--shares",
      split = ",",
      paramLabel = "VARIANT=SHARE",
      description = "How units should be split, e.g. a=90,b=10 (default: evenly).")
  private Map<String, Double> shares = new LinkedHashMap<>();

  @Option(
      names = "--alpha",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description = "How often a difference may be found that is not there (default: 0.05).")
  private double alpha = Experiment.DEFAULT_ALPHA;

  @Option(
      names = "--planned",
      paramLabel = "N",
      description =
          "How many units were planned, all together, before the first look: there the numbers are"
              + " sharpest (default: 5000).")
  private int planned = Experiment.DEFAULT_PLANNED;

  @Option(
      names = "--least-effect",
      paramLabel = "POINTS",
      defaultValue = "0",
      description =
          "Differences smaller than this do not matter, e.g. 0.01; with --value in what that is"
              + " counted in (default: all do).")
  private double leastEffect;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, or json: one object a variant (default: ${DEFAULT-VALUE}).")
  private Format format = Format.TEXT;

  @Spec private CommandSpec spec;

  /** Picocli makes it by reflection. */
  ExperimentCommand() {}

  @Override
  public Integer call() throws IOException {
    requireOneWay();
    if (units != null && value != null) {
      judgeValues(units, value);
      return 0;
    }
    VariantCounts given = given();
    requireTwo(given.variants());
    Plan plan = planFor(given.variants());
    Judge judge = new Judge(plan);
    Evidence evidence = Evidence.none(plan);
    Counts last = counts(given.looks().get(0));
    Judge.Look look = judge.look(evidence, last);
    for (List<Arm> arms : given.looks().subList(1, given.looks().size())) {
      last = counts(arms);
      look = judge.look(look.evidence(), last);
    }
    ExperimentReport report = new ExperimentReport(plan, judge, last, look);
    switch (format) {
      case TEXT -> report.printText(spec.commandLine().getOut());
      case JSON -> report.printJson(spec.commandLine().getOut());
    }
    return 0;
  }

  private void judgeValues(Path file, String column) throws IOException {
    if (per != null && before != null) {
      throw new BadUsage("write either --per, or --before");
    }
    UnitValues given = UnitValues.of(file, by, column, per == null ? before : per);
    requireTwo(given.variants());
    Plan plan = planFor(given.variants());
    List<Values> arms;
    if (per != null) {
      arms = given.ratios();
    } else {
      arms = before == null ? given.means() : given.adjusted();
    }
    ValueReport report = new ValueReport(plan, new ValueJudge(plan), given.values(), arms);
    switch (format) {
      case TEXT -> report.printText(spec.commandLine().getOut());
      case JSON -> report.printJson(spec.commandLine().getOut());
    }
  }

  private static void requireTwo(List<String> variants) {
    if (variants.size() < 2) {
      throw new BadUsage("an experiment has two variants at least, as in a=120/1000 b=150/1000");
    }
  }

  private void requireOneWay() {
    int ways = (words.isEmpty() ? 0 : 1) + (counts == null ? 0 : 1) + (units == null ? 0 : 1);
    if (ways != 1) {
      throw new BadUsage(
          "give counts in one way: as in a=120/1000 b=150/1000, by --counts, or by --units");
    }
    if (value != null && units == null) {
      throw new BadUsage("--value: a number of each unit is needed; name their file by --units");
    }
    if (value == null && (per != null || before != null)) {
      throw new BadUsage("--per and --before go with --value; write --value COLUMN, too");
    }
  }

  private VariantCounts given() {
    if (counts != null) {
      return VariantCounts.ofCounts(counts);
    }
    return units == null
        ? VariantCounts.ofWords(words)
        : VariantCounts.ofUnits(units, by, converted);
  }

  private Plan planFor(List<String> variants) {
    requireBetween("--alpha", alpha, 0, 0.5);
    if (leastEffect != 0) {
      requireBetween(
          "--least-effect", leastEffect, 0, value == null ? 1 : Double.POSITIVE_INFINITY);
    }
    requireBetween("--planned", planned, 99, Double.POSITIVE_INFINITY);
    int controlIndex = control == null ? 0 : variants.indexOf(control);
    if (controlIndex < 0) {
      throw new BadUsage(
          "--control: there is no variant "
              + control
              + "; write one of "
              + String.join(", ", variants));
    }
    return new Plan(
        variants, sharesOf(variants), controlIndex, 1, List.of(), alpha, planned, leastEffect);
  }

  private List<Double> sharesOf(List<String> variants) {
    if (shares.isEmpty()) {
      return Collections.nCopies(variants.size(), 1.0 / variants.size());
    }
    boolean complete = shares.size() == variants.size() && shares.keySet().containsAll(variants);
    if (!complete || shares.values().stream().anyMatch(share -> !(share > 0))) {
      throw new BadUsage(
          "--shares: write a number above 0 for each of " + String.join(", ", variants));
    }
    double sum = shares.values().stream().mapToDouble(Double::doubleValue).sum();
    return variants.stream().map(variant -> shares.getOrDefault(variant, 0.0) / sum).toList();
  }

  static void requireBetween(String option, double number, double above, double below) {
    if (!(above < number && number < below)) {
      throw new BadUsage(
          option
              + ": write a number above "
              + ExperimentReport.plain(above)
              + (Double.isInfinite(below) ? "" : " and below " + ExperimentReport.plain(below)));
    }
  }

  private static Counts counts(List<Arm> arms) {
    return new Counts(
        arms.stream()
            .map(
                arm ->
                    new Counts.OfVariant(
                        arm.units(),
                        arm.units(),
                        List.of(arm.conversions()),
                        List.of(arm.conversions())))
            .toList(),
        0);
  }
}
