package dev.footfall.report;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.WhatNext;
import dev.footfall.yaml.InvalidDefinitions;
import dev.footfall.yaml.Problems;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A report as a declaration has it.
 *
 * @param report what it is
 * @param time how often it has had this definition, from 1
 * @param ofFunnel the funnel it is of; {@link OfFunnel#NONE} if it is of none
 */
public record DeclaredReport(Report report, int time, OfFunnel ofFunnel) implements Serializable {

  /**
   * A funnel, as its journeys name it.
   *
   * @param id the funnel's id
   * @param version see {@link Funnel#version}
   */
  public record OfFunnel(String id, String version) implements Serializable {

    static final OfFunnel NONE = new OfFunnel("", "");
  }

  /** A report that was there from the beginning. */
  public static DeclaredReport first(Report report) {
    return of(report, Map.of());
  }

  private static DeclaredReport of(Report report, Map<String, Integer> times) {
    OfFunnel ofFunnel = OfFunnel.NONE;
    if (report instanceof WhatNext next) {
      Funnel funnel = next.funnel();
      ofFunnel = new OfFunnel(funnel.id(), funnel.version(times.getOrDefault(funnel.id(), 1)));
    }
    return new DeclaredReport(report, times.getOrDefault(key(report.id()), 1), ofFunnel);
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
    return reports.stream().map(report -> of(report, declaration.times())).toList();
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
