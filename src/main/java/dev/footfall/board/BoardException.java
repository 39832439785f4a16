package dev.footfall.board;

/** The board cannot start; the message says why and what to do. */
public final class BoardException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BoardException(String message, Throwable cause) {
    super(message, cause);
  }
}
