package dev.footfall.demo;

import java.util.function.Consumer;

/**
 * Somebody who visits the shop, and perhaps again hours or days later.
 *
 * <p>Three experiments run on every shopper. {@code exp_checkout} has a true effect: its treatment
 * takes more carts to the checkout ({@link #CART_TO_CHECKOUT}, {@link
 * #CART_TO_CHECKOUT_TREATMENT}). {@code exp_colour} has none. {@code exp_search} has none either,
 * and was meant to be split in halves but is not: 45 to 55.
 */
final class Shopper {

  private static final long HOUR = 3_600_000;
  private static final long DAY = 24 * HOUR;

  /** The share of visits with a cart that come to the checkout, without the experiment. */
  static final double CART_TO_CHECKOUT = 0.60;

  /** The same share with the experiment. */
  static final double CART_TO_CHECKOUT_TREATMENT = 0.68;

  private static final double RETURNS = 0.4;
  private static final int MOST_VISITS = 5;

  private final Dice dice;
  private final Diary diary;
  private final Device device;
  private final String experiments;
  private final double cartToCheckout;

  /** The one of this number; the same for the same seed, whoever else comes. */
  Shopper(TrafficSettings settings, long number, Consumer<PlannedEvent> post) {
    dice = Dice.of(settings.seed(), Purpose.SHOPPER, number);
    device = Device.of(dice);
    boolean treated = dice.chance(0.5);
    cartToCheckout = treated ? CART_TO_CHECKOUT_TREATMENT : CART_TO_CHECKOUT;
    experiments =
        arm("exp_checkout", treated)
            + ","
            + arm("exp_colour", dice.chance(0.5))
            + ","
            + arm("exp_search", dice.chance(0.55));
    Dice mishaps = Dice.of(settings.seed(), Purpose.MISHAPS_OF_SHOPPER, number);
    String key = "s" + Long.toString(number, 36);
    String traits = Json.field("device", device.label());
    diary =
        new Diary(
            Person.of(key, traits, mishaps, settings.noise()), settings.noise(), mishaps, post);
  }

  private static String arm(String experiment, boolean treated) {
    return Json.field(experiment, treated ? "treatment" : "control");
  }

  /** Tells everything this person ever does, beginning at this moment. */
  void begin(long start) {
    long time = start;
    int visits = 0;
    do {
      new ShopVisit(dice, diary, device, experiments, cartToCheckout).begin(time);
      // No visit and no payment of it lasts four hours: visits never run into each other.
      time += dice.mostlyNear(4 * HOUR, 4 * DAY);
      visits++;
    } while (visits < MOST_VISITS && dice.chance(RETURNS));
  }
}
