package dev.footfall.battery;

import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import java.util.List;

/**
 * The funnels of a scenario.
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

  /** On both engines, with exclusions, breakdowns, and units that are not users. */
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
              + SEEN_FUNNEL);

  /** One added, one removed, a step of one renamed, the steps of one in another order. */
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
              + SEEN_FUNNEL);

  List<Funnel> funnels() {
    return FunnelFile.parse("funnels.yaml", yaml, FunnelFile.Use.CONTINUOUS);
  }

  Funnel funnel(String id) {
    return funnels().stream().filter(one -> one.id().equals(id)).findFirst().orElseThrow();
  }
}
