package dev.footfall.cli;

import static dev.footfall.cli.ExperimentCommand.requireBetween;

import dev.footfall.experiment.Planning;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code footfall experiment plan}: how large must it be, or what can it find? */
@Command(
    name = "plan",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Say how many units an experiment needs, or what so many can find.",
    description = {
      "",
      "Of two variants of equal size. \"Watched\" is for an experiment that somebody looks at whenever they",
      "like, as the board does; write its size as the experiment's 'planned'.",
      ""
    })
final class ExperimentPlanCommand implements Callable<Integer> {

  @Option(names = "--baseline", paramLabel = "RATE", description = "The control's rate, e.g. 0.10.")
  private @Nullable Double baseline;

  @Option(
      names = "--deviation",
      paramLabel = "NUMBER",
      description =
          "Instead of --baseline, where means of a number are compared, e.g. of revenue: its"
              + " standard deviation over units; the effect is in what it is counted in.")
  private @Nullable Double deviation;

  @Option(
      names = "--effect",
      paramLabel = "POINTS",
      description = "The smallest difference that matters, e.g. 0.02: from 10 % to 12 %.")
  private @Nullable Double effect;

  @Option(
      names = "--units",
      paramLabel = "N",
      description = "Instead of --effect: so many units there will be, both variants together.")
  private @Nullable Integer units;

  @Option(
      names = "--alpha",
      paramLabel = "SHARE",
      defaultValue = "0.05",
      description = "How often a difference may be found that is not there (default: 0.05).")
  private double alpha = 0.05;

  @Option(
      names = "--power",
      paramLabel = "SHARE",
      defaultValue = "0.8",
      description = "How often one should be found that is there (default: 0.8).")
  private double power = 0.8;

  @Option(
      names = "--per-day",
      paramLabel = "N",
      description = "So many units are exposed a day: says the days, too.")
  private @Nullable Integer perDay;

  @Spec private CommandSpec spec;

  /** Picocli makes it by reflection. */
  ExperimentPlanCommand() {}

  @Override
  public Integer call() {
    requireBetween("--alpha", alpha, 0, 0.5);
    requireBetween("--power", power, 0.5, 1);
    if ((effect == null) == (units == null)) {
      throw new BadUsage("write either --effect, or --units");
    }
    Planning planning = new Planning(alpha, power);
    PrintWriter out = spec.commandLine().getOut();
    if (baseline != null && deviation == null) {
      requireBetween("--baseline", baseline, 0, 1);
      planRates(planning, baseline, out);
    } else if (deviation != null && baseline == null) {
      requireBetween("--deviation", deviation, 0, Double.POSITIVE_INFINITY);
      planValues(planning, deviation, out);
    } else {
      throw new BadUsage("write either --baseline, or --deviation");
    }
    out.flush();
    return 0;
  }

  private void planRates(Planning planning, double rate, PrintWriter out) {
    if (effect != null) {
      printSize(planning, rate, effect, out);
    } else if (units != null) {
      printEffect(planning, rate, units, out);
    }
  }

  private void planValues(Planning planning, double spread, PrintWriter out) {
    if (effect != null) {
      requireBetween("--effect", effect, 0, Double.POSITIVE_INFINITY);
      out.printf(
          "%s more or less, with a deviation of %s, found with a chance of %s %%, alpha %s:%n",
          ExperimentReport.plain(effect),
          ExperimentReport.plain(spread),
          ExperimentReport.points(power),
          ExperimentReport.plain(alpha));
      printUnits("one look at the end", planning.unitsPerArmOfValues(spread, effect), out);
      printUnits("watched", planning.unitsPerArmOfValuesWatched(spread, effect), out);
    } else if (units != null) {
      requireBetween("--units", units, 1, Double.POSITIVE_INFINITY);
      out.printf(
          Locale.ROOT,
          "%,d units with a deviation of %s find, with a chance of %s %%, alpha %s:%n",
          units,
          ExperimentReport.plain(spread),
          ExperimentReport.points(power),
          ExperimentReport.plain(alpha));
      printValue("one look at the end", planning.detectableOfValues(units / 2.0, spread), out);
      printValue("watched", planning.detectableOfValuesWatched(units / 2.0, spread), out);
    }
  }

  private static void printValue(String how, double least, PrintWriter out) {
    out.printf("  %-21s%s and more%n", how, ValueReport.number(least));
  }

  private void printSize(Planning planning, double rate, double wanted, PrintWriter out) {
    double target = rate + wanted;
    if (wanted == 0 || target <= 0 || target >= 1) {
      throw new BadUsage(
          "--effect: from %s by %s is no other rate; write points above 0, as in 0.02"
              .formatted(ExperimentReport.plain(rate), ExperimentReport.plain(wanted)));
    }
    out.printf(
        Locale.ROOT,
        "From %s %% to %s %%, found with a chance of %s %%, alpha %s:%n",
        ExperimentReport.points(rate),
        ExperimentReport.points(target),
        ExperimentReport.points(power),
        ExperimentReport.plain(alpha));
    printUnits("one look at the end", planning.unitsPerArm(rate, target), out);
    printUnits("watched", planning.unitsPerArmWatched(rate, target), out);
  }

  private void printUnits(String how, double perArm, PrintWriter out) {
    long arm = (long) Math.ceil(perArm);
    if (perDay == null) {
      out.printf(Locale.ROOT, "  %-21s%,d units a variant, %,d in all%n", how, arm, 2 * arm);
    } else {
      requireBetween("--per-day", perDay, 0, Double.POSITIVE_INFINITY);
      out.printf(
          Locale.ROOT,
          "  %-21s%,d units a variant, %,d in all: %,d days, and the time that the last have%n",
          how,
          arm,
          2 * arm,
          (2 * arm + perDay - 1) / perDay);
    }
  }

  private void printEffect(Planning planning, double baseline, int all, PrintWriter out) {
    requireBetween("--units", all, 1, Double.POSITIVE_INFINITY);
    out.printf(
        Locale.ROOT,
        "%,d units of %s %% find, with a chance of %s %%, alpha %s:%n",
        all,
        ExperimentReport.points(baseline),
        ExperimentReport.points(power),
        ExperimentReport.plain(alpha));
    printRate("one look at the end", baseline, planning.detectable(all / 2.0, baseline), out);
    printRate("watched", baseline, planning.detectableWatched(all / 2.0, baseline), out);
  }

  private static void printRate(String how, double baseline, double rate, PrintWriter out) {
    out.printf(
        Locale.ROOT,
        "  %-21s%s %% and more: %s points, a lift of %s %%%n",
        how,
        ExperimentReport.points(rate),
        ExperimentReport.points(rate - baseline),
        ExperimentReport.points(rate / baseline - 1));
  }
}
