package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.Alert;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.FunnelFile.Use;
import dev.footfall.funnel.Report;
import dev.footfall.yaml.Problems;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a running job would do if its definitions were changed.
 *
 * @param problems why it would refuse them; none if it would not
 * @param effects a line for each funnel, experiment, report and alert, of both
 */
public record ChangeReport(List<String> problems, List<String> effects) {

  /**
   * Compares.
   *
   * @param running what the job follows now, without a problem
   * @param wanted what it would follow instead
   */
  public static ChangeReport of(List<Declaration.Text> running, List<Declaration.Text> wanted) {
    List<String> problems = Declared.first(running).problemsOf(wanted);
    List<String> effects = effects(byId(running), byId(wanted));
    effects.addAll(effectsOnExperiments(experimentsById(running), experimentsById(wanted)));
    effects.addAll(effectsOnReports(reportsById(running), reportsById(wanted)));

    for (Alert alert : FunnelFile.parseAll(wanted, Use.CONTINUOUS, new Problems()).alerts()) {
      // Another would be a problem.
      effects.add("alert " + alert.id() + ": goes on as it is");
    }
    return new ChangeReport(problems, effects);
  }

  private static List<String> effectsOnReports(
      Map<String, Report> running, Map<String, Report> wanted) {
    List<String> effects = new ArrayList<>();
    wanted.forEach(
        (id, report) ->
            effects.add(report.kind().text() + " " + id + ": " + effect(running.get(id), report)));
    running.forEach(
        (id, report) -> {
          if (!wanted.containsKey(id)) {
            effects.add(
                report.kind().text()
                    + " "
                    + id
                    + ": is removed; its rows stay as they were last written");
          }
        });
    return effects;
  }

  private static String effect(@Nullable Report before, Report after) {
    if (before == null) {
      return "is added, as version %s; the windows that have begun by then lack what was before"
          .formatted(after.version(1));
    }
    if (before.version(1).equals(after.version(1))) {
      return before.equals(after) ? "goes on as it is" : "goes on with its counts";
    }
    return ("changes from version %s to %s and is counted afresh; rows of %1$s stay as they were last"
            + " written")
        .formatted(before.version(1), after.version(1));
  }

  private static Map<String, Report> reportsById(List<Declaration.Text> texts) {
    Map<String, Report> byId = new LinkedHashMap<>();
    FunnelFile.parseAll(texts, Use.CONTINUOUS, new Problems())
        .reports()
        .forEach(report -> byId.put(report.id(), report));
    return byId;
  }

  private static List<String> effectsOnExperiments(
      Map<String, Experiment> running, Map<String, Experiment> wanted) {
    List<String> effects = new ArrayList<>();
    wanted.forEach(
        (id, experiment) ->
            effects.add("experiment " + id + ": " + effect(running.get(id), experiment)));
    running.forEach(
        (id, experiment) -> {
          if (!wanted.containsKey(id)) {
            effects.add(
                "experiment " + id + ": is removed; its rows stay as they were last written");
          }
        });
    return effects;
  }

  private static String effect(@Nullable Experiment before, Experiment after) {
    if (before == null) {
      return "is added, as version %s; who was exposed by then counts once seen again"
          .formatted(after.version(1));
    }
    if (before.version(1).equals(after.version(1))) {
      return before.equals(after) ? "goes on as it is" : "goes on with its counts";
    }
    return ("changes from version %s to %s and is counted and judged afresh; rows of %1$s stay as they"
            + " were last written")
        .formatted(before.version(1), after.version(1));
  }

  private static Map<String, Experiment> experimentsById(List<Declaration.Text> texts) {
    Map<String, Experiment> byId = new LinkedHashMap<>();
    FunnelFile.parseAll(texts, Use.CONTINUOUS, new Problems())
        .experiments()
        .forEach(experiment -> byId.put(experiment.id(), experiment));
    return byId;
  }

  private static List<String> effects(Map<String, Funnel> running, Map<String, Funnel> wanted) {
    List<String> effects = new ArrayList<>();
    wanted.forEach((id, funnel) -> effects.add(id + ": " + effect(running.get(id), funnel)));
    running.forEach(
        (id, funnel) -> {
          if (!wanted.containsKey(id)) {
            effects.add(
                id
                    + ": is removed; its rows stay as they were last written, and what is open is given up");
          }
        });
    return effects;
  }

  private static String effect(@Nullable Funnel before, Funnel after) {
    if (before == null) {
      return "is added, as version %s; the cohorts that have begun by then lack what was before"
          .formatted(after.version(1));
    }
    if (before.version(1).equals(after.version(1))) {
      return before.equals(after)
          ? "goes on as it is"
          : "goes on with its counts; only titles, names of steps or the number of values change";
    }
    return ("changes from version %s to %s and is counted afresh; rows of %1$s stay as they were last"
            + " written, superseded")
        .formatted(before.version(1), after.version(1));
  }

  private static Map<String, Funnel> byId(List<Declaration.Text> texts) {
    Map<String, Funnel> byId = new LinkedHashMap<>();
    FunnelFile.parse(texts, Use.CONTINUOUS, new Problems())
        .forEach(funnel -> byId.put(funnel.id(), funnel));
    return byId;
  }
}
