package dev.footfall.battery;

/** A scenario that did not end as it must, or a process that did not do as it was told. */
final class BatteryFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BatteryFailure(String message) {
    super(message);
  }

  BatteryFailure(String message, Throwable cause) {
    super(message, cause);
  }
}
