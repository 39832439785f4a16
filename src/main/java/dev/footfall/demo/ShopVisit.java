package dev.footfall.demo;

import dev.footfall.demo.Journey.Split;
import java.util.ArrayList;
import java.util.List;

/**
 * One visit to the shop, with all the going to and fro on the way.
 *
 * <p>Funnel {@code shop}: home → category → product → cart → checkout → pay within an hour, in
 * cohorts of one hour, by {@code device}. Funnel {@code item}: product → cart → pay of the same
 * {@code item_id} within an hour, in cohorts of one hour.
 *
 * <p>Everything but a slow payment happens within an hour of the first home page: there are at most
 * {@value #MOST_PAGES} pages, {@value #LONGEST_LOOK} ms each. Nobody goes back to the home page, or
 * to a product, after the hour of the clock has turned since the first one, so a visit is one unit
 * of one cohort in each funnel. Meant as traps, and no step: a payment more than an hour after
 * everything else; and a cart with an item that was not looked at, which the funnel {@code item}
 * does not count.
 */
final class ShopVisit {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long LONGEST_LOOK = 110_000;

  private static final int HOME = 1;
  private static final int CATEGORY = 2;
  private static final int PRODUCT = 4;
  private static final int CART = 8;
  private static final int CHECKOUT = 16;
  private static final int PAY = 32;

  /** Of the first item looked at; the next items have the bits above. */
  private static final int FIRST_ITEM = 64;

  /** No event has it. */
  private static final int NEVER = 1 << 30;

  /** The share of visits that open a category. */
  static final double HOME_TO_CATEGORY = 0.80;

  /** The share of those that open a product. */
  static final double CATEGORY_TO_PRODUCT = 0.75;

  /** The share of checkouts that are paid within the hour. */
  static final double CHECKOUT_TO_PAY = 0.80;

  private static final double PAYS_TOO_LATE = 0.05;
  private static final double CHOICE_NOT_LOOKED_AT = 0.06;

  private static final String[] CATEGORIES =
      Json.fieldOfEach("category", "shoes", "books", "garden", "茶", "phones");
  private static final String DECLINED = Json.field("error", "declined");

  private final Dice dice;
  private final Diary diary;
  private final Device device;
  private final String experiments;
  private final double cartToCheckout;

  private final Story story = new Story();
  private final List<Look> looks = new ArrayList<>();
  private long time;
  private long firstHome;
  private long homeArrived;
  private long categoryArrived;
  private long firstProduct;
  private long productArrived;

  /** The first look at an item: its milestone, and when it arrived. */
  private record Look(String item, int milestone, long arrived) {}

  ShopVisit(Dice dice, Diary diary, Device device, String experiments, double cartToCheckout) {
    this.dice = dice;
    this.diary = diary;
    this.device = device;
    this.experiments = experiments;
    this.cartToCheckout = cartToCheckout;
  }

  /** Tells the visit that begins at this moment. */
  void begin(long start) {
    time = start;
    openHome();
    if (!dice.chance(HOME_TO_CATEGORY)) {
      return;
    }
    openCategories();
    if (!dice.chance(CATEGORY_TO_PRODUCT)) {
      return;
    }
    lookAtProducts();
    if (!dice.chance(device.productToCart())) {
      story.leadsTo(itemJourney(NEVER));
      return;
    }
    buy();
  }

  private void openHome() {
    firstHome = time;
    story.leadsTo(
        new Journey(
            "shop",
            hourOf(firstHome),
            List.of(new Split("device", device.label())),
            HOME,
            CATEGORY,
            PRODUCT,
            CART,
            CHECKOUT,
            PAY));
    homeArrived = diary.milestone(time, "home", experiments, story, HOME);
    for (int more = 0; more < 3 && dice.chance(0.25); more++) {
      goBackHome();
    }
  }

  private void openCategories() {
    pause();
    categoryArrived = diary.milestone(time, "category", dice.anyOf(CATEGORIES), story, CATEGORY);
    for (int more = 0; more < 3 && dice.chance(0.35); more++) {
      if (dice.chance(0.3)) {
        goBackHome();
      }
      goBackToCategory();
    }
  }

  private void lookAtProducts() {
    pause();
    firstProduct = time;
    lookAt(anyItem());
    for (int more = 0; more < 5 && dice.chance(0.5); more++) {
      if (dice.chance(0.3)) {
        goBackHome();
      }
      if (dice.chance(0.4)) {
        goBackToCategory();
      }
      pause();
      if (hourOf(time) != hourOf(firstProduct)) {
        return;
      }
      lookAt(dice.chance(0.3) ? dice.anyOf(itemsLookedAt()) : anyItem());
    }
  }

  private void lookAt(String item) {
    for (Look look : looks) {
      if (look.item().equals(item)) {
        diary.repeat(time, "product", itemId(item), look.arrived());
        return;
      }
    }
    int itsMilestone = FIRST_ITEM << looks.size();
    long arrived;
    if (looks.isEmpty()) {
      arrived = diary.milestone(time, "product", itemId(item), story, PRODUCT | itsMilestone);
      productArrived = arrived;
    } else {
      arrived =
          diary.laterMilestone(time, "product", itemId(item), story, itsMilestone, productArrived);
    }
    looks.add(new Look(item, itsMilestone, arrived));
  }

  private void buy() {
    Look choice = looks.get(dice.below(looks.size()));
    boolean fromElsewhere = dice.chance(CHOICE_NOT_LOOKED_AT);
    String item = fromElsewhere ? "wish-" + dice.below(100) : choice.item();
    story.leadsTo(itemJourney(fromElsewhere ? NEVER : choice.milestone()));
    pause();
    diary.milestone(time, "cart", itemId(item), story, CART);
    if (!dice.chance(cartToCheckout)) {
      return;
    }
    pause();
    diary.milestone(time, "checkout", itemId(item), story, CHECKOUT);
    pay(item);
  }

  private void pay(String item) {
    boolean pays = dice.chance(CHECKOUT_TO_PAY);
    for (int errors = 0; errors < 2 && dice.chance(pays ? 0.1 : 0.4); errors++) {
      pause();
      diary.note(time, "payment_error", itemId(item) + "," + DECLINED);
    }
    String payment = itemId(item) + ",\"amount\":" + (5 + dice.below(400)) + ".90";
    if (pays) {
      pause();
      diary.milestone(time, "pay", payment, story, PAY);
    } else if (dice.chance(PAYS_TOO_LATE)) {
      diary.note(time + dice.between(HOUR + 1, HOUR + 40 * MINUTE), "pay", payment);
    }
  }

  private void goBackHome() {
    pause();
    if (hourOf(time) == hourOf(firstHome)) {
      diary.repeat(time, "home", experiments, homeArrived);
    }
  }

  private void goBackToCategory() {
    pause();
    diary.repeat(time, "category", dice.anyOf(CATEGORIES), categoryArrived);
  }

  private void pause() {
    time += dice.mostlyNear(2 * SECOND, LONGEST_LOOK);
  }

  private Journey itemJourney(int lookAtChoice) {
    return new Journey("item", hourOf(firstProduct), List.of(), PRODUCT, lookAtChoice | CART, PAY);
  }

  private String anyItem() {
    return "item-" + dice.mostlyNear(1, 500);
  }

  private String[] itemsLookedAt() {
    return looks.stream().map(Look::item).toArray(String[]::new);
  }

  private static String itemId(String item) {
    return Json.field("item_id", item);
  }

  private static long hourOf(long moment) {
    return moment - moment % HOUR;
  }
}
