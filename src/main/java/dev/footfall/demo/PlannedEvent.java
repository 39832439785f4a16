package dev.footfall.demo;

import org.jspecify.annotations.Nullable;

/**
 * One line to come.
 *
 * @param person who does it
 * @param number tells the person's events apart
 * @param name what happens
 * @param details its own properties, as JSON fields without braces; empty if none
 * @param time when, in milliseconds since the epoch
 * @param timeStyle how the time is written
 * @param arrival when it arrives
 * @param story what it is a milestone of, or null
 * @param milestones which of the story's, a bit each
 * @param flaw what is amiss with it
 */
record PlannedEvent(
    Person person,
    int number,
    String name,
    String details,
    long time,
    TimeStyle timeStyle,
    long arrival,
    @Nullable Story story,
    int milestones,
    Flaw flaw) {

  /** The ways in which senders write a time. */
  enum TimeStyle {
    UTC,
    BEIJING,
    MILLISECONDS
  }

  /** The same bytes again, which are no milestone. */
  PlannedEvent sentAgain(long laterArrival) {
    return new PlannedEvent(
        person, number, name, details, time, timeStyle, laterArrival, null, 0, Flaw.DUPLICATE);
  }

  /** Something of no consequence that the same person does at another time. */
  PlannedEvent followedBy(
      String otherName, String otherDetails, long otherTime, long otherArrival, Flaw itsFlaw) {
    return new PlannedEvent(
        person,
        number,
        otherName,
        otherDetails,
        otherTime,
        timeStyle,
        otherArrival,
        null,
        0,
        itsFlaw);
  }

  void arrive(Truth truth) {
    if (story != null) {
      story.pass(milestones, truth);
    }
  }
}
