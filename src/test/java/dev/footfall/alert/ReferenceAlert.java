package dev.footfall.alert;

import dev.footfall.event.Event;
import dev.footfall.funnel.PatternAlert;
import dev.footfall.funnel.PatternAlert.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The rules of pattern alerts in plain Java, without Flink and without thrift: every run is
 * followed from its first event; of all that are left the first to be certain makes an alert; and
 * again, until none is left.
 */
public final class ReferenceAlert {

  /** A run that was completed and not broken. */
  private record Complete(List<AlertEvent> events, long at) {}

  private final PatternAlert alert;
  private final List<AlertEvent> events;

  private ReferenceAlert(PatternAlert alert, List<AlertEvent> events) {
    this.alert = alert;
    this.events = events;
  }

  /** The alerts of all units that are certain when everything up to this time is known. */
  public static List<String> at(long time, PatternAlert alert, List<Event> events) {
    return told(one -> one.at() <= time, alert, events);
  }

  /** The alerts of all units when these are all events there are. */
  public static List<String> ofAll(PatternAlert alert, List<Event> events) {
    long latest = events.stream().mapToLong(Event::time).max().orElseThrow();
    return told(one -> one.at() < latest || one.at() == last(one).time(), alert, events);
  }

  private static List<String> told(
      Predicate<Complete> isCertain, PatternAlert alert, List<Event> events) {
    Map<String, List<AlertEvent>> byUnit = new TreeMap<>();
    for (Event event : events) {
      AlertEvent.of(event, alert)
          .ifPresent(one -> byUnit.computeIfAbsent(one.unit(), unit -> new ArrayList<>()).add(one));
    }
    List<String> told = new ArrayList<>();
    byUnit.forEach(
        (unit, its) -> {
          its.sort(AlertEvent.ORDER);
          new ReferenceAlert(alert, its)
              .alerts().stream()
                  .filter(isCertain)
                  .forEach(one -> told.add(say(unit, one.at(), one.events())));
        });
    return told.stream().sorted().toList();
  }

  public static String say(String unit, long at, List<AlertEvent> events) {
    StringBuilder text = new StringBuilder(unit + " at " + at + ":");
    events.forEach(event -> text.append(' ').append(event.name()).append('@').append(event.time()));
    return text.toString();
  }

  private List<Complete> alerts() {
    List<Complete> left = new ArrayList<>();
    for (int i = 0; i < events.size(); i++) {
      follow(i).ifPresent(left::add);
    }
    List<Complete> told = new ArrayList<>();
    while (!left.isEmpty()) {
      Complete next = left.get(0);
      for (Complete other : left) {
        next = isBefore(other, next) ? other : next;
      }
      if (told.isEmpty()
          || next.at() >= told.get(told.size() - 1).at() + Math.max(1, alert.cooldown())) {
        told.add(next);
      }
      Complete match = next;
      left.removeIf(run -> isUsedUp(run.events().get(0), match));
    }
    return told;
  }

  private static boolean isBefore(Complete one, Complete other) {
    int byLast = AlertEvent.ORDER.compare(last(one), last(other));
    return byLast < 0
        || (byLast == 0
            && AlertEvent.ORDER.compare(one.events().get(0), other.events().get(0)) < 0);
  }

  private static AlertEvent last(Complete run) {
    return run.events().get(run.events().size() - 1);
  }

  private boolean isUsedUp(AlertEvent first, Complete match) {
    return alert.endsWithAbsence()
        ? first.time() <= match.at()
        : AlertEvent.ORDER.compare(first, last(match)) <= 0;
  }

  /** Where the run from this event leads; empty if nowhere. */
  private Optional<Complete> follow(int from) {
    List<AlertEvent> run = new ArrayList<>();
    int next = from;
    int forbidden = -1;
    for (int position = 0; position < alert.elements().size(); position++) {
      Element element = alert.elements().get(position);
      if (element.absent()) {
        forbidden = position;
        continue;
      }
      long since = run.isEmpty() ? events.get(from).time() : run.get(run.size() - 1).time();
      for (int time = 1; time <= element.times(); time++) {
        int found = find(position, forbidden, next, run.isEmpty());
        if (found < 0) {
          return Optional.empty();
        }
        AlertEvent event = events.get(found);
        boolean inTime =
            isWithin(event.time() - since, element.within().millis())
                && isWithin(event.time() - events.get(from).time(), alert.within().millis());
        if (!inTime) {
          return Optional.empty();
        }
        run.add(event);
        next = found + 1;
      }
      forbidden = -1;
    }
    return forbidden < 0
        ? Optional.of(new Complete(run, run.get(run.size() - 1).time()))
        : unbroken(run, forbidden, next);
  }

  private static boolean isWithin(long length, long limit) {
    return length <= limit;
  }

  /** The next event that the element takes; -1 if there is none, or a forbidden one before. */
  private int find(int element, int forbidden, int from, boolean onlyHere) {
    for (int i = from; i < events.size(); i++) {
      if (forbidden >= 0 && events.get(i).isForbiddenBy(forbidden)) {
        return -1;
      }
      if (events.get(i).isTakenBy(element)) {
        return i;
      }
      if (onlyHere) {
        return -1;
      }
    }
    return -1;
  }

  private Optional<Complete> unbroken(List<AlertEvent> run, int forbidden, int from) {
    long end = run.get(run.size() - 1).time() + alert.elements().get(forbidden).within().millis();
    for (AlertEvent event : events.subList(from, events.size())) {
      if (event.isForbiddenBy(forbidden) && event.time() <= end) {
        return Optional.empty();
      }
    }
    return Optional.of(new Complete(run, end));
  }
}
