package dev.footfall.board;

import dev.footfall.funnel.Cohort;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Step;
import dev.footfall.funnel.Within;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;

/** The funnels and values that made-up rows tell of. */
final class BoardStory {

  static final Funnel TRIAL =
      funnel(
          "trial",
          "Register → trial → purchase (注册 → 试用 → 购买)",
          Duration.ofDays(14),
          Duration.ofDays(1),
          "Asia/Shanghai",
          List.of("channel", "variant"),
          "register",
          "trial",
          "purchase");

  static final Funnel SHOP =
      funnel(
          "shop",
          "Home → category → product → cart → checkout → pay (商城购物)",
          Duration.ofHours(1),
          Duration.ofHours(1),
          "UTC",
          List.of("device"),
          "home",
          "category",
          "product",
          "cart",
          "checkout",
          "pay");

  /** With a step that one may skip. */
  static final Funnel COUPON =
      new Funnel(
          "coupon",
          "Cart → coupon → pay",
          List.of(
              new Step("cart", Selector.named("cart"), false),
              new Step("coupon", Selector.named("coupon"), true),
              new Step("pay", Selector.named("pay"), false)),
          Within.of(Duration.ofHours(2)),
          Cohort.of(Duration.ofDays(1)),
          List.of("device"),
          Funnel.DEFAULT_MAX_VALUES,
          Funnel.USER,
          List.of(),
          Funnel.Order.IN_ORDER,
          Set.of(),
          List.of(),
          Funnel.Engine.AUTO,
          ZoneId.of("Europe/Berlin"));

  /** Nobody has entered it. */
  static final Funnel REFERRAL =
      funnel(
          "referral",
          "Invite → accept",
          Duration.ofDays(7),
          Duration.ofDays(1),
          "UTC",
          List.of(),
          "invite",
          "accept");

  static final List<Funnel> FUNNELS = List.of(TRIAL, SHOP, COUPON, REFERRAL);

  static final List<MadeUpRows.Values> CHANNELS =
      List.of(
          new MadeUpRows.Values(
              "channel", List.of("social", "website", "partner", "搜索引擎", "offline", "(none)")),
          new MadeUpRows.Values("variant", List.of("control", "new")));

  static final List<MadeUpRows.Values> DEVICES =
      List.of(new MadeUpRows.Values("device", List.of("phone", "desktop", "tablet")));

  private BoardStory() {}

  static void fill(MadeUpRows rows) throws SQLException, IOException {
    rows.fill(TRIAL, 75, 60, CHANNELS);
    rows.fill(SHOP, 24 * 9, 16, DEVICES);
    rows.fill(COUPON, 40, 30, DEVICES);
  }

  static Funnel funnel(
      String id,
      String title,
      Duration within,
      Duration cohort,
      String zone,
      List<String> breakdowns,
      String... steps) {
    return new Funnel(
        id,
        title,
        List.of(steps).stream().map(name -> new Step(name, Selector.named(name), false)).toList(),
        Within.of(within),
        Cohort.of(cohort),
        breakdowns,
        Funnel.DEFAULT_MAX_VALUES,
        Funnel.USER,
        List.of(),
        Funnel.Order.IN_ORDER,
        Set.of(),
        List.of(),
        Funnel.Engine.AUTO,
        ZoneId.of(zone));
  }
}
