package dev.footfall.board;

import org.jspecify.annotations.Nullable;

/** Parts of wholes; where there is no whole, there is no share. */
final class Shares {

  private Shares() {}

  static @Nullable Double of(long part, long whole) {
    return of((double) part, whole);
  }

  static @Nullable Double of(double part, long whole) {
    return whole == 0 ? null : Double.valueOf(part / whole);
  }
}
