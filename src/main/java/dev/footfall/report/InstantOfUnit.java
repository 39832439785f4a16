package dev.footfall.report;

import dev.footfall.event.Event;
import java.util.ArrayList;
import java.util.List;

/** The events of one unit at one moment of event time. Used again and again. */
final class InstantOfUnit {

  private final List<Event> events = new ArrayList<>();
  private final List<Event> wanted = new ArrayList<>();
  private List<FollowedReports.One> reports = List.of();
  private String unit = "";

  /** Somebody who lets a report live through it. */
  interface Living {
    void live(FollowedReports.One report, List<Event> wanted) throws Exception;
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** Whether the event is of the same unit and time, and the same reports follow it. */
  boolean holds(List<FollowedReports.One> itsReports, String itsUnit, Event event) {
    return events.get(0).time() == event.time() && reports == itsReports && unit.equals(itsUnit);
  }

  /** Whether it is, or was the last time, an instant of this unit. */
  boolean isOf(String other) {
    return unit.equals(other);
  }

  void add(List<FollowedReports.One> itsReports, String itsUnit, Event event) {
    reports = itsReports;
    unit = itsUnit;
    events.add(event);
  }

  String unit() {
    return unit;
  }

  /** Brings to each report that wants any of the events those that it wants. */
  void forEachWanting(Living living) throws Exception {
    for (FollowedReports.One one : reports) {
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
