package dev.footfall.event;

/** Why something that arrived is no event. The names are written to {@code rejected_events}. */
public enum RejectionReason {
  /** Not JSON, not the CSV that the header announced, or not Avro of the schema it names. */
  MALFORMED,
  /** The bytes are not UTF-8. */
  NOT_UTF8,
  /** More than 1 MB in one line or message. */
  TOO_LONG,
  /** Nothing arrived where an event should be: a tombstone or an empty value. */
  EMPTY,
  /** The event's name is missing or empty. */
  NO_EVENT,
  /** The user is missing or empty. */
  NO_USER,
  /** The time is missing. */
  NO_TIME,
  /** The time cannot be read as a time. */
  BAD_TIME,
  /** The time is not after 1970-01-01T00:00:00Z. */
  TIME_NOT_POSITIVE,
  /** The time lies further ahead of its reference than {@code max_ahead}. */
  TOO_EARLY,
  /** The event's name, user or id is too long to be a key in a database. */
  KEY_TOO_LONG,
  /** The rest of a file cannot be read: it is cut off or damaged. */
  UNREADABLE,
  /** The schema that an Avro message names is not in the registry, or is no Avro record. */
  BAD_SCHEMA
}
