package dev.footfall.event;

/** What a sender counts since 1970-01-01T00:00:00Z when it writes a time as a number. */
public enum EpochUnit {
  SECONDS(3),
  MILLISECONDS(0),
  MICROSECONDS(-3);

  private final int powerToMillis;

  EpochUnit(int powerToMillis) {
    this.powerToMillis = powerToMillis;
  }

  /** The power of ten that makes milliseconds of it. */
  int powerToMillis() {
    return powerToMillis;
  }
}
