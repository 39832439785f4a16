package dev.footfall.funnel;

import java.io.Serializable;
import java.time.ZoneId;
import java.util.Locale;

/**
 * A valid report on what users do beside funnels, counted per window of event time.
 *
 * <p>A report that exists has been checked; {@link FunnelFile} is how one comes to be from YAML.
 */
public sealed interface Report extends Serializable
    permits Channels, Paths, Retention, Rhythm, WhatNext {

  /** What is asked, each a list of its own in a file of definitions. */
  enum Kind {
    /** Which channel brings users, and which their conversions. */
    CHANNELS,
    /** What units of a funnel did next, by where they ended. */
    NEXT,
    /** Visits, and the ways that users take in them. */
    PATHS,
    /** How many users come back, day by day. */
    RETENTION,
    /** When users are active: weekdays and hours. */
    RHYTHM;

    /** As written in files, and on the command line. */
    public String text() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * What every report has.
   *
   * @param id names its rows and its state: {@code [a-z][a-z0-9_-]{0,40}}, one of all reports
   * @param title for people
   * @param unit who is followed: {@link Funnel#USER}, or the property of events that names it
   * @param window the windows of event time in which it is counted
   * @param zone the time zone of the windows, and of days and hours
   * @param breakdown the property by which counts are split; empty if by none
   * @param maxValues so many names (of stops, channels, values …) have rows of their own in a
   *     window; the rest is {@code (other)}
   */
  record Frame(
      String id,
      String title,
      String unit,
      Cohort window,
      ZoneId zone,
      String breakdown,
      int maxValues)
      implements Serializable {

    /** Unless a report says otherwise. */
    public static final int DEFAULT_MAX_VALUES = 100;

    /** Whether users are followed, and not what a property names. */
    public boolean followsUsers() {
      return unit.equals(Funnel.USER);
    }

    /** The window that holds this moment of event time. */
    public CohortWindow windowOf(long time) {
      return window.windowOf(time, zone);
    }

    void means(DefinitionNumber number) {
      number.add(id);
      number.add("window " + window.length() + " in " + zone.getId());
      number.add("by " + breakdown);
      if (!followsUsers()) {
        number.add("unit " + unit);
      }
    }
  }

  Frame frame();

  Kind kind();

  /**
   * How long after the end of a window something may still be counted in it, in milliseconds of
   * event time; {@link Long#MAX_VALUE} if until the end of the input.
   */
  long horizonMillis();

  /**
   * For how long before a window what happens there may decide what is counted in it, in
   * milliseconds of event time: a report that begins amid events is right only so much later.
   */
  default long reachesBackMillis() {
    return 0;
  }

  /** Adds what the definition means to its number; titles and the like do not count. */
  void means(DefinitionNumber number);

  /** The report's id. */
  default String id() {
    return frame().id();
  }

  /**
   * Names what the definition means, in eight hexadecimal digits, as {@link Funnel#version} does.
   *
   * @param time how often this report has had this definition: 1, unless it was given up meanwhile
   */
  default String version(int time) {
    return "%016x".formatted(number(time)).substring(0, 8);
  }

  /** The same as a number: the name under which what is known of users is kept. */
  default long number(int time) {
    return DefinitionNumber.of(this, time);
  }
}
