package dev.footfall.battery;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.PatternAlert;
import dev.footfall.funnel.Report;
import dev.footfall.yaml.Problems;
import java.util.List;

/**
 * The funnels, experiments, reports and alerts of a scenario.
 *
 * @param yaml as analysts write them
 */
record Definitions(String yaml) {

  /**
   * The funnel in which every message is a unit of its own, so that each one can be found again.
   */
  static final String SEEN = "seen";

  private static final String SEEN_FUNNEL =
      "  - {id: seen, unit: serial, steps: [{name: any, event: [browse, cart, pay, leave]}],"
          + " within: 1h, cohort: 1h}\n";

  /** Reports that every change leaves as they are, and alerts, which cannot change in a job. */
  private static final String LASTING =
      """
      retention:
        - {id: back, entry: cart, return: [browse, cart, pay], days: 1, window: 1h, breakdown: channel}
        - {id: refilled, unit: basket, entry: cart, return: [cart, pay], days: 1, window: 2h}
      next:
        - {id: after, funnel: shop, last: [channel], breakdown: channel}
      alerts:
        - {id: left, pattern: [cart, {not: pay}], within: 30m, cooldown: 2h}
        - {id: often, pattern: [{event: pay, times: 3}, {not: leave}], within: 2h}
      """;

  /**
   * On both engines, with exclusions, breakdowns, and units that are not users. One experiment has
   * three variants and a guardrail, one a difference, one a broken split. Reports of each kind, one
   * of which is never final, and alerts by presence and by absence.
   */
  static final Definitions USUAL =
      new Definitions(
          """
          funnels:
            - {id: shop, steps: [browse, cart, pay], within: 1h, cohort: 1h, breakdowns: [channel]}
            - {id: pattern, engine: cep, steps: [browse, pay], within: 1h, cohort: 1h}
            - {id: path, steps: [browse, {name: basket, event: cart}, pay], within: 2h, cohort: 2h, exclude: [{event: leave}]}
            - {id: baskets, unit: basket, steps: [cart, pay], within: 1h, cohort: 1h}
            - {id: swap, steps: [browse, cart, pay], within: 30m, cohort: 1h}
          """
              + SEEN_FUNNEL
              + """
              experiments:
                - {id: prices, funnel: shop, variant: offer, control: a, shares: {a: 4, b: 4, c: 2}, start: 2025-06-02, end: 2025-06-03, guardrails: [{step: cart, margin: 0.1}], planned: 500}
                - {id: tour, funnel: path, variant: offer, control: a, shares: {a: 1, b: 1}, start: 2025-06-02, end: 2025-06-03, planned: 400}
                - {id: split, funnel: shop, variant: offer, control: a, shares: {a: 8, b: 2}, start: 2025-06-02, end: 2025-06-03, least_effect: 0.05}
              rhythm:
                - {id: hours, event: [pay, leave], window: 6h}
              channels:
                - {id: sources, channel: channel, touch: leave, conversion: pay, look_back: 2h, window: 1h}
              paths:
                - {id: ways, visit: {gap: 10m, longest: 2h}, depth: 4, window: 1h, breakdown: channel}
              """
              + LASTING);

  /**
   * One funnel added, one removed, a step of one renamed, the steps of one in another order; one
   * experiment added and one changed, both on users who come later, and one removed; and so with
   * reports.
   */
  static final Definitions CHANGED =
      new Definitions(
          """
          funnels:
            - {id: shop, steps: [browse, cart, pay], within: 1h, cohort: 1h, breakdowns: [channel]}
            - {id: pattern, engine: cep, steps: [browse, pay], within: 1h, cohort: 1h}
            - {id: path, steps: [browse, {name: trolley, event: cart}, pay], within: 2h, cohort: 2h, exclude: [{event: leave}]}
            - {id: swap, steps: [cart, browse, pay], within: 30m, cohort: 1h}
            - {id: added, steps: [cart, leave], within: 1h, cohort: 1h, breakdowns: [channel]}
          """
              + SEEN_FUNNEL
              + """
              experiments:
                - {id: prices, funnel: shop, variant: offer, control: a, shares: {a: 4, b: 4, c: 2}, start: 2025-06-02T15:00:00Z, end: 2025-06-03, guardrails: [{step: cart, margin: 0.1}], planned: 500}
                - {id: tour, funnel: path, variant: offer, control: a, shares: {a: 1, b: 1}, start: 2025-06-02, end: 2025-06-03, planned: 400}
                - {id: evening, funnel: added, variant: offer, control: b, shares: {a: 1, b: 1}, start: 2025-06-02T18:00:00Z, end: 2025-06-02T22:00:00Z}
              channels:
                - {id: sources, channel: channel, touch: leave, conversion: pay, look_back: 2h, window: 1h}
                - {id: mails, channel: channel, touch: browse, conversion: leave, look_back: 1h, window: 2h}
                - {id: carts, unit: basket, channel: channel, touch: browse, conversion: pay, look_back: 1h, window: 2h}
              paths:
                - {id: ways, visit: {gap: 20m, longest: 2h}, depth: 4, window: 1h, breakdown: channel}
              """
              + LASTING);

  List<Funnel> funnels() {
    return content().funnels();
  }

  List<Experiment> experiments() {
    return content().experiments();
  }

  List<Report> reports() {
    return content().reports();
  }

  List<PatternAlert> alerts() {
    return content().alerts().stream().map(PatternAlert.class::cast).toList();
  }

  private FunnelFile.Content content() {
    Problems problems = new Problems();
    FunnelFile.Content content =
        FunnelFile.parseAll(
            List.of(new Declaration.Text("funnels.yaml", yaml)),
            FunnelFile.Use.CONTINUOUS,
            problems);
    problems.throwIfAny();
    return content;
  }

  Funnel funnel(String id) {
    return funnels().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }
}
