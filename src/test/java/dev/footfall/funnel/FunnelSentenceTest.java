package dev.footfall.funnel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FunnelSentenceTest {

  @Test
  void aJourneyIsOneSentence() {
    Funnel trial =
        funnel(
            """
            time_zone: Asia/Shanghai
            funnels:
              - id: trial
                steps:
                  - register
                  - {name: trial, event: trial_start, optional: true}
                  - name: purchase
                    event: [renewal, purchase]
                    where: {amount: {gt: 0}, plan: {in: [pro, team]}}
                within: 14d
                breakdowns: [channel, variant]
            """);
    assertThat(FunnelSentence.english(trial))
        .isEqualTo(
            "Users who did \"register\", then perhaps \"trial\" (trial_start), then \"purchase\" (purchase or"
                + " renewal where amount > 0 and plan is pro or team) within 14 days of \"register\","
                + " counted once per day (Asia/Shanghai) of entry, split by channel and variant.");
    assertThat(FunnelSentence.chinese(trial))
        .isEqualTo(
            "用户依次完成 register → trial（trial_start，可选） → purchase（purchase 或 renewal，amount > 0，plan 为"
                + " pro 或 team），自 register 起 14 天内，按进入时间每天（Asia/Shanghai）计一次，按"
                + " channel、variant 细分。");
  }

  @Test
  void aStrictFunnelSaysWhatMustNotComeBetween() {
    Funnel shop =
        funnel(
            """
            funnels:
              - id: shop
                steps: [browse, cart, {event: pay, where: {method: {ne: test}, amount: {exists: true}}}]
                within: 90m
                cohort: 6h
                unit: account_id
                hold: [item_id, shop_id]
                order: strict
                ignore: [ping, heartbeat]
                exclude: [{event: [refund, void], where: {kind: full}, after: cart}]
            """);
    assertThat(FunnelSentence.english(shop))
        .isEqualTo(
            "Units (by account_id) that did \"browse\", then \"cart\", then \"pay\" (where method is not test and"
                + " amount is given) within 1 hour 30 minutes of \"browse\", with nothing else between"
                + " but heartbeat and ping, all with the same item_id and shop_id, with no refund or"
                + " void where kind is full between \"cart\" and \"pay\", counted once per 6 hours (UTC) of"
                + " entry.");
    assertThat(FunnelSentence.chinese(shop))
        .isEqualTo(
            "每个 account_id 依次完成 browse → cart → pay（method 不为 test，有 amount），自 browse 起 1 小时 30"
                + " 分钟内，中间没有其他事件（heartbeat、ping 除外），各步骤的 item_id、shop_id 相同，在 cart 与 pay"
                + " 之间没有 refund 或 void（kind 为 full），按进入时间每 6 小时（UTC）计一次。");
  }

  @Test
  void stepsInAnyOrderSayTheirWindowFromTheFirst() {
    Funnel tour =
        funnel(
            """
            funnels:
              - id: tour
                steps: [search, filter, {name: anything, event: "*", where: {page: {matches: ^/t}}}]
                order: any
                within: 1h
                cohort: 7d
                exclude: [{event: leave, where: {page: /x}}]
            """);
    assertThat(FunnelSentence.english(tour))
        .isEqualTo(
            "Users who did \"search\", \"filter\" and \"anything\" (any event where page matches \"^/t\") in any"
                + " order within 1 hour of the first of them, with no leave where page is /x before the last, counted"
                + " once per week (UTC) of entry.");
    assertThat(FunnelSentence.chinese(tour))
        .isEqualTo(
            "用户以任意顺序完成 search、filter、anything（任意事件，page 匹配“^/t”），自其中第一个起 1"
                + " 小时内，全部完成之前没有 leave（page 为 /x），按进入时间每周（UTC）计一次。");
  }

  @Test
  void whatHasNoEndIsCountedOnce() {
    Funnel signups =
        funnel("funnels: [{id: signups, steps: [register], within: none, cohort: all}]");
    assertThat(FunnelSentence.english(signups))
        .isEqualTo("Users who did \"register\", counted once.");
    assertThat(FunnelSentence.chinese(signups)).isEqualTo("用户完成 register，总共计一次。");
  }

  private static Funnel funnel(String text) {
    return FunnelFile.parse("f.yaml", text, FunnelFile.Use.BOUNDED).get(0);
  }
}
