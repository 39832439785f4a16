package dev.footfall.funnel;

/**
 * How many users come back: of those who entered in a window, who did something again on the day of
 * their entry, the day after, and so on.
 *
 * <p>A user enters a window by its first entry event in it, and has the breakdown's value of that
 * event. Days are those of the calendar in the report's zone; the day of the entry is day 0. An
 * event counts as a return if it comes after the entry: at the same millisecond, only if it is
 * taken after it. Every later entry event of that window is a return too, if it is asked for as
 * one.
 *
 * @param frame what every report has; its windows are those of the entries
 * @param entry by which event a user enters
 * @param returns which events count as coming back
 * @param days the last day that is counted
 */
public record Retention(Frame frame, Selector entry, Selector returns, int days) implements Report {

  private static final long DAY = 86_400_000;

  /** More than the clock is ever set forward or back. */
  private static final long CLOCK_CHANGES = 3 * 3_600_000;

  @Override
  public Kind kind() {
    return Kind.RETENTION;
  }

  /** Until the last day of the last user that entered has ended. */
  @Override
  public long horizonMillis() {
    return (days + 1) * DAY + CLOCK_CHANGES;
  }

  @Override
  public void means(DefinitionNumber number) {
    number.add(entry);
    number.add("returns");
    number.add(returns);
    number.add("days " + days);
  }
}
