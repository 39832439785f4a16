package dev.footfall.demo;

import dev.footfall.event.RejectionReason;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What, if anything, is amiss with a line of the traffic. */
public enum Flaw {
  /** Nothing: an event that arrives within the disorder. */
  NONE("events", null),
  /** The very bytes of an earlier line, sent again. */
  DUPLICATE("duplicates", null),
  /** An event that arrives far beyond the disorder. */
  LATE("late", null),
  /** Half an object. */
  BROKEN_JSON("with broken JSON", RejectionReason.MALFORMED),
  /** A byte that occurs nowhere in UTF-8. */
  INVALID_UTF8("with invalid UTF-8", RejectionReason.NOT_UTF8),
  /** No bytes at all. */
  EMPTY_LINE("empty", RejectionReason.EMPTY),
  /** No name of the event. */
  MISSING_EVENT("without an event", RejectionReason.NO_EVENT),
  /** No user. */
  MISSING_USER("without a user", RejectionReason.NO_USER),
  /** A user without letters. */
  EMPTY_USER("with an empty user", RejectionReason.NO_USER),
  /** No time. */
  MISSING_TIME("without a time", RejectionReason.NO_TIME),
  /** Words where a time should be. */
  BAD_TIME("with a bad time", RejectionReason.BAD_TIME),
  /** The first millisecond of 1970, as unset clocks tell it. */
  TIME_ZERO("at time 0", RejectionReason.TIME_NOT_POSITIVE),
  /** A clock that shows the year 2099; no funnel of the demo knows this event's name. */
  YEAR_2099("in the year 2099", RejectionReason.TOO_EARLY);

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

  private final String inWords;
  private final @Nullable RejectionReason reason;

  Flaw(String inWords, @Nullable RejectionReason reason) {
    this.inWords = inWords;
    this.reason = reason;
  }

  /** Why a line with this flaw is no event; empty if it is one. */
  public Optional<RejectionReason> rejection() {
    return Optional.ofNullable(reason);
  }

  /** Completes "12 …" for a person. */
  String inWords() {
    return inWords;
  }

  static Flaw anyBroken(Dice dice) {
    return dice.anyOf(BROKEN);
  }
}
