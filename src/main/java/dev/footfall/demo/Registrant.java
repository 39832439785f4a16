package dev.footfall.demo;

import dev.footfall.demo.Journey.Split;
import java.util.List;
import java.util.function.Consumer;

/**
 * Somebody who looks around, registers, perhaps starts a trial, perhaps buys, and comes back or
 * does not.
 *
 * <p>Funnel {@code trial}: register → trial_start → purchase within 14 days, in cohorts of one day
 * (UTC), by {@code channel} and {@code variant}. A trial starts within 12 hours and is bought one
 * to 13 days later, so always in time. Meant as traps, and no step: a registration sent twice on
 * the same day; a trial before the registration; a purchase without a trial; and a purchase too
 * late, sometimes by one millisecond. A few purchases come at the very last moment that counts.
 */
final class Registrant {

  private static final long SECOND = 1_000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;
  private static final long WITHIN = 14 * DAY;

  private static final int REGISTERED = 1;
  private static final int TRIED = 2;
  private static final int BOUGHT = 4;

  private static final double REGISTERS_TWICE = 0.02;
  private static final double BUYS_AT_THE_LAST_MOMENT = 0.005;
  private static final double BUYS_TOO_LATE = 0.04;
  private static final double BUYS_WITHOUT_TRIAL = 0.02;
  private static final double TRIES_BEFORE_REGISTERING = 0.01;
  private static final double COMPLAINS = 0.03;
  private static final double LARGE_BANNER = 0.54;

  private static final String[] PAGES =
      Json.fieldOfEach("page", "/", "/features", "/pricing", "/blog", "/docs");
  private static final String SIGNUP_PAGE = Json.field("page", "/signup");
  private static final String LOGIN_PAGE = Json.field("page", "/login");
  private static final String[] COUNTRIES =
      Json.fieldOfEach("country", "CN", "CN", "CN", "US", "DE", "JP", "BR");
  private static final String[] FEATURES =
      Json.fieldOfEach("feature", "board", "export", "alerts", "paths", "sharing");
  private static final String[] TOPICS =
      Json.fieldOfEach("topic", "billing", "speed", "login", "missing feature");
  private static final String CAMPAIGN = Json.field("campaign", "autumn");
  private static final String[] ODD_CAMPAIGNS =
      Json.fieldOfEach(
          "campaign",
          "双十一 大促",
          "the \"big\" one",
          "a\\b/c",
          "🎉 launch 🎉",
          "l'été, à 50 %",
          "tab\there");
  private static final String WELCOME = Json.field("source", "welcome page");
  private static final String INVITATION = Json.field("source", "invitation");
  private static final String[] OFFERS = {
    "\"plan\":\"basic\",\"amount\":99",
    "\"plan\":\"basic\",\"amount\":99",
    "\"plan\":\"pro\",\"amount\":199.5",
    "\"plan\":\"team\",\"amount\":499"
  };

  private final Dice dice;
  private final Dice mishaps;
  private final Noise noise;
  private final Channel channel;
  private final Variant variant;
  private final Diary diary;

  /** What the person saw of experiments besides the variant, as fields of the registration. */
  private final String seen;

  /** The one of this number; the same for the same seed, whoever else comes. */
  Registrant(TrafficSettings settings, long number, Consumer<PlannedEvent> post) {
    dice = Dice.of(settings.seed(), Purpose.REGISTRANT, number);
    mishaps = Dice.of(settings.seed(), Purpose.MISHAPS_OF_REGISTRANT, number);
    noise = settings.noise();
    channel = Channel.of(dice);
    variant = Variant.of(dice);
    String key = "r" + Long.toString(number, 36);
    seen = seenBy(Dice.of(settings.seed(), Purpose.EXPERIMENTS, number));
    diary = new Diary(Person.of(key, traits(), mishaps, noise), noise, mishaps, post);
  }

  /** Neither changes what anybody does; of the banners, one is shown too often by mistake. */
  private static String seenBy(Dice experiments) {
    return ","
        + Json.field("button", experiments.chance(0.5) ? "green" : "blue")
        + ","
        + Json.field("banner", experiments.chance(LARGE_BANNER) ? "large" : "small");
  }

  private String traits() {
    return Json.field("channel", channel.label())
        + ","
        + Json.field("variant", variant.name())
        + ","
        + Json.field("device", Device.of(dice).label())
        + ","
        + dice.anyOf(COUNTRIES);
  }

  /** Tells everything this person ever does, beginning at this moment. */
  void begin(long start) {
    long time = lookAround(start);
    long registered = time;
    Story story = new Story();
    story.leadsTo(journeyFrom(registered));
    long arrived = diary.milestone(registered, "register", campaign() + seen, story, REGISTERED);
    long lastRegistered = perhapsRegisterAgain(registered, arrived);
    boolean tries = dice.chance(channel.registerToTrial() * variant.trials());
    if (tries) {
      tryOut(registered, lastRegistered, story);
    } else {
      neverTry(registered);
    }
    comeBack(registered, tries);
  }

  private long lookAround(long start) {
    long time = start;
    for (int pages = 1 + dice.below(4); pages > 0; pages--) {
      diary.note(time, "visit", dice.anyOf(PAGES));
      time += dice.mostlyNear(5 * SECOND, 5 * MINUTE);
    }
    diary.note(time, "visit", SIGNUP_PAGE);
    return time + dice.mostlyNear(20 * SECOND, 5 * MINUTE);
  }

  private Journey journeyFrom(long registered) {
    return new Journey(
        "trial",
        registered - registered % DAY,
        List.of(new Split("channel", channel.label()), new Split("variant", variant.name())),
        REGISTERED,
        TRIED,
        BOUGHT);
  }

  private String campaign() {
    return mishaps.chance(noise.odd()) ? mishaps.anyOf(ODD_CAMPAIGNS) : CAMPAIGN;
  }

  /** A double click: another entry of the same cohort. Returns when the last entry was. */
  private long perhapsRegisterAgain(long registered, long arrived) {
    long again = registered + dice.between(1, 30 * SECOND);
    boolean sameDay = again / DAY == registered / DAY;
    if (!dice.chance(REGISTERS_TWICE) || !sameDay) {
      return registered;
    }
    diary.repeat(again, "register", CAMPAIGN + seen, arrived);
    return again;
  }

  private void tryOut(long registered, long lastRegistered, Story story) {
    long tried = registered + dice.mostlyNear(2 * MINUTE, 12 * HOUR);
    diary.milestone(tried, "trial_start", WELCOME, story, TRIED);
    String offer = dice.anyOf(OFFERS);
    if (dice.chance(channel.trialToPurchase())) {
      long bought =
          dice.chance(BUYS_AT_THE_LAST_MOMENT)
              ? registered + WITHIN
              : tried + dice.mostlyNear(DAY, 13 * DAY);
      diary.milestone(bought, "purchase", offer, story, BOUGHT);
    } else if (dice.chance(BUYS_TOO_LATE)) {
      long delay = dice.chance(0.1) ? 1 : dice.between(1, 2 * DAY);
      diary.note(lastRegistered + WITHIN + delay, "purchase", offer);
    }
  }

  private void neverTry(long registered) {
    if (dice.chance(TRIES_BEFORE_REGISTERING)) {
      // So early that even its late repetition, a second after it, comes before the registration.
      long tried = registered - dice.between(2 * SECOND, 20 * SECOND);
      diary.note(tried, "trial_start", INVITATION);
    }
    if (dice.chance(BUYS_WITHOUT_TRIAL)) {
      long bought = registered + dice.between(MINUTE, 10 * DAY);
      diary.note(bought, "purchase", dice.anyOf(OFFERS));
    }
  }

  /** Logs in on ever fewer of the following days; who never tried, more seldom. */
  private void comeBack(long registered, boolean tries) {
    for (int day = 1; day <= 14; day++) {
      double returns = (tries ? 0.6 : 0.15) / (1 + 0.4 * (day - 1));
      if (dice.chance(returns)) {
        workOn(registered + day * DAY + dice.between(-3 * HOUR, 3 * HOUR));
      }
    }
  }

  private void workOn(long login) {
    diary.note(login, "login", LOGIN_PAGE);
    long time = login;
    for (int features = dice.below(4); features > 0; features--) {
      time += dice.mostlyNear(10 * SECOND, 20 * MINUTE);
      diary.note(time, "feature_used", dice.anyOf(FEATURES));
    }
    if (dice.chance(COMPLAINS)) {
      diary.note(time + MINUTE, "complaint", dice.anyOf(TOPICS));
    }
  }
}
