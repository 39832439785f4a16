package dev.footfall.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.FunnelFile.Use;
import dev.footfall.yaml.Problem;
import dev.footfall.yaml.Problems;
import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Reports on paths in YAML: what comes of them, and what is said of mistakes. */
class PathsFileTest {

  private static final String LARGEST =
      """
      time_zone: Europe/Berlin
      paths:
        - id: site
          title: Ways through the shop
          unit: account_id
          event: [home, browse, cart, pay]
          where: {country: DE}
          stop: page
          visit: {gap: 10m, longest: 3h, session: session_id}
          depth: 4
          repeats: keep
          from: /browse
          to: /pay
          window: 7d
          breakdown: channel
          max_values: 50
      """;

  @Test
  void whatIsLeftOutIsAsMostReportsAre() {
    assertThat(only("paths: [{id: site}]"))
        .isEqualTo(
            new Paths(
                new Report.Frame(
                    "site",
                    "site",
                    Funnel.USER,
                    Cohort.of(Duration.ofDays(1)),
                    ZoneOffset.UTC,
                    "",
                    100),
                new Selector(Set.of(), List.of()),
                "",
                new Paths.Visit(1_800_000, 86_400_000, ""),
                6,
                Paths.Repeats.COLLAPSE,
                "",
                ""));
  }

  @Test
  void everyKeyIsRead() {
    Filter germany = new Filter("country", Filter.Operator.EQ, List.of(Filter.Operand.of("DE")));
    Paths paths = only(LARGEST);
    assertThat(paths)
        .isEqualTo(
            new Paths(
                new Report.Frame(
                    "site",
                    "Ways through the shop",
                    "account_id",
                    Cohort.of(Duration.ofDays(7)),
                    ZoneId.of("Europe/Berlin"),
                    "channel",
                    50),
                new Selector(Set.of("home", "browse", "cart", "pay"), List.of(germany)),
                "page",
                new Paths.Visit(600_000, 10_800_000, "session_id"),
                4,
                Paths.Repeats.KEEP,
                "/browse",
                "/pay"));
    assertThat(paths.horizonMillis()).isEqualTo(10_800_000);
  }

  @Test
  void aGapThatIsLongerThanADayLengthensVisits() {
    assertThat(only("paths: [{id: site, visit: {gap: 2d}}]").visit())
        .isEqualTo(new Paths.Visit(172_800_000, 172_800_000, ""));
  }

  @Test
  void anotherMeaningIsAnotherVersionAndAnotherTitleIsNot() {
    String first = only(LARGEST).version(1);
    assertThat(only(LARGEST.replace("Ways", "Roads")).version(1)).isEqualTo(first);
    for (String change :
        List.of(
            "home>shop",
            "country: DE>country: AT",
            "stop: page>stop: screen",
            "10m>11m",
            "3h>4h",
            "session_id>tab",
            "depth: 4>depth: 5",
            "keep>collapse",
            "/browse>/cart",
            "/pay>/paid",
            "7d>1d",
            "channel>variant",
            "Berlin>Paris")) {
      String[] parts = change.split(">", 2);
      assertThat(only(LARGEST.replaceFirst(parts[0], parts[1])).version(1))
          .as(change)
          .isNotEqualTo(first);
    }
    assertThat(only(LARGEST).version(2)).isNotEqualTo(first);
  }

  @Test
  void everyMistakeIsNamedWithItsPlace() {
    assertThat(
            problemsIn(
                """
                paths:
                  - id: site
                    event: [browse, cart, pay]
                    visit: {gap: 2h, longest: 1h, sesion: s}
                    depth: 21
                    repeats: drop
                    from: brows
                    to: home
                  - id: other
                    visit: {gap: 10m, longest: 400d}
                  - {id: third, visit: 30m}
                """))
        .containsExactly(
            "f.yaml:4:31: a visit may last no longer than 1h, less than its gap;"
                + " write longest: 2h or more, or a shorter gap",
            "f.yaml:4:35: unknown key \"sesion\" in the visit; write \"session\"",
            "f.yaml:5:12: \"21\" is no whole number from 1 to 20; write depth: 6",
            "f.yaml:6:14: \"drop\" is no repeats; write collapse or keep",
            "f.yaml:7:11: \"brows\" is no event of these paths; write browse",
            "f.yaml:8:9: \"home\" is no event of these paths; write one of browse, cart, pay",
            "f.yaml:10:32: \"400d\" is longer than a job remembers; write 366d or less",
            "f.yaml:11:24: \"visit\" is text where a mapping is wanted;"
                + " write visit: {gap: 30m, longest: 24h}");
  }

  private static Paths only(String yaml) {
    Problems problems = new Problems();
    FunnelFile.Content content = parse(yaml, problems);
    assertThat(problems.all()).isEmpty();
    assertThat(content.reports()).hasSize(1);
    return (Paths) content.reports().get(0);
  }

  private static List<String> problemsIn(String yaml) {
    Problems problems = new Problems();
    assertThat(parse(yaml, problems).reports()).isEmpty();
    return problems.all().stream().map(Problem::toString).toList();
  }

  private static FunnelFile.Content parse(String yaml, Problems problems) {
    return FunnelFile.parseAll(
        List.of(new Declaration.Text("f.yaml", yaml)), Use.CONTINUOUS, problems);
  }
}
