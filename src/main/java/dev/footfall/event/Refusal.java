package dev.footfall.event;

/** Says, while an event is being read, why it will be none. Carries no stack: it is not a bug. */
final class Refusal extends Exception {

  private static final long serialVersionUID = 1L;

  private final RejectionReason reason;
  private final String detail;

  Refusal(RejectionReason reason, String detail) {
    super(detail, null, false, false);
    this.reason = reason;
    this.detail = detail;
  }

  RejectionReason reason() {
    return reason;
  }

  String detail() {
    return detail;
  }
}
