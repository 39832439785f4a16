package dev.footfall.demo;

/**
 * Seeded chance, the same on every machine and every Java: the SplitMix64 generator and whole-bit
 * arithmetic only.
 */
final class Dice {

  private static final long GOLDEN_GAMMA = 0x9e3779b97f4a7c15L;

  private long state;

  private Dice(long state) {
    this.state = state;
  }

  /** Dice of their own for one purpose and one number, whatever else has been thrown. */
  static Dice of(long seed, long purpose, long number) {
    return new Dice(mix(mix(seed + GOLDEN_GAMMA * purpose) + GOLDEN_GAMMA * number));
  }

  /** Spreads every bit over all others: variant 13 of Stafford's mixers. */
  static long mix(long bits) {
    long mixed = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }

  private long next() {
    state += GOLDEN_GAMMA;
    return mix(state);
  }

  /** From 0 up to, not including, 1; all equally likely. */
  double fraction() {
    return (next() >>> 11) * 0x1.0p-53;
  }

  boolean chance(double probability) {
    return fraction() < probability;
  }

  /** From 0 up to, not including, the bound. */
  int below(int bound) {
    return (int) (fraction() * bound);
  }

  /** From the least to the most, both included. */
  long between(long least, long most) {
    return least + (long) (fraction() * (most - least + 1));
  }

  /** From the least to the most, seldom far from the least: half lie in the first eighth. */
  long mostlyNear(long least, long most) {
    double fraction = fraction();
    return least + (long) (fraction * fraction * fraction * (most - least + 1));
  }

  <T> T anyOf(T[] choices) {
    return choices[below(choices.length)];
  }

  /** How often something independent happens that is expected this often: a Poisson number. */
  int occurrences(double expected) {
    int happened = 0;
    // In portions, because the product of chances would vanish for a large expectation.
    for (double rest = expected; rest > 0; rest -= 100) {
      double none = StrictMath.exp(-Math.min(rest, 100));
      for (double product = fraction(); product > none; product *= fraction()) {
        happened++;
      }
    }
    return happened;
  }
}
