package dev.footfall.report;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.Report;
import dev.footfall.yaml.InvalidDefinitions;
import dev.footfall.yaml.Problems;
import java.io.Serializable;
import java.util.List;

/**
 * A report as a declaration has it.
 *
 * @param report what it is
 * @param time how often it has had this definition, from 1
 */
public record DeclaredReport(Report report, int time) implements Serializable {

  /** A report that was there from the beginning. */
  public static DeclaredReport first(Report report) {
    return new DeclaredReport(report, 1);
  }

  /**
   * All reports of a declaration.
   *
   * @throws InvalidDefinitions never, for what is not valid is refused before it is declared
   */
  public static List<DeclaredReport> allIn(Declaration declaration) {
    Problems problems = new Problems();
    List<Report> reports =
        FunnelFile.parseAll(declaration.texts(), FunnelFile.Use.CONTINUOUS, problems).reports();
    problems.throwIfAny();
    return reports.stream()
        .map(
            report ->
                new DeclaredReport(report, declaration.times().getOrDefault(key(report.id()), 1)))
        .toList();
  }

  /** Under what name {@link Declaration#times} has a report; no funnel's id has a colon. */
  public static String key(String id) {
    return "report:" + id;
  }

  /** Names what the definition means, see {@link Report#version}. */
  public String version() {
    return report.version(time);
  }

  /** The same as a number. */
  public long number() {
    return report.number(time);
  }
}
