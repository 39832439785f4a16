package dev.footfall.report;

/**
 * What is counted of one {@link Cell}; it can be added up. What the numbers mean, each part of a
 * report says.
 *
 * @param count how many: visits, users, events …
 * @param ofThem how many of them did something more
 * @param millis times of them, added up
 */
public record Amounts(long count, long ofThem, long millis) {

  static final Amounts NOTHING = new Amounts(0, 0, 0);

  Amounts plus(Amounts other) {
    return new Amounts(count + other.count, ofThem + other.ofThem, millis + other.millis);
  }
}
