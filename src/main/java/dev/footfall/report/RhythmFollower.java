package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Rhythm;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.List;

/**
 * Counts when users are active.
 *
 * <p>Its one part is {@code hour}: at position {@code 24 × (weekday - 1) + hour}, Monday the first,
 * {@link Amounts#count} is events and {@link Amounts#ofThem} users, each once in an hour of the
 * week and window. A user belongs to the value of the breakdown that its event bears.
 */
final class RhythmFollower implements Follower<ActiveHours> {

  static final String HOUR = "hour";

  static final Part HOURS = new Part(HOUR, "hour_of_week", null, null, "events", "users", null);

  private final Rhythm rhythm;
  private final Values values;

  RhythmFollower(Rhythm rhythm) {
    this.rhythm = rhythm;
    this.values = new Values(rhythm.frame());
  }

  @Override
  public boolean wants(Event event) {
    return rhythm.events().accepts(event);
  }

  @Override
  public ActiveHours begin() {
    return new ActiveHours();
  }

  @Override
  public void live(ActiveHours user, List<Event> instant, Figures figures) {
    long time = instant.get(0).time();
    CohortWindow window = rhythm.frame().windowOf(time);
    user.windowEnd = window.end();
    int hour = hourOf(time);
    for (Event event : instant) {
      figures.count(
          window,
          time,
          values.of(event),
          Cell.of(HOUR, hour, "", ""),
          new Amounts(1, user.isNew(hour) ? 1 : 0, 0));
    }
  }

  private int hourOf(long time) {
    ZonedDateTime local = Instant.ofEpochMilli(time).atZone(rhythm.frame().zone());
    return 24 * (local.getDayOfWeek().getValue() - 1) + local.getHour();
  }

  @Override
  public long nextChange(ActiveHours user) {
    return user.isEmpty() || user.windowEnd == Long.MAX_VALUE ? AT_THE_END : user.windowEnd - 1;
  }

  @Override
  public void passTime(ActiveHours user, long time, Figures figures) {
    if (nextChange(user) <= time) {
      user.forget();
    }
  }
}
