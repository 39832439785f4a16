package dev.footfall.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Declaration;
import dev.footfall.yaml.Problems;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ReportSentenceTest {

  private static final String REPORTS =
      """
      time_zone: Asia/Shanghai
      funnels: [{id: shop, steps: [browse, pay], within: 1h, cohort: 1h}]
      channels: [{id: c, channel: source, conversion: pay, look_back: 7d, breakdown: device}]
      next: [{id: n, funnel: shop}]
      paths: [{id: p, event: [home, cart], from: home, to: cart}]
      retention: [{id: b, entry: register, return: [open, login], days: 7}]
      rhythm: [{id: r, event: "*", where: {app: web}}, {id: all, window: all}]
      """;

  @Test
  void everyKindOfReportIsSaidInASentence() {
    Problems problems = new Problems();
    List<Report> reports =
        FunnelFile.parseAll(
                List.of(new Declaration.Text("reports.yaml", REPORTS)),
                FunnelFile.Use.BOUNDED,
                problems)
            .reports();
    assertThat(reports.stream().map(ReportSentence::english))
        .containsExactlyInAnyOrder(
            "Which source brings users, and conversions (pay) of the 7d after a touch (any event),"
                + " counted per 1d in Asia/Shanghai, by device.",
            "What users of the funnel shop did next (any event), of its cohorts per 1h in"
                + " Asia/Shanghai.",
            "Visits of users (cart or home), and the ways they take in them from home to cart,"
                + " counted per 1d in Asia/Shanghai.",
            "Which users come back (login or open) in the 7 days after an entry (register), of the entries"
                + " per 1d in Asia/Shanghai.",
            "When users are active (any event, filtered), by weekday and hour, counted per 7d in"
                + " Asia/Shanghai.",
            "When users are active (any event), by weekday and hour, counted over everything.");
    Set<Report.Kind> kinds = reports.stream().map(Report::kind).collect(Collectors.toSet());
    assertThat(kinds).containsExactlyInAnyOrder(Report.Kind.values());
    assertThat(problems.all()).isEmpty();
  }

  @Test
  void whatIsWrongWithAReportIsToldWithItsPlace() {
    Problems problems = new Problems();
    FunnelFile.parseAll(
        List.of(
            new Declaration.Text(
                "reports.yaml",
                """
                channels: [{id: c, chanel: source, conversion: pay}]
                next: [{id: n, funnel: shop}, {id: n, funnel: shop}]
                retention: [{id: b, entry: register, days: 0}]
                rhythm: [{id: r, window: all}]
                """)),
        FunnelFile.Use.CONTINUOUS,
        problems);
    assertThat(problems.all().stream().map(Object::toString))
        .contains(
            "reports.yaml:1:20: unknown key \"chanel\" in channels \"c\"; write \"channel\"",
            "reports.yaml:1:12: channels \"c\" has no \"channel\"; write channel: utm_source",
            "reports.yaml:2:24: there is no funnel \"shop\"; write the id of a funnel",
            "reports.yaml:3:13: retention \"b\" has no \"return\"; write return: [login, open]",
            "reports.yaml:4:26: \"window: all\" is for bounded input only; write 1h, 1d or 7d")
        .anyMatch(problem -> problem.contains("report \"n\" is already declared"))
        .anyMatch(problem -> problem.contains("\"0\" is no whole number from 1 to 365"));
  }
}
