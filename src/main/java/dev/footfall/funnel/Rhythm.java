package dev.footfall.funnel;

/**
 * When users are active: events, and users with any, by weekday and hour of the report's zone.
 *
 * <p>A user that does something in an hour is active in it once, however often. An hour is one of
 * the clock on the wall: where the clock is set back, the hour that comes twice is one.
 *
 * @param frame what every report has
 * @param events which events count
 */
public record Rhythm(Frame frame, Selector events) implements Report {

  @Override
  public Kind kind() {
    return Kind.RHYTHM;
  }

  /** An event counts in the window that holds it. */
  @Override
  public long horizonMillis() {
    return 0;
  }

  @Override
  public void means(DefinitionNumber number) {
    number.add(events);
  }
}
