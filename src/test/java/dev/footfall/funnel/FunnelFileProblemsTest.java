package dev.footfall.funnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import dev.footfall.funnel.FunnelFile.Use;
import dev.footfall.yaml.InvalidDefinitions;
import dev.footfall.yaml.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole text of every problem that a definition can have. */
class FunnelFileProblemsTest {

  // ---- keys ----

  @Test
  void anUnknownKeyIsNamedWithTheNearestKnownOne() {
    assertThat(
            problemsIn(
                """
                time_zome: UTC
                funnels:
                  - id: shop
                    steps: [browse, {evnt: cart, name: cart, event: cart}, pay]
                    witin: 1h
                    within: 1h
                    exclude: [{event: refund, until: pay}]
                """))
        .containsExactly(
            "f.yaml:1:1: unknown key \"time_zome\" in the file; write \"time_zone\"",
            "f.yaml:4:22: unknown key \"evnt\" in the step; write \"event\"",
            "f.yaml:5:5: unknown key \"witin\" in funnel \"shop\"; write \"within\"",
            "f.yaml:7:31: unknown key \"until\" in the exclusion; the keys here are event, where,"
                + " after, before");
  }

  @Test
  void aNoteThatSaysNothingIsNamedWithItsPlace() {
    assertThat(
            problemsIn(
                """
                funnels:
                  - id: shop
                    steps: [browse, pay]
                    within: 1h
                    notes: [{at: yesterday, text: Out}, {txt: Out, at: 2026-03-01}, release]
                """))
        .containsExactly(
            "f.yaml:5:18: \"yesterday\" is no date or moment; write at: 2026-03-01, or"
                + " 2026-03-01T09:00:00+08:00",
            "f.yaml:5:41: the note has no \"text\"; write text: The new checkout is out",
            "f.yaml:5:42: unknown key \"txt\" in the note; write \"text\"",
            "f.yaml:5:69: a note is text where a mapping is wanted; write {at: 2026-03-01, text: The"
                + " new checkout is out}");
  }

  @Test
  void aMissingKeyIsNamedWithAnExample() {
    assertThat(
            problemsIn(
                """
                funnels:
                  - title: Nothing else
                  - id: shop
                    steps: [browse, {name: cart}, {where: {a: 1}}, {event: [a, b]}]
                    within: 1h
                    exclude: [{after: browse}]
                """))
        .containsExactly(
            "f.yaml:2:5: the funnel has no \"id\"; write id: trial",
            "f.yaml:2:5: the funnel has no \"steps\"; write steps: [browse, cart, pay]",
            "f.yaml:2:5: the funnel has no \"within\"; write within: 14d",
            "f.yaml:4:21: the step has no \"event\"; write event: purchase",
            "f.yaml:4:35: the step has no \"event\"; write event: purchase",
            "f.yaml:4:52: the step has no \"name\"; write name: purchase",
            "f.yaml:6:15: the exclusion has no \"event\"; write event: purchase");
  }

  @Test
  void aFileWithoutFunnelsIsNoDefinition() {
    assertThat(problemsIn(""))
        .containsExactly(
            "f.yaml:1:1: the file has no \"funnels\"; write funnels: and a list of funnels below"
                + " it");
    assertThat(problemsIn("# nothing yet\n")).hasSize(1);
    assertThat(problemsIn("funnels: []"))
        .containsExactly("f.yaml:1:10: \"funnels\" lists nothing; write at least one funnel");
    assertThat(problemsIn("funnels:"))
        .containsExactly(
            "f.yaml:1:9: \"funnels\" is empty; write funnels: and a list of funnels below it");
    assertThat(problemsIn("- id: shop"))
        .containsExactly(
            "f.yaml:1:1: the file is a list where a mapping is wanted; write funnels: and a list"
                + " of funnels below it");
  }

  @Test
  void aDuplicateKeyNamesTheFirst() {
    assertThat(problemsIn(shopWith("within: 2h")))
        .containsExactly(
            "f.yaml:5:5: key \"within\" is already given at f.yaml:4:5; leave one of them out");
  }

  @Test
  void aValueOfTheWrongKindIsNamedWithAnExample() {
    assertThat(
            problemsIn(
                """
                funnels:
                  - shop
                  - id: [shop]
                    title: {en: Shop}
                    steps: browse
                    within: [1h]
                    breakdowns: channel
                    hold: item_id
                    exclude: {event: refund}
                  - id: other
                    steps:
                      - [a, b]
                      -
                      - {name: c, event: {d: e}, where: [f]}
                    within: 1h
                    exclude: [refund]
                    title:
                """))
        .containsExactly(
            "f.yaml:2:5: a funnel is text where a mapping is wanted; write - id: and the funnel's"
                + " other keys below it",
            "f.yaml:3:9: \"id\" is a list where one value is wanted; write id: trial",
            "f.yaml:4:12: \"title\" is a mapping where one value is wanted; write title: Register"
                + " to purchase",
            "f.yaml:5:12: \"steps\" is text where a list is wanted; write steps: [browse, cart,"
                + " pay]",
            "f.yaml:6:13: \"within\" is a list where one value is wanted; write within: 14d",
            "f.yaml:7:17: \"breakdowns\" is text where a list is wanted; write breakdowns:"
                + " [channel, variant]",
            "f.yaml:8:11: \"hold\" is text where a list is wanted; write hold: [item_id]",
            "f.yaml:9:14: \"exclude\" is a mapping where a list is wanted; write exclude: [{event:"
                + " refund}]",
            "f.yaml:12:9: a step is a list where a name or a mapping is wanted; write an event's"
                + " name or {name: purchase, event: [purchase, renewal]}",
            "f.yaml:13:8: a step is empty where a name or a mapping is wanted; write an event's"
                + " name or {name: purchase, event: [purchase, renewal]}",
            "f.yaml:14:26: \"event\" is a mapping where text is wanted; write event: purchase",
            "f.yaml:14:41: \"where\" is a list where a mapping is wanted; write where: {amount:"
                + " {gt: 0}}",
            "f.yaml:16:15: an exclusion is text where a mapping is wanted; write {event: refund}",
            "f.yaml:17:11: \"title\" is empty; write title: Register to purchase");
  }

  // ---- names ----

  @Test
  void aSecondFunnelOfTheSameIdNamesTheFirst() {
    assertThat(
            problemsIn(
                """
                funnels:
                  - {id: shop, steps: [a, b], within: 1h}
                  - {id: shop, steps: [c, d], within: 1h}
                """))
        .containsExactly(
            "f.yaml:3:10: funnel \"shop\" is already declared at f.yaml:2:10; give one of them"
                + " another id");
  }

  @Test
  void aSecondStepOfTheSameNameNamesTheFirst() {
    assertThat(problemsIn(funnel("steps: [browse, cart, browse]", "within: 1h")))
        .containsExactly(
            "f.yaml:3:27: step \"browse\" is already declared at f.yaml:3:13; give this one"
                + " another name, as in {name: browse again, event: browse}");
  }

  @Test
  void anIdThatCannotNameRowsIsNamedWithOneThatCan() {
    assertThat(
            problemsIn(
                """
                funnels:
                  - {id: Trial Flow (EU), steps: [a, b], within: 1h}
                  - {id: 试用, steps: [a, b], within: 1h}
                  - {id: 7days, steps: [a, b], within: 1h}
                  - {id: abcdefghijklmnopqrstuvwxyz-abcdefghijklmno, steps: [a, b], within: 1h}
                """))
        .containsExactly(
            "f.yaml:2:10: \"Trial Flow (EU)\" is no funnel id; write trial-flow-eu",
            "f.yaml:3:10: \"试用\" is no funnel id; write up to 41 small letters, digits, - and _, a"
                + " letter first",
            "f.yaml:4:10: \"7days\" is no funnel id; write days",
            "f.yaml:5:10: \"abcdefghijklmnopqrstuvwxyz-abcdefghijklmno\" is no funnel id; write up"
                + " to 41 small letters, digits, - and _, a letter first");
  }

  @Test
  void whatIsListedTwiceIsNamed() {
    assertThat(
            problemsIn(
                """
                funnels:
                  - id: shop
                    steps: [browse, {name: cart, event: [cart, cart]}]
                    within: 1h
                    breakdowns: [channel, channel]
                    hold: [item, item]
                    order: strict
                    ignore: [ping, ping]
                """))
        .containsExactly(
            "f.yaml:3:48: \"cart\" is listed twice in \"event\"; leave one of them out",
            "f.yaml:5:27: \"channel\" is listed twice in \"breakdowns\"; leave one of them out",
            "f.yaml:6:18: \"item\" is listed twice in \"hold\"; leave one of them out",
            "f.yaml:8:20: \"ping\" is listed twice in \"ignore\"; leave one of them out");
  }

  // ---- steps ----

  @Test
  void aFunnelHasSteps() {
    assertThat(problemsIn(funnel("steps: []", "within: 1h")))
        .containsExactly("f.yaml:3:12: \"steps\" lists nothing; write steps: [browse, cart, pay]");
  }

  @Test
  void aFunnelHasAtMostFiftySteps() {
    StringBuilder steps = new StringBuilder("s1");
    for (int step = 2; step <= 50; step++) {
      steps.append(", s").append(step);
    }
    String fifty = funnel("steps: [" + steps + "]", "within: 1h");
    String fiftyOne = funnel("steps: [" + steps + ", last]", "within: 1h");

    assertThat(FunnelFile.parse("f.yaml", fifty, Use.CONTINUOUS).get(0).steps()).hasSize(50);
    assertThat(problemsIn(fiftyOne))
        .containsExactly(
            "f.yaml:3:254: a funnel has at most 50 steps, and this is one more; leave steps out,"
                + " or write two funnels");
  }

  @Test
  void theFirstStepIsTheEntryAndNotOptional() {
    assertThat(problemsIn(funnel("steps: [{event: ad, optional: true}, buy]", "within: 1h")))
        .containsExactly(
            "f.yaml:3:13: the first step is optional, but it is the entry; leave \"optional\" out");
  }

  @Test
  void optionalStepsNeedAnOrder() {
    String steps = "steps: [a, {event: b, optional: true}, c]";
    assertThat(problemsIn(funnel(steps, "within: 1h", "order: any")))
        .containsExactly(
            "f.yaml:3:16: only a funnel with \"order: in_order\" can have optional steps; leave"
                + " \"optional\" out, or write order: in_order");
    assertThat(problemsIn(funnel(steps, "within: 1h", "order: strict"))).hasSize(1);
    assertThat(problemsIn(funnel(steps, "within: 1h", "order: in_order"))).isEmpty();
  }

  @Test
  void anOptionalStepThatTheNextRequiredOneAlwaysTakesIsRefused() {
    assertThat(
            problemsIn(
                funnel(
                    "steps: [a, {name: maybe, event: c, optional: true}, {event: b, optional:"
                        + " true}, c]",
                    "within: 1h")))
        .containsExactly(
            "f.yaml:3:16: optional step \"maybe\" can never be taken: its events fill \"c\"; leave"
                + " it out, or tell them apart with a filter");
  }

  @Test
  void twoEqualStepsInARowAreTwoEvents() {
    assertThat(
            problemsIn(funnel("steps: [view, {name: view again, event: view}, buy]", "within: 1h")))
        .isEmpty();
  }

  @Test
  void optionalIsTrueOrFalse() {
    assertThat(problemsIn(funnel("steps: [a, {event: b, optional: yes}]", "within: 1h")))
        .containsExactly(
            "f.yaml:3:37: \"yes\" is neither true nor false; write optional: true, or leave it"
                + " out");
  }

  @Test
  void anyEventNeedsNoOtherName() {
    assertThat(problemsIn(funnel("steps: [a, {name: b, event: [\"*\", b]}]", "within: 1h")))
        .containsExactly(
            "f.yaml:3:33: \"*\" is any event already; write event: \"*\", or only the names");
  }

  // ---- lengths of time ----

  @Test
  void aLengthOfTimeHasANumberAndAUnit() {
    assertThat(problemsIn(funnel("steps: [a, b]", "within: 30 minuts", "cohort: soon")))
        .containsExactly(
            "f.yaml:4:13: \"30 minuts\" is not a duration; write 30m, 12h or 7d",
            "f.yaml:5:13: \"soon\" is not a duration; write 30m, 12h or 7d");
    assertThat(problemsIn(funnel("steps: [a, b]", "within: 30")))
        .containsExactly("f.yaml:4:13: \"30\" has no unit; write 30s, 30m, 30h or 30d");
    assertThat(problemsIn(funnel("steps: [a, b]", "within: 99999999999999999d")))
        .containsExactly(
            "f.yaml:4:13: \"99999999999999999d\" is not a duration; write 30m, 12h or 7d");
  }

  @Test
  void aProblemIsOneLineWhateverIsWritten() {
    assertThat(problemsIn(funnel("steps: [a, b]", "within: \"1\\nday\"")))
        .containsExactly("f.yaml:4:13: \"1 day\" is not a duration; write 30m, 12h or 7d");
    assertThat(problemsIn(funnel("steps: [a, b]", "within: " + "x".repeat(1000))))
        .containsExactly("f.yaml:4:13: \"" + "x".repeat(199) + "…; write 30m, 12h or 7d");
  }

  @Test
  void withinIsLongerThanZero() {
    assertThat(problemsIn(funnel("steps: [a, b]", "within: 0s")))
        .containsExactly("f.yaml:4:13: \"within\" must be longer than zero; write 30m, 12h or 7d");
    assertThat(problemsIn(funnel("steps: [a, b]", "within: -5m")))
        .containsExactly("f.yaml:4:13: \"-5m\" is less than zero; write 30m, 12h or 7d");
    assertThat(problemsIn(funnel("steps: [a, b]", "within:")))
        .containsExactly("f.yaml:4:12: \"within\" is empty; write within: 14d");
  }

  @Test
  void cohortsTileTime() {
    assertThat(problemsIn(shopWith("cohort: 7h")))
        .containsExactly("f.yaml:5:13: \"7h\" does not divide a day; write 6h or 8h");
    assertThat(problemsIn(shopWith("cohort: 5000ms"))).isEmpty();
    assertThat(problemsIn(shopWith("cohort: 7m")))
        .containsExactly("f.yaml:5:13: \"7m\" does not divide a day; write 6m or 10m");
    assertThat(problemsIn(shopWith("cohort: 7ms")))
        .containsExactly("f.yaml:5:13: \"7ms\" does not divide a day; write 1s or longer");
    assertThat(problemsIn(shopWith("cohort: 23h")))
        .containsExactly("f.yaml:5:13: \"23h\" does not divide a day; write 12h or 1d");
    assertThat(problemsIn(shopWith("cohort: 36h")))
        .containsExactly("f.yaml:5:13: \"1d 12h\" is no whole number of days; write 1d or 2d");
    assertThat(problemsIn(shopWith("cohort: 0d")))
        .containsExactly("f.yaml:5:13: \"cohort\" must be longer than zero; write 30m, 12h or 7d");
    assertThat(problemsIn(shopWith("cohort: 40000d")))
        .containsExactly("f.yaml:5:13: \"40000d\" is longer than 100 years; write all");
  }

  @Test
  void aContinuousJobMustKnowWhenToForget() {
    String endless = funnel("steps: [a, b]", "within: none", "cohort: all");
    assertThat(problemsIn(endless))
        .containsExactly(
            "f.yaml:4:13: \"within: none\" is for bounded input only; write 366d or less",
            "f.yaml:5:13: \"cohort: all\" is for bounded input only; write 1h, 1d or 7d");
    assertThat(problemsIn(funnel("steps: [a, b]", "within: 400d")))
        .containsExactly(
            "f.yaml:4:13: \"400d\" is longer than a job remembers; write 366d or less");
    assertThat(problemsIn(funnel("steps: [a, b]", "within: 366d"))).isEmpty();
    assertThat(FunnelFile.parse("f.yaml", endless, Use.BOUNDED))
        .extracting(Funnel::within, Funnel::cohort)
        .containsExactly(tuple(Within.NONE, Cohort.ALL));
  }

  @Test
  void anUnknownTimeZoneIsNamedWithTheNearestKnownOne() {
    assertThat(
            problemsIn(
                """
                time_zone: Asia/Shangai
                funnels:
                  - {id: a, steps: [a, b], within: 1h, time_zone: Mars}
                """))
        .containsExactly(
            "f.yaml:1:12: \"Asia/Shangai\" is no time zone; write Asia/Shanghai",
            "f.yaml:3:51: \"Mars\" is no time zone; write a name such as Europe/Berlin, or UTC");
  }

  // ---- choices and numbers ----

  @Test
  void orderAndEngineAreOneOfAFew() {
    assertThat(problemsIn(shopWith("order: ordered", "engine: spark")))
        .containsExactly(
            "f.yaml:5:12: \"ordered\" is no order; write in_order, strict or any",
            "f.yaml:6:13: \"spark\" is no engine; write auto, tracker or cep");
  }

  @Test
  void maxValuesIsAWholeNumber() {
    assertThat(problemsIn(shopWith("max_values: 0")))
        .containsExactly(
            "f.yaml:5:17: \"0\" is no whole number from 1 to 1000000; write max_values: 1000");
    assertThat(problemsIn(shopWith("max_values: many"))).hasSize(1);
    assertThat(problemsIn(shopWith("max_values: 99999999999999999999"))).hasSize(1);
  }

  // ---- filters ----

  @Test
  void filterOperatorsAreAFewWords() {
    assertThat(problemsIn(where("{amount: {gte: 1, lt: 3}, plan: {containz: x}, a: {'>': 1}}")))
        .containsExactly(
            "f.yaml:3:74: unknown operator \"containz\" for \"plan\"; write contains",
            "f.yaml:3:92: unknown operator \">\" for \"a\"; write one of eq ne in not_in gt gte lt"
                + " lte contains not_contains matches exists");
  }

  @Test
  void filterOperandsAreWhatTheOperatorAsksFor() {
    assertThat(problemsIn(where("{amount: {gt: ten}}")))
        .containsExactly(
            "f.yaml:3:55: \"ten\" is no number, and \"gt\" compares numbers; write gt: 0, or eq for"
                + " text");
    assertThat(problemsIn(where("{plan: {in: pro}}")))
        .containsExactly(
            "f.yaml:3:53: \"in\" is text where a list is wanted; write in: [pro, team]");
    assertThat(problemsIn(where("{plan: {not_in: []}}")))
        .containsExactly("f.yaml:3:57: \"not_in\" lists nothing; write not_in: [pro, team]");
    assertThat(problemsIn(where("{plan: {eq: [pro]}}")))
        .containsExactly("f.yaml:3:53: \"eq\" is a list where a value is wanted; write eq: pro");
    assertThat(problemsIn(where("{page: {matches: \"[a\"}}")))
        .containsExactly(
            "f.yaml:3:58: \"[a\" is no regular expression: Unclosed character class; write"
                + " matches: \"^/shop/\", or contains for plain text");
    assertThat(problemsIn(where("{plan: {exists: maybe}}")))
        .containsExactly(
            "f.yaml:3:57: \"maybe\" is neither true nor false; write exists: true or exists:"
                + " false");
    assertThat(problemsIn(where("{plan: [pro, team]}")))
        .containsExactly(
            "f.yaml:3:48: \"plan\" is compared with a list; write plan: {in: [pro, team]}");
    assertThat(problemsIn(where("{plan: null}")))
        .containsExactly(
            "f.yaml:3:48: \"plan\" is compared with nothing; write a value, or plan: {exists:"
                + " false}");
    assertThat(problemsIn(where("{plan: {}}")))
        .containsExactly("f.yaml:3:48: \"plan\" is compared with nothing; write plan: {gt: 0}");
  }

  @Test
  void filtersThatNoValuePassesAreRefused() {
    assertThat(problemsIn(where("{amount: {gt: 5, lt: 3}}")))
        .containsExactly(
            "f.yaml:3:58: no value of \"amount\" can pass both gt and lt; leave one of them out");
    assertThat(problemsIn(where("{amount: {gte: 5, lte: 5}}"))).isEmpty();
  }

  // ---- exclusions, strict, hold ----

  @Test
  void anExclusionIsNoStep() {
    String steps = "steps: [browse, {event: pay, where: {status: ok}}]";
    assertThat(problemsIn(funnel(steps, "within: 1h", "exclude: [{event: browse}]")))
        .containsExactly(
            "f.yaml:5:15: the excluded event can itself fill step \"browse\"; exclude another"
                + " event, or tell them apart with a filter on the same property in both");
    assertThat(problemsIn(funnel(steps, "within: 1h", "exclude: [{event: [refund, pay]}]")))
        .containsExactly(
            "f.yaml:5:15: the excluded event can itself fill step \"pay\"; exclude another event,"
                + " or tell them apart with a filter on the same property in both");
    assertThat(problemsIn(funnel(steps, "within: 1h", "exclude: [{event: \"*\"}]"))).hasSize(1);
    assertThat(
            problemsIn(
                funnel(
                    steps,
                    "within: 1h",
                    "exclude: [{event: pay, where: {status: {in: [failed, void]}}}]")))
        .isEmpty();
  }

  @Test
  void anExclusionLiesBetweenStepsInTheirOrder() {
    assertThat(
            problemsIn(
                shopWith(
                    "exclude:",
                    "  - {event: refund, after: chart, before: bay}",
                    "  - {event: refund, after: pay, before: cart}",
                    "  - {event: refund, after: cart, before: cart}",
                    "  - {event: refund, after: pay}",
                    "  - {event: refund, after: nowhere}")))
        .containsExactly(
            "f.yaml:6:32: \"chart\" is no step of this funnel; write \"cart\"",
            "f.yaml:6:47: \"bay\" is no step of this funnel; write \"pay\"",
            "f.yaml:7:45: \"before: cart\" does not lie behind \"after: pay\"; name an earlier step"
                + " after which, and a later one before which, the event must not come",
            "f.yaml:8:46: \"before: cart\" does not lie behind \"after: cart\"; name an earlier"
                + " step after which, and a later one before which, the event must not come",
            "f.yaml:9:32: \"before: pay\" does not lie behind \"after: pay\"; name an earlier step"
                + " after which, and a later one before which, the event must not come",
            "f.yaml:10:32: \"nowhere\" is no step of this funnel; the steps are browse, cart, pay");
  }

  @Test
  void oneStepHasNothingToExcludeBetween() {
    assertThat(problemsIn(funnel("steps: [a]", "within: 1h", "exclude: [{event: b}]")))
        .containsExactly(
            "f.yaml:5:15: a funnel of one step has nothing between its steps to exclude; leave"
                + " \"exclude\" out, or add a step");
  }

  @Test
  void stepsInAnyOrderHaveNoAfterAndBefore() {
    assertThat(
            problemsIn(
                shopWith("order: any", "exclude: [{event: refund, after: cart, before: pay}]")))
        .containsExactly(
            "f.yaml:6:38: in any order no step lies after another; leave \"after\" out",
            "f.yaml:6:52: in any order no step lies before another; leave \"before\" out");
    assertThat(problemsIn(shopWith("order: any", "exclude: [{event: refund}]"))).isEmpty();
  }

  @Test
  void onlyStrictFunnelsIgnore() {
    assertThat(problemsIn(shopWith("ignore: [heartbeat]")))
        .containsExactly(
            "f.yaml:5:13: \"ignore\" means nothing unless the order is strict; write order:"
                + " strict, or leave \"ignore\" out");
    assertThat(problemsIn(shopWith("order: strict", "ignore: [\"*\"]")))
        .containsExactly(
            "f.yaml:6:14: a strict funnel that ignores every event is not strict; write order:"
                + " in_order, and leave \"ignore\" out");
    assertThat(problemsIn(shopWith("order: strict", "ignore: [ping]", "exclude: [{event: ping}]")))
        .containsExactly(
            "f.yaml:6:14: \"ping\" is ignored here and excluded at f.yaml:7:15; leave it out of"
                + " one of them");
  }

  @Test
  void theUnitIsHeldAlready() {
    assertThat(problemsIn(shopWith("unit: account_id", "hold: [account_id]")))
        .containsExactly(
            "f.yaml:6:12: \"account_id\" is the unit, which every run holds already; leave it out"
                + " of \"hold\"");
  }

  @Test
  void aBrokenStepIsNotBlamedTwice() {
    assertThat(
            problemsIn(
                funnel(
                    "steps: [browse, {event: [cart, basket]}, pay]",
                    "within: 1h",
                    "exclude: [{event: refund, after: cart}]")))
        .containsExactly("f.yaml:3:21: the step has no \"name\"; write name: purchase");
  }

  private static List<String> problemsIn(String text) {
    InvalidDefinitions invalid =
        catchThrowableOfType(
            InvalidDefinitions.class, () -> FunnelFile.parse("f.yaml", text, Use.CONTINUOUS));
    return invalid == null
        ? List.of()
        : invalid.problems().stream().map(Problem::toString).toList();
  }

  /** A valid funnel from line 2, with more keys from line 5. */
  private static String shopWith(String... lines) {
    return funnel("steps: [browse, cart, pay]", "within: 1h") + indented(lines);
  }

  /** A funnel whose keys stand from line 3. */
  private static String funnel(String... lines) {
    return "funnels:\n  - id: shop\n" + indented(lines);
  }

  private static String where(String where) {
    return funnel("steps: [browse, {event: pay, where: " + where + "}]", "within: 1h");
  }

  private static String indented(String... lines) {
    return String.join("\n", lines).indent(4);
  }
}
