package dev.footfall.demo;

/**
 * Somebody the traffic tells of.
 *
 * @param key begins the ids of this person's events
 * @param user the user of this person's events
 * @param traits the properties that all of them bear, as JSON fields without braces
 */
record Person(String key, String user, String traits) {

  private static final String[] ODD_USERS = {"用户-%s", "o'neil \"%s\"", "%s@exämple.org", "🐼 %s"};

  static Person of(String key, String traits, Dice mishaps, Noise noise) {
    String user =
        mishaps.chance(noise.odd()) ? String.format(mishaps.anyOf(ODD_USERS), key) : "user-" + key;
    return new Person(key, user, traits);
  }
}
