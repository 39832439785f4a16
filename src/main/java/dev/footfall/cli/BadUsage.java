package dev.footfall.cli;

/** The command line asks for what cannot be; the message says what, and what to write instead. */
final class BadUsage extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadUsage(String message) {
    super(message);
  }
}
