package dev.footfall.report;

import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.funnel.Report;
import java.io.Serializable;

/**
 * One version of a report, as far as counting and rows need to know it.
 *
 * @param kind the text of its {@link Report.Kind}
 * @param id the report's id
 * @param version names the definition, see {@link Report#version}
 * @param since the event time after which this version has seen every event; {@link
 *     FunnelVersion#FROM_THE_BEGINNING} unless it was declared while the job ran
 * @param breakdown the property by which counts are split; empty if by none
 * @param maxValues so many names have rows of their own in a window
 * @param horizonMillis how long after the end of a window something may still be counted in it
 */
public record ReportVersion(
    String kind,
    String id,
    String version,
    long since,
    String breakdown,
    int maxValues,
    long horizonMillis)
    implements Serializable {

  static ReportVersion of(DeclaredReport declared, long since) {
    Report report = declared.report();
    return new ReportVersion(
        report.kind().text(),
        report.id(),
        declared.version(),
        since,
        report.frame().breakdown(),
        report.frame().maxValues(),
        report.horizonMillis());
  }

  /**
   * Among which names the first ones get rows of their own: most reports have one vocabulary, so
   * that a name is itself in all their parts; what came next has values and events, a vocabulary a
   * part.
   */
  String vocabularyOf(Cell cell) {
    return kind.equals(Report.Kind.NEXT.text()) ? cell.part() : "";
  }

  /** Whether {@link Cell#to} is one of many names, and not one of a few words of ours. */
  boolean hasNamesTo() {
    return !kind.equals(Report.Kind.NEXT.text());
  }

  /** The same, but that it has seen every event only after this time. */
  ReportVersion since(long time) {
    return new ReportVersion(kind, id, version, time, breakdown, maxValues, horizonMillis);
  }

  /**
   * The watermark from which the counts of the window never change again; {@link Long#MAX_VALUE}
   * means: at the end of the input.
   */
  public long finalFrom(CohortWindow window) {
    long last = window.end() - 1;
    return window.isAll() || horizonMillis > Long.MAX_VALUE - last
        ? Long.MAX_VALUE
        : last + horizonMillis;
  }
}
