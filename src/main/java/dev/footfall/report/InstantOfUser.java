package dev.footfall.report;

import dev.footfall.event.Event;
import java.util.ArrayList;
import java.util.List;

/** The events of one user at one moment of event time. Used again and again. */
final class InstantOfUser {

  private final List<Event> events = new ArrayList<>();
  private final List<Event> wanted = new ArrayList<>();
  private String user = "";

  /** Somebody who lets a report live through it. */
  interface Living {
    void live(FollowedReports.One report, List<Event> wanted) throws Exception;
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** Whether the event is of the same user and time. */
  boolean holds(Event event) {
    return events.get(0).time() == event.time() && user.equals(event.user());
  }

  /** Whether it is, or was the last time, an instant of this user. */
  boolean isOf(String other) {
    return user.equals(other);
  }

  void add(Event event) {
    user = event.user();
    events.add(event);
  }

  String user() {
    return user;
  }

  /** Brings to each report that wants any of the events those that it wants. */
  void forEachWanting(FollowedReports reports, Living living) throws Exception {
    for (FollowedReports.One one : reports.all()) {
      wanted.clear();
      for (Event event : events) {
        if (one.follower().wants(event)) {
          wanted.add(event);
        }
      }
      if (!wanted.isEmpty()) {
        living.live(one, wanted);
      }
    }
  }

  void clear() {
    events.clear();
  }
}
