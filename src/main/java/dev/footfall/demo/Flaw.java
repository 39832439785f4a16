package dev.footfall.demo;

import dev.footfall.event.RejectionReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What, if anything, is amiss with a line of the traffic. */
public enum Flaw {
  /** Nothing: an event that arrives within the disorder. */
  NONE(null),
  /** The very bytes of an earlier line, sent again. */
  DUPLICATE(null),
  /** An event that arrives far beyond the disorder. */
  LATE(null),
  /** Half an object. */
  BROKEN_JSON(RejectionReason.MALFORMED),
  /** A byte that occurs nowhere in UTF-8. */
  INVALID_UTF8(RejectionReason.NOT_UTF8),
  /** No bytes at all. */
  EMPTY_LINE(RejectionReason.EMPTY),
  /** No name of the event. */
  MISSING_EVENT(RejectionReason.NO_EVENT),
  /** No user. */
  MISSING_USER(RejectionReason.NO_USER),
  /** A user without letters. */
  EMPTY_USER(RejectionReason.NO_USER),
  /** No time. */
  MISSING_TIME(RejectionReason.NO_TIME),
  /** Words where a time should be. */
  BAD_TIME(RejectionReason.BAD_TIME),
  /** The first millisecond of 1970, as unset clocks tell it. */
  TIME_ZERO(RejectionReason.TIME_NOT_POSITIVE),
  /** A clock that shows the year 2099; no funnel of the demo knows this event's name. */
  YEAR_2099(RejectionReason.TOO_EARLY);

  private static final Flaw[] BROKEN = {
    BROKEN_JSON,
    INVALID_UTF8,
    EMPTY_LINE,
    MISSING_EVENT,
    MISSING_USER,
    EMPTY_USER,
    MISSING_TIME,
    BAD_TIME,
    TIME_ZERO,
    YEAR_2099
  };

  private final @Nullable RejectionReason reason;

  Flaw(@Nullable RejectionReason reason) {
    this.reason = reason;
  }

  /** Why a line with this flaw is no event; empty if it is one. */
  public Optional<RejectionReason> rejection() {
    return Optional.ofNullable(reason);
  }

  static Flaw anyBroken(Dice dice) {
    return dice.anyOf(BROKEN);
  }
}
