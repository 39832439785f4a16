package dev.footfall.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.Experiment.Guard;
import dev.footfall.funnel.Experiment.Variant;
import dev.footfall.yaml.Problem;
import dev.footfall.yaml.Problems;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Experiments in YAML: what comes of them, and what is said of mistakes. */
class ExperimentFileTest {

  private static final String FUNNEL =
      """
      time_zone: Europe/Berlin
      funnels:
        - id: trial
          steps: [register, trial, {name: tour, event: tour, optional: true}, purchase]
          within: 14d
      """;

  private static final String SMALLEST =
      """
      experiments:
        - {id: short, funnel: trial, control: a, shares: {a: 50, b: 50}, start: 2026-01-05}
      """;

  private static final String LARGEST =
      """
      experiments:
        - id: short
          title: A shorter trial
          funnel: trial
          variant: flow
          control: long
          shares: {long: 2, short: 1, none: 1}
          start: 2026-01-05T08:00:00Z
          end: 2026-02-02
          exposure: {event: paywall, where: {country: DE}}
          metric: trial
          guardrails: [{step: purchase, margin: 0.02}]
          alpha: 0.01
          planned: 20000
          least_effect: 0.015
      """;

  @Test
  void whatIsLeftOutIsAsMostExperimentsAre() {
    Experiment experiment = only(FUNNEL + SMALLEST);
    Funnel funnel = experiment.funnel();
    assertThat(funnel.id()).isEqualTo("trial");
    long start = Instant.parse("2026-01-04T23:00:00Z").toEpochMilli();
    assertThat(experiment)
        .isEqualTo(
            new Experiment(
                "short",
                "short",
                funnel,
                "variant",
                "a",
                List.of(new Variant("a", 0.5), new Variant("b", 0.5)),
                start,
                start + 366 * 86_400_000L,
                Selector.named("register"),
                4,
                List.of(),
                0.05,
                5000,
                0));
  }

  @Test
  void everyKeyIsRead() {
    Experiment experiment = only(FUNNEL + LARGEST);
    Filter germany = new Filter("country", Filter.Operator.EQ, List.of(Filter.Operand.of("DE")));
    assertThat(experiment)
        .isEqualTo(
            new Experiment(
                "short",
                "A shorter trial",
                experiment.funnel(),
                "flow",
                "long",
                List.of(
                    new Variant("long", 0.5),
                    new Variant("short", 0.25),
                    new Variant("none", 0.25)),
                Instant.parse("2026-01-05T08:00:00Z").toEpochMilli(),
                Instant.parse("2026-02-01T23:00:00Z").toEpochMilli(),
                new Selector(Set.of("paywall"), List.of(germany)),
                2,
                List.of(new Guard(4, 0.02)),
                0.01,
                20_000,
                0.015));
  }

  @Test
  void itIsSaidBackInWords() {
    assertThat(ExperimentSentence.english(only(FUNNEL + LARGEST)))
        .isEqualTo(
            "Users who did paywall where country is DE from 2026-01-05T08:00:00Z until"
                + " 2026-02-01T23:00:00Z, by flow: do as many of short (25 %) and none (25 %) as of"
                + " the control long (50 %) reach trial within 14 days? purchase must not fall by 2"
                + " points. False findings in 1 % of experiments at most, however often one looks;"
                + " sharpest at 20,000 users; less than 1.5 points is of no interest.");
  }

  @Test
  void theFunnelMayStandInAnotherFile() {
    Problems problems = new Problems();
    FunnelFile.Content content =
        FunnelFile.parseAll(
            List.of(
                new Declaration.Text("a.yaml", SMALLEST), new Declaration.Text("b.yaml", FUNNEL)),
            FunnelFile.Use.CONTINUOUS,
            problems);
    assertThat(problems.all()).isEmpty();
    assertThat(content.experiments()).hasSize(1);
  }

  @Test
  void anotherMeaningIsAnotherVersionAndAnotherTitleIsNot() {
    String first = only(FUNNEL + LARGEST).version(1);
    assertThat(only(FUNNEL + LARGEST.replace("A shorter", "A long")).version(1)).isEqualTo(first);
    for (String change :
        List.of(
            "flow>way",
            "long: 2>long: 3",
            "08:00>09:00",
            "2026-02-02>2026-02-03",
            "DE>AT",
            "metric: trial>metric: register",
            "0.02>0.03",
            "0.01>0.02",
            "20000>20001",
            "0.015>0.016")) {
      String[] parts = change.split(">", 2);
      assertThat(only(FUNNEL + LARGEST.replaceFirst(parts[0], parts[1])).version(1))
          .as(change)
          .isNotEqualTo(first);
    }
    assertThat(only(FUNNEL.replace("14d", "13d") + LARGEST).version(1)).isNotEqualTo(first);
    String split = FUNNEL.replace("14d", "14d\n    breakdowns: [channel]\n    cohort: 7d");
    assertThat(only(split + LARGEST).version(1)).isEqualTo(first);
    assertThat(only(FUNNEL + LARGEST).version(2)).isNotEqualTo(first);
  }

  /** Each changes one thing of what is right. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "id: short | id: Short | 7:9: \"Short\" is no experiment id; write short",
        "funnel: trial | funnel: tril | 9:13: there is no funnel \"tril\"; write trial",
        "control: long | control: lang | 11:14: the control \"lang\" is none of the variants; write long",
        "variant: flow | varian: flow | 10:5: unknown key \"varian\" in experiment \"short\"; write \"variant\"",
        "{long: 2, short: 1, none: 1} | {long: 1} | 12:13: an experiment has two variants at least; write shares: {a: 50, b: 50}",
        "short: 1, | short: 0, | 12:30: \"0\" is no number above 0; write shares: {a: 50, b: 50}",
        "2026-01-05T08:00:00Z | tomorrow | 13:12: \"tomorrow\" is no date or moment; write start: 2026-01-05, or 2026-01-05T08:00:00Z",
        "end: 2026-02-02 | end: 2026-01-02 | 14:10: the experiment ends before it starts; write a later end",
        "end: 2026-02-02 | end: 2027-02-02 | 14:10: the experiment is longer than a job remembers; write an end within 366 days of its start",
        "{event: paywall, where: {country: DE}} | {name: paywall} | 15:15: the exposure has no \"event\"; write event: purchase",
        "metric: trial | metric: tour | 16:13: step \"tour\" is optional: who leaves it out may still go on; write one of register, trial, purchase",
        "metric: trial | metric: buy | 16:13: funnel \"trial\" has no step \"buy\"; write one of register, trial, purchase",
        "metric: trial | metric: purchase | 17:25: the step is the metric itself; name another step",
        "margin: 0.02 | margin: 2 | 17:43: \"2\" is no number above 0 and below 1; write margin: 0.02",
        "alpha: 0.01 | alpha: 5% | 18:12: \"5%\" is no number above 0 and below 0.5; write alpha: 0.05",
        "planned: 20000 | planned: 99 | 19:14: \"99\" is no whole number from 100 to 999999999; write planned: 10000",
        "within: 14d | within: none | 9:13: funnel \"trial\" has \"within: none\", and an experiment waits until a user had its time; name another funnel",
      })
  void aMistakeIsSaidWithItsPlaceAndWhatToWrite(String right, String wrong, String problem) {
    assertThat(problems((FUNNEL + LARGEST).replace(right, wrong)))
        .anyMatch(line -> line.equals("f.yaml:" + problem));
  }

  @Test
  void funnelsThatNoExperimentCanAskAreRefused() {
    assertThat(problems(FUNNEL.replace("within: 14d", "within: 14d\n    unit: account") + SMALLEST))
        .containsExactly(
            "f.yaml:8:25: funnel \"trial\" counts account, and experiments count users; name another"
                + " funnel");
    String any = "funnels: [{id: trial, steps: [a, b], within: 1d, order: any}]\n";
    assertThat(problems(any + SMALLEST))
        .containsExactly(
            "f.yaml:3:25: funnel \"trial\" has \"order: any\", in which no step has a place of its"
                + " own; name another funnel");
    String one = "funnels: [{id: trial, steps: [a], within: 1d}]\n";
    assertThat(problems(one + SMALLEST))
        .containsExactly(
            "f.yaml:3:5: everybody who is exposed has reached \"a\" already; measure a later step,"
                + " or write exposure: {event: …}");
  }

  @Test
  void anIdMayNotComeTwiceAndABrokenFunnelIsSaidOnce() {
    assertThat(problems(FUNNEL + SMALLEST + SMALLEST.substring(SMALLEST.indexOf('\n') + 1)))
        .containsExactly(
            "f.yaml:8:10: experiment \"short\" is already declared at f.yaml:7:10; give one of them"
                + " another id");
    assertThat(problems(FUNNEL.replace("14d", "14 dys") + SMALLEST))
        .containsExactly("f.yaml:5:13: \"14 dys\" is not a duration; write 30m, 12h or 7d");
  }

  private static Experiment only(String text) {
    Problems problems = new Problems();
    List<Experiment> experiments =
        FunnelFile.parseAll(
                List.of(new Declaration.Text("f.yaml", text)), FunnelFile.Use.CONTINUOUS, problems)
            .experiments();
    problems.throwIfAny();
    assertThat(experiments).hasSize(1);
    return experiments.get(0);
  }

  private static List<String> problems(String text) {
    Problems problems = new Problems();
    FunnelFile.parseAll(
        List.of(new Declaration.Text("f.yaml", text)), FunnelFile.Use.BOUNDED, problems);
    return problems.all().stream().map(Problem::toString).toList();
  }
}
