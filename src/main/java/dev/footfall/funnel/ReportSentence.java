package dev.footfall.funnel;

import dev.footfall.yaml.DurationText;
import java.time.Duration;
import java.util.TreeSet;

/** Says in a sentence what a report counts. */
public final class ReportSentence {

  private ReportSentence() {}

  /** The sentence in English. */
  public static String english(Report report) {
    return report instanceof Paths paths
        ? PathsSentence.english(paths)
        : what(report) + " " + windows(report.frame()) + breakdown(report.frame());
  }

  private static String what(Report report) {
    if (report instanceof Channels channels) {
      return "Which %s brings %s, and conversions (%s) of the %s after a touch (%s), counted"
          .formatted(
              channels.channel(),
              units(report),
              events(channels.conversion()),
              DurationText.of(Duration.ofMillis(channels.lookBackMillis())),
              events(channels.touch()));
    }
    if (report instanceof Retention retention) {
      return "Which %s come back (%s) in the %d days after an entry (%s), of the entries"
          .formatted(
              units(report),
              events(retention.returns()),
              retention.days(),
              events(retention.entry()));
    }
    if (report instanceof WhatNext next) {
      return "What %s of the funnel %s did next (%s), of its cohorts"
          .formatted(units(report), next.funnel().id(), events(next.events()));
    }
    if (report instanceof Rhythm rhythm) {
      return "When %s are active (%s), by weekday and hour, counted"
          .formatted(units(report), events(rhythm.events()));
    }
    throw new IllegalStateException("no sentence of " + report.kind());
  }

  static String units(Report report) {
    return report.frame().followsUsers() ? "users" : "units (" + report.frame().unit() + ")";
  }

  private static String events(Selector selector) {
    String names =
        selector.names().isEmpty()
            ? "any event"
            : String.join(" or ", new TreeSet<>(selector.names()));
    return selector.filters().isEmpty() ? names : names + ", filtered";
  }

  private static String windows(Report.Frame frame) {
    return frame.window().isAll()
        ? "over everything"
        : "per %s in %s"
            .formatted(
                DurationText.of(frame.window().length()), EnglishSentence.nameOf(frame.zone()));
  }

  private static String breakdown(Report.Frame frame) {
    return frame.breakdown().isEmpty() ? "." : ", by " + frame.breakdown() + ".";
  }
}
