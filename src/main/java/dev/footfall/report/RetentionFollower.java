package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Retention;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;

/**
 * Counts who comes back.
 *
 * <p>Part {@code entered}: {@link Amounts#count} is users. Part {@code day}, at position n: of them
 * those who came back on day n, and as {@link Amounts#ofThem} those who did so on day n or later,
 * until the report's last day.
 */
final class RetentionFollower implements Follower<RetentionState> {

  static final String ENTERED = "entered";
  static final String DAY = "day";

  static final List<Part> PARTS =
      List.of(
          new Part(ENTERED, null, null, null, "users", null, null),
          new Part(DAY, "day", null, null, "returned", "returned_or_later", null));

  private final Retention retention;
  private final Values values;

  RetentionFollower(Retention retention) {
    this.retention = retention;
    this.values = new Values(retention.frame());
  }

  @Override
  public boolean wants(Event event) {
    return retention.entry().accepts(event) || retention.returns().accepts(event);
  }

  @Override
  public RetentionState begin() {
    return new RetentionState();
  }

  @Override
  public void live(RetentionState user, List<Event> instant, Figures figures) {
    for (Event event : instant) {
      if (retention.returns().accepts(event)) {
        comeBack(user, event.time(), figures);
      }
      if (retention.entry().accepts(event)) {
        enter(user, event, figures);
      }
    }
  }

  private void enter(RetentionState user, Event event, Figures figures) {
    CohortWindow window = retention.frame().windowOf(event.time());
    for (RetentionState.Entry entry : user.entries) {
      if (entry.windowStart == window.start()) {
        return;
      }
    }
    String value = values.of(event);
    user.entries.add(
        new RetentionState.Entry(window.start(), window.end(), dayOf(event.time()), value));
    figures.count(window, event.time(), value, Cell.of(ENTERED, 0, "", ""), new Amounts(1, 0, 0));
  }

  private void comeBack(RetentionState user, long time, Figures figures) {
    long today = dayOf(time);
    for (RetentionState.Entry entry : user.entries) {
      int day = (int) Math.max(0, today - entry.day);
      if (day > retention.days()) {
        continue;
      }
      CohortWindow window = new CohortWindow(entry.windowStart, entry.windowEnd);
      for (int later = entry.last + 1; later <= day; later++) {
        count(window, time, entry.value, later, new Amounts(0, 1, 0), figures);
      }
      entry.last = Math.max(entry.last, day);
      if (entry.isFirstOn(day)) {
        count(window, time, entry.value, day, new Amounts(1, 0, 0), figures);
      }
    }
  }

  private static void count(
      CohortWindow window, long time, String value, int day, Amounts amounts, Figures figures) {
    figures.count(window, time, value, Cell.of(DAY, day, "", ""), amounts);
  }

  private long dayOf(long time) {
    return LocalDate.ofInstant(Instant.ofEpochMilli(time), retention.frame().zone()).toEpochDay();
  }

  /**
   * When the last day of the first entry is over. In a window that spans more days than are
   * counted, the entry is kept as long as another may come: only the first one counts.
   */
  @Override
  public long nextChange(RetentionState user) {
    long next = AT_THE_END;
    for (RetentionState.Entry entry : user.entries) {
      next = Math.min(next, endOf(entry));
    }
    return next;
  }

  private long endOf(RetentionState.Entry entry) {
    long lastDay =
        LocalDate.ofEpochDay(entry.day + retention.days() + 1)
                .atStartOfDay(retention.frame().zone())
                .toInstant()
                .toEpochMilli()
            - 1;
    return entry.windowEnd == Long.MAX_VALUE ? AT_THE_END : Math.max(lastDay, entry.windowEnd - 1);
  }

  @Override
  public void passTime(RetentionState user, long time, Figures figures) {
    user.entries.removeIf(entry -> endOf(entry) <= time);
  }
}
