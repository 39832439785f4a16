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
            "Visits of users (cart or home): stops no more than 30 minutes apart, 1 day at most; 6"
                + " stops from the first home on, up to the next cart, repeats taken as one; counted"
                + " per day (Asia/Shanghai) in which a visit begins.",
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
  void pathsSayInBothLanguagesWhatAVisitIsAndWhichOfItsStopsAreFollowed() {
    Problems problems = new Problems();
    List<Paths> paths =
        FunnelFile.parseAll(
                List.of(
                    new Declaration.Text(
                        "paths.yaml",
                        """
                        time_zone: Asia/Shanghai
                        paths:
                          - {id: ways, depth: 5, breakdown: channel}
                          - {id: ends, event: [view], stop: page, to: pay, unit: account_id, repeats: keep, window: 7d, visit: {gap: 10m, session: sid}}
                        """)),
                FunnelFile.Use.BOUNDED,
                problems)
            .reports()
            .stream()
            .map(Paths.class::cast)
            .toList();
    assertThat(problems.all()).isEmpty();
    assertThat(paths.stream().map(PathsSentence::english))
        .containsExactly(
            "Visits of users (any event): stops no more than 30 minutes apart, 1 day at most; the"
                + " first 5 stops of each, repeats taken as one; counted per day (Asia/Shanghai) in"
                + " which a visit begins, by channel.",
            "Visits of units (account_id) (view, by page): stops no more than 10 minutes apart, 1 day at most, each"
                + " sid apart; the last 6 stops up to the first pay, repeats kept; counted per week"
                + " (Asia/Shanghai) in which a visit begins.");
    assertThat(paths.stream().map(PathsSentence::chinese))
        .containsExactly(
            "用户的访问（任意事件）：相邻停留点间隔不超过 30 分钟，总长不超过 1 天；取每次访问的前 5 个停留点，连续重复算一个；按访问开始的每天（Asia/Shanghai）统计，按 channel 细分。",
            "每个 account_id 的访问（view，按 page 命名）：相邻停留点间隔不超过 10 分钟，总长不超过 1 天，每个 sid 分开计算；取到第一个 pay 为止的最后 6 个停留点，连续重复分别计入；按访问开始的每周（Asia/Shanghai）统计。");
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
