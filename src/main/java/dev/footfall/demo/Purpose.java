package dev.footfall.demo;

/** What dice are thrown for: each purpose has its own, so that one never moves another. */
final class Purpose {

  static final long REGISTRATIONS = 1;
  static final long REGISTRANT = 2;
  static final long MISHAPS_OF_REGISTRANT = 3;
  static final long SHOPPERS = 4;
  static final long SHOPPER = 5;
  static final long MISHAPS_OF_SHOPPER = 6;
  static final long EXPERIMENTS = 7;

  private Purpose() {}
}
