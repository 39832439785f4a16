package dev.footfall.demo;

import org.jspecify.annotations.Nullable;

/** The embedded database cannot run; the message says why and what to do. */
public final class EmbeddedDatabaseException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  EmbeddedDatabaseException(String message) {
    super(message);
  }

  EmbeddedDatabaseException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
