package dev.footfall.board;

/** A request that cannot be answered as asked; the message says why and what to ask instead. */
final class Refusal extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int status;

  private Refusal(int status, String message) {
    super(message);
    this.status = status;
  }

  static Refusal badRequest(String message) {
    return new Refusal(400, message);
  }

  static Refusal notFound(String message) {
    return new Refusal(404, message);
  }

  static Refusal unauthorized(String message) {
    return new Refusal(401, message);
  }

  static Refusal busy(String message) {
    return new Refusal(503, message);
  }

  static Refusal misdirected(String message) {
    return new Refusal(421, message);
  }

  /** The HTTP status. */
  int status() {
    return status;
  }
}
