package dev.footfall.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.PatternAlert.Element;
import dev.footfall.yaml.Problem;
import dev.footfall.yaml.Problems;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Alerts in YAML: what comes of them, and what is said of mistakes. */
class AlertFileTest {

  private static final long MINUTE = 60_000;
  private static final long DAY = 1440 * MINUTE;

  private static final String FUNNEL =
      """
      funnels:
        - id: trial
          steps: [register, trial, {name: tour, event: tour, optional: true}]
          within: 14d
      """;

  private static final String PATTERN =
      """
      alerts:
        - id: unhappy
          title: Complains and leaves
          pattern:
            - {event: complaint, where: {topic: speed}, times: 2, within: 7d}
            - {not: login}
            - cancel
            - {not: [login, pay], within: 3d}
          within: 9d
          cooldown: 1d
          unit: account
      """;

  private static final String OF_FUNNEL =
      """
      alerts:
        - id: trial-conversion
          title: Conversion
          funnel: trial
          step: tour
          cohorts: 28
          alpha: 0.001
      """;

  @Test
  void everyKeyOfAPatternIsRead() {
    Filter speed = new Filter("topic", Filter.Operator.EQ, List.of(Filter.Operand.of("speed")));
    assertThat(only(PATTERN))
        .isEqualTo(
            new PatternAlert(
                "unhappy",
                "Complains and leaves",
                List.of(
                    new Element(
                        new Selector(Set.of("complaint"), List.of(speed)),
                        2,
                        new Within(7 * DAY),
                        false),
                    new Element(Selector.named("login"), 1, Within.NONE, true),
                    new Element(Selector.named("cancel"), 1, Within.NONE, false),
                    new Element(Selector.named("login", "pay"), 1, new Within(3 * DAY), true)),
                new Within(9 * DAY),
                DAY,
                "account"));
  }

  @Test
  void anAbsenceAtTheEndLastsAsLongAsTheAlertUnlessItSaysSo() {
    PatternAlert alert =
        (PatternAlert) only("alerts: [{id: left, pattern: [cart, {not: pay}], within: 30m}]");
    assertThat(alert.elements())
        .containsExactly(
            new Element(Selector.named("cart"), 1, Within.NONE, false),
            new Element(Selector.named("pay"), 1, Within.of(Duration.ofMinutes(30)), true));
    assertThat(alert.cooldown()).isZero();
    assertThat(alert.span()).isZero();
    assertThat(alert.absence()).isEqualTo(30 * MINUTE);
    assertThat(((PatternAlert) only(PATTERN)).span()).isEqualTo(9 * DAY);
  }

  @Test
  void everyKeyOfAFunnelAlertIsRead() {
    assertThat(only(FUNNEL + OF_FUNNEL))
        .isEqualTo(
            new CohortAlert(
                "trial-conversion",
                "Conversion",
                "trial",
                "tour",
                new Within(14 * DAY),
                28,
                0.001));
    assertThat(only(FUNNEL + "alerts: [{id: a, funnel: trial}]"))
        .isEqualTo(new CohortAlert("a", "a", "trial", "trial", new Within(14 * DAY), 14, 0.01));
  }

  @Test
  void itIsSaidBackInWords() {
    assertThat(AlertSentence.english(only(PATTERN)))
        .isEqualTo(
            "Tells of a unit (by account) with 2 × complaint where topic is speed within 7 days,"
                + " then no login before what follows, then cancel, then no login or pay for 3"
                + " days, all within 9 days; at most once in 1 day.");
    assertThat(AlertSentence.english(only(FUNNEL + OF_FUNNEL)))
        .isEqualTo(
            "Tells of a closed cohort of trial of whom more or fewer reached tour than is usual of"
                + " the 28 closed before; falsely of 0.1 % of cohorts at most.");
    assertThat(
            AlertSentence.english(
                only("alerts: [{id: left, pattern: [cart, {not: pay}], within: 30m}]")))
        .isEqualTo("Tells of a user with cart, then no pay for 30 minutes.");
  }

  @Test
  void anotherMeaningIsAnotherVersionAndAnotherTitleIsNot() {
    String first = only(PATTERN).version();
    assertThat(only(PATTERN.replace("and leaves", "twice")).version()).isEqualTo(first);
    for (String change :
        List.of(
            "unhappy>sad",
            "times: 2>times: 3",
            "speed>price",
            "within: 7d>within: 6d",
            "within: 3d>within: 2d",
            "within: 9d>within: 8d",
            "cooldown: 1d>cooldown: 2d",
            "account>team",
            "not: login}>not: pay}",
            "- cancel>- leave")) {
      String[] parts = change.split(">", 2);
      assertThat(only(PATTERN.replace(parts[0], parts[1])).version())
          .as(change)
          .isNotEqualTo(first);
    }
    String ofFunnel = only(FUNNEL + OF_FUNNEL).version();
    assertThat(only(FUNNEL.replace("register", "sign-up") + OF_FUNNEL).version())
        .as("a funnel may change beneath it")
        .isEqualTo(ofFunnel);
    for (String change :
        List.of("14d>13d", "step: tour>step: trial", "cohorts: 28>cohorts: 27", "0.001>0.002")) {
      String[] parts = change.split(">", 2);
      assertThat(only((FUNNEL + OF_FUNNEL).replace(parts[0], parts[1])).version())
          .as(change)
          .isNotEqualTo(ofFunnel);
    }
  }

  /** Each changes one thing of what is right. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "id: unhappy | id: Unhappy | 2:9: \"Unhappy\" is no alert id; write unhappy",
        "cooldown: | cooldwn: | 10:5: unknown key \"cooldwn\" in alert \"unhappy\"; write \"cooldown\"",
        "cooldown: 1d | cooldown: 1 | 10:15: \"1\" has no unit; write 1s, 1m, 1h or 1d",
        "times: 2 | times: 51 | 5:58: \"51\" is no whole number from 1 to 50; write times: 3",
        "times: 2 | times: 2+ | 5:58: \"2+\" is no whole number from 1 to 50; write times: 3",
        "event: complaint, | evnt: complaint, | 5:10: unknown key \"evnt\" in the element; write \"event\"",
        "- {not: login} | - {not: login, within: 1d} | 6:30: an absence between two events ends with the second; leave \"within\" out, or write it to the event after",
        "- cancel | - {not: cancel} | 7:9: two absences follow each other; write both in one: {not: [pay, cancel]}",
        "- cancel | - [cancel] | 7:9: an element is a list where an event's name or a mapping is wanted; write pattern: [cart, {not: pay}]",
        "within: 9d | within: 400d | 9:13: \"within\" is longer than a job remembers; write at most 366d",
        "within: 9d | cohorts: 3 | 9:5: unknown key \"cohorts\" in alert \"unhappy\"; the keys here are id, title, pattern, within, cooldown, unit",
        "- {event: complaint, where: {topic: speed}, times: 2, within: 7d} | - {not: b} | 5:9: the pattern begins with what does not come; write first the event after which it does not: [cart, {not: pay}]",
      })
  void aMistakeIsSaidWithItsPlaceAndWhatToWrite(String right, String wrong, String problem) {
    String changed = PATTERN.replace(right, wrong);
    assertThat(changed).isNotEqualTo(PATTERN);
    assertThat(problems(changed)).anyMatch(line -> line.equals("f.yaml:" + problem));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "funnel: trial | funnel: tril | 8:13: there is no funnel \"tril\"; write trial",
        "step: tour | step: tuor | 9:11: funnel \"trial\" has no step \"tuor\"; write tour",
        "step: tour | step: register | 9:11: everybody who entered has reached \"register\"; write one of trial, tour",
        "cohorts: 28 | cohorts: 6 | 10:14: \"6\" is no whole number from 7 to 366; write cohorts: 14",
        "alpha: 0.001 | alpha: 1% | 11:12: \"1%\" is no number above 0 and below 0.5; write alpha: 0.01",
        "step: tour | within: 3d | 9:5: unknown key \"within\" in alert \"trial-conversion\"; the keys here are id, title, funnel, step, cohorts, alpha",
        "within: 14d | within: none | 8:13: funnel \"trial\" has no cohorts that are closed one after the other; give it a \"within\" and a \"cohort\", or name another funnel",
        "[register, trial, {name: tour, event: tour, optional: true}] | [register] | 8:13: funnel \"trial\" has one step, so nobody converts in it; name another funnel",
      })
  void aMistakeInAFunnelAlertToo(String right, String wrong, String problem) {
    String changed = (FUNNEL + OF_FUNNEL).replace(right, wrong);
    assertThat(changed).isNotEqualTo(FUNNEL + OF_FUNNEL);
    assertThat(problems(changed)).anyMatch(line -> line.equals("f.yaml:" + problem));
  }

  @Test
  void aPatternWithoutAnEndIsRefused() {
    assertThat(problems("alerts: [{id: a, pattern: [b, c]}]"))
        .containsExactly(
            "f.yaml:1:10: nothing says how long the pattern of alert \"a\" may take; write within:"
                + " 30m");
    assertThat(problems("alerts: [{id: a, pattern: [b, {not: c}]}]"))
        .containsExactly(
            "f.yaml:1:31: nothing says for how long it must not come; write {not: pay, within:"
                + " 30m}");
    assertThat(problems("alerts: [{id: a, pattern: []}]"))
        .containsExactly(
            "f.yaml:1:27: \"pattern\" lists nothing; write pattern: [cart, {not: pay}]");
    assertThat(problems("alerts: [{id: a}]"))
        .containsExactly(
            "f.yaml:1:10: alert \"a\" has no \"pattern\"; write pattern: [cart, {not: pay}]");
    assertThat(problems("alerts: [{id: a, pattern: [b]}, {id: a, pattern: [b]}, c]"))
        .containsExactly(
            "f.yaml:1:38: alert \"a\" is already declared at f.yaml:1:15; give one of them another"
                + " id",
            "f.yaml:1:56: an alert is text where a mapping is wanted; write - id: and the alert's"
                + " other keys below it");
  }

  private static Alert only(String text) {
    Problems problems = new Problems();
    List<Alert> alerts =
        FunnelFile.parseAll(
                List.of(new Declaration.Text("f.yaml", text)), FunnelFile.Use.CONTINUOUS, problems)
            .alerts();
    problems.throwIfAny();
    assertThat(alerts).hasSize(1);
    return alerts.get(0);
  }

  private static List<String> problems(String text) {
    Problems problems = new Problems();
    FunnelFile.parseAll(
        List.of(new Declaration.Text("f.yaml", text)), FunnelFile.Use.BOUNDED, problems);
    return problems.all().stream().map(Problem::toString).toList();
  }
}
