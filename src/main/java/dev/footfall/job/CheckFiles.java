package dev.footfall.job;

import dev.footfall.definitions.DefinitionFiles;
import dev.footfall.definitions.DefinitionStore;
import dev.footfall.funnel.Alert;
import dev.footfall.funnel.AlertSentence;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.ExperimentSentence;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.FunnelFile.Use;
import dev.footfall.funnel.FunnelSentence;
import dev.footfall.funnel.ReportSentence;
import dev.footfall.journey.UnservableFunnel;
import dev.footfall.table.SinkTables;
import dev.footfall.table.TableFolder;
import dev.footfall.yaml.Problem;
import dev.footfall.yaml.Problems;
import dev.footfall.yaml.YamlFile;
import dev.footfall.yaml.YamlMapping;
import dev.footfall.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks files of funnels and of settings, whichever each is. The funnels of all files given are
 * one set, in which no id may come twice; settings are checked together with the funnels and the
 * tables they name.
 */
public final class CheckFiles {

  private final Environment environment;
  private final Problems problems = new Problems();
  private final Set<String> obstacles = new LinkedHashSet<>();
  private final Set<String> summary = new LinkedHashSet<>();

  private CheckFiles(Environment environment) {
    this.environment = environment;
  }

  /**
   * What a check found.
   *
   * @param problems everything that is wrong, in reading order
   * @param obstacles why funnels cannot be served by the engine they ask for
   * @param summary lines that say what the valid files mean: each funnel as {@code id: sentence},
   *     and settings without their secrets
   */
  public record Report(List<Problem> problems, List<String> obstacles, List<String> summary) {

    public boolean isValid() {
      return problems.isEmpty() && obstacles.isEmpty();
    }
  }

  /**
   * Checks the files; nothing is thrown.
   *
   * @param paths files, or folders of definitions
   */
  public static Report check(List<Path> paths, Environment environment) {
    CheckFiles check = new CheckFiles(environment);
    check.checkAll(paths);
    return new Report(
        check.problems.all(), List.copyOf(check.obstacles), List.copyOf(check.summary));
  }

  private void checkAll(List<Path> paths) {
    List<Path> definitions = new ArrayList<>();
    for (Path path : paths) {
      if (Files.isDirectory(path) || !isSettings(path)) {
        definitions.add(path);
      } else {
        checkSettings(path);
      }
    }
    if (!definitions.isEmpty()) {
      describe(FunnelFile.readAll(definitions, Use.BOUNDED, problems));
    }
  }

  /** Whether the file has a key of settings, and none of definitions. */
  private static boolean isSettings(Path path) {
    // What is wrong with the file is said by whoever reads it for good.
    Optional<YamlNode> document = YamlFile.read(path, new Problems());
    return document.isPresent()
        && document.get() instanceof YamlMapping mapping
        && !mapping.has("funnels")
        && SettingsFile.KEY_NAMES.stream().anyMatch(mapping::has);
  }

  private void checkSettings(Path path) {
    if (isForTheBoardAlone(path)) {
      SettingsFile.readBoard(path, environment, problems)
          .ifPresent(
              part -> {
                summary.add(part.board().toString());
                describe(part.definitions(), Use.BOUNDED);
              });
      return;
    }
    SettingsFile.read(path, environment, problems)
        .ifPresent(
            settings -> {
              summary.addAll(settings.describe());
              checkTables(settings.tables());
              Use use = settings.source().isBounded() ? Use.BOUNDED : Use.CONTINUOUS;
              describe(settings.definitions(), use);
            });
  }

  private void checkTables(Path folder) {
    TableFolder tables = TableFolder.read(folder, environment, problems);
    summary.add("rows: " + SinkTables.check(tables, problems));
  }

  private static boolean isForTheBoardAlone(Path path) {
    return YamlFile.read(path, new Problems())
        .filter(document -> document instanceof YamlMapping)
        .map(document -> (YamlMapping) document)
        .filter(mapping -> mapping.has("board") && !mapping.has("source"))
        .isPresent();
  }

  /** Definitions in files are read; others may be out of reach from here. */
  private void describe(DefinitionStore store, Use use) {
    if (store instanceof DefinitionFiles files) {
      describe(FunnelFile.readAll(List.of(Path.of(files.path())), use, problems));
    } else {
      summary.add("definitions are read when the job starts, and checked then");
    }
  }

  private void describe(FunnelFile.Content content) {
    obstacles.addAll(UnservableFunnel.problems(content.funnels()));
    for (Funnel funnel : content.funnels()) {
      summary.add(funnel.id() + ": " + FunnelSentence.english(funnel) + boundedOnly(funnel));
    }
    for (Experiment experiment : content.experiments()) {
      summary.add("experiment " + experiment.id() + ": " + ExperimentSentence.english(experiment));
    }
    content
        .reports()
        .forEach(
            report ->
                summary.add(
                    report.kind().text()
                        + " "
                        + report.id()
                        + ": "
                        + ReportSentence.english(report)));

    for (Alert alert : content.alerts()) {
      summary.add("alert " + alert.id() + ": " + AlertSentence.english(alert));
    }
  }

  private static String boundedOnly(Funnel funnel) {
    return FunnelFile.fits(funnel, Use.CONTINUOUS)
        ? ""
        : " For bounded input only: a continuous job cannot remember that long.";
  }
}
