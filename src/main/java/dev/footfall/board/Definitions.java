package dev.footfall.board;

import dev.footfall.funnel.Channels;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelSentence;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.Retention;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.WhatNext;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Funnels as they are shown to a reader. */
final class Definitions {

  private Definitions() {}

  static Answers.Funnels describe(List<Funnel> funnels) {
    return new Answers.Funnels(funnels.stream().map(Definitions::describe).toList());
  }

  private static Answers.Definition describe(Funnel funnel) {
    List<Answers.DefinedStep> steps = new ArrayList<>();
    for (int step = 1; step <= funnel.steps().size(); step++) {
      steps.add(
          new Answers.DefinedStep(
              step, funnel.steps().get(step - 1).name(), funnel.steps().get(step - 1).optional()));
    }
    @Nullable Long within =
        funnel.within().isNone() ? null : Long.valueOf(funnel.within().millis());
    @Nullable Long cohort =
        funnel.cohort().isAll() ? null : Long.valueOf(funnel.cohort().length().toMillis());
    return new Answers.Definition(
        funnel.id(),
        funnel.title(),
        Map.of("en", FunnelSentence.english(funnel), "zh-CN", FunnelSentence.chinese(funnel)),
        steps,
        within,
        cohort,
        zoneName(funnel.zone()),
        funnel.unit(),
        funnel.breakdowns());
  }

  /** A report as it is declared, without what there is of it. */
  static ReportAnswers.Report describe(Report report) {
    Report.Frame frame = report.frame();
    return new ReportAnswers.Report(
        frame.id(),
        frame.title(),
        report.kind().text(),
        true,
        zoneName(frame.zone()),
        frame.window().isAll() ? null : Long.valueOf(frame.window().length().toMillis()),
        frame.followsUsers() ? null : frame.unit(),
        frame.breakdown().isEmpty() ? null : frame.breakdown(),
        report instanceof Retention retention ? retention.days() : null,
        report instanceof Retention retention ? names(retention.entry()) : null,
        report instanceof Retention retention ? names(retention.returns()) : null,
        report instanceof WhatNext next ? next.funnel().id() : null,
        report instanceof Channels channels ? channels.lookBackMillis() : null,
        report instanceof Channels channels ? channels.costs() : Map.of(),
        null);
  }

  private static List<String> names(Selector events) {
    return events.names().stream().sorted().toList();
  }

  /** As browsers know it: they have no zone named Z. */
  private static String zoneName(ZoneId zone) {
    return zone.equals(ZoneOffset.UTC) ? "UTC" : zone.getId();
  }
}
