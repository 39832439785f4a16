package dev.footfall.cli;

import dev.footfall.alert.AlertPatternText;
import dev.footfall.funnel.Alert;
import dev.footfall.funnel.AlertSentence;
import dev.footfall.funnel.CohortAlert;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.ExperimentSentence;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.FunnelSentence;
import dev.footfall.funnel.PatternAlert;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.ReportSentence;
import dev.footfall.journey.EngineChoice;
import dev.footfall.journey.cep.PatternLimits;
import dev.footfall.journey.cep.PatternText;
import dev.footfall.yaml.DurationText;
import dev.footfall.yaml.Problems;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code footfall explain}: how are these funnels served? */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    header =
        "Say of each funnel which engine serves it, its Flink CEP pattern, and the state kept.",
    description = "")
final class ExplainCommand implements Callable<Integer> {

  @Parameters(
      arity = "1..*",
      paramLabel = "FILE",
      description = "Files of funnels, or folders of them.")
  private List<Path> files = new ArrayList<>();

  @Spec private CommandSpec spec;

  /** Picocli makes it by reflection. */
  ExplainCommand() {}

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    Problems problems = new Problems();
    FunnelFile.Content content = FunnelFile.readAll(files, FunnelFile.Use.BOUNDED, problems);
    problems.throwIfAny();
    for (Funnel funnel : content.funnels()) {
      explain(funnel, out);
      out.println();
    }
    for (Experiment experiment : content.experiments()) {
      explain(experiment, out);
      out.println();
    }
    for (Report report : content.reports()) {
      out.println(report.kind().text() + " " + report.id() + ": " + ReportSentence.english(report));
      String unit = report.frame().unit();
      out.println("  state:   one value per " + unit + " that it concerns");
      out.println(
          "  kept:    while something of the "
              + unit
              + " can still be counted; counts of a window until "
              + keptUntil(report));
      out.println();
    }
    for (Alert alert : content.alerts()) {
      explain(alert, out);
      out.println();
    }
    out.flush();
    return 0;
  }

  private static void explain(Funnel funnel, PrintWriter out) {
    out.println(funnel.id() + ": " + FunnelSentence.english(funnel));
    EngineChoice choice = EngineChoice.of(funnel);
    out.println(
        "  engine:  "
            + choice.engine().name().toLowerCase(Locale.ROOT)
            + " ("
            + choice.reason()
            + ")");
    EngineChoice.obstacles(funnel)
        .forEach(obstacle -> out.println("  problem: it cannot, for " + obstacle));
    List<String> limits = PatternLimits.of(funnel);
    if (limits.isEmpty()) {
      PatternText.of(funnel).forEach(line -> out.println("  pattern: " + line));
    } else {
      limits.forEach(limit -> out.println("  pattern: none can say it, for " + limit));
    }
    out.println("  state:   " + stateKept(funnel, choice));
    out.println("  kept:    " + untilWhen(funnel));
  }

  private static String keptUntil(Report report) {
    if (report.frame().window().isAll() || report.horizonMillis() == Long.MAX_VALUE) {
      return "the end of the input";
    }
    return report.horizonMillis() == 0
        ? "its end"
        : DurationText.of(Duration.ofMillis(report.horizonMillis())) + " after its end";
  }

  private static void explain(Experiment experiment, PrintWriter out) {
    out.println("experiment " + experiment.id() + ": " + ExperimentSentence.english(experiment));
    out.println("  state:   per user that is exposed its variant, and its way through the funnel");
    out.println(
        "  kept:    the way until the user had its time; the variant until all exposed by "
            + Instant.ofEpochMilli(experiment.end())
            + " had theirs");
  }

  private static void explain(Alert alert, PrintWriter out) {
    out.println("alert " + alert.id() + ": " + AlertSentence.english(alert));
    if (alert instanceof PatternAlert pattern) {
      explain(pattern, out);
    } else if (alert instanceof CohortAlert ofFunnel) {
      out.println("  state:   the counts of the " + ofFunnel.cohorts() + " cohorts closed last");
      out.println("  kept:    always: some bytes a version of the funnel");
    }
  }

  private static void explain(PatternAlert alert, PrintWriter out) {
    AlertPatternText.of(alert).forEach(line -> out.println("  pattern: " + line));
    String what = alert.concernsUsers() ? "user" : alert.unit();
    out.println("  state:   per " + what + " every open run, and of the last alert its time");
    long run = alert.span() + alert.absence();
    out.println(
        "  kept:    runs "
            + DurationText.of(Duration.ofMillis(run))
            + " from their first event; the alert "
            + DurationText.of(Duration.ofMillis(Math.max(run, alert.cooldown())))
            + " from its own");
  }

  private static String stateKept(Funnel funnel, EngineChoice choice) {
    String what = funnel.countsUsers() ? "user" : funnel.unit();
    return switch (choice.engine()) {
      case CEP ->
          "per "
              + what
              + " every open run, and of each cohort its counted run and the runs that may"
              + " still decide its outcome";
      case TRACKER, AUTO ->
          "per "
              + what
              + " and cohort the counted run, and at each step the one run that can still win";
    };
  }

  private static String untilWhen(Funnel funnel) {
    if (funnel.within().isNone() || funnel.cohort().isAll()) {
      return "until the input ends";
    }
    return "until the watermark is "
        + DurationText.of(Duration.ofMillis(funnel.within().millis()))
        + " past the end of the cohort; then its rows are final and nothing of it remains";
  }
}
