package dev.footfall.table;

import org.jspecify.annotations.Nullable;

/**
 * A declaration of a sink table that cannot be used; the message says where, what, and what to do.
 */
public final class InvalidTable extends RuntimeException {
  private static final long serialVersionUID = 1L;

  InvalidTable(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
