package dev.footfall.ingest;

import dev.footfall.event.Event;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Events of many users that wait in memory, for a moment: what is here is in no state, and must be
 * taken out before a snapshot.
 *
 * <p>They are kept as they come and put together by user when they leave: sorting numbers is much
 * cheaper than looking each user up.
 */
final class WaitingRoom {

  /** What an event takes, about, beside the texts of its properties. */
  private static final int BYTES_OF_EVENT = 200;

  private static final int BYTES_OF_PROPERTY = 100;

  private @Nullable Event[] events = new Event[1024];
  private long[] times = new long[events.length];
  private int count;
  private long bytes;

  /** Of those that leave: the hash of the user, and in the lower half the place. */
  private long[] leaving = new long[events.length];

  void add(Event event) {
    if (count == events.length) {
      events = Arrays.copyOf(events, 2 * count);
      times = Arrays.copyOf(times, 2 * count);
      leaving = new long[2 * count];
    }
    events[count] = event;
    times[count++] = event.time();
    bytes += bytesOf(event);
  }

  /** About how much memory they take. */
  long bytes() {
    return bytes;
  }

  private static long bytesOf(Event event) {
    long bytes = BYTES_OF_EVENT;
    if (!event.properties().isEmpty()) {
      for (Map.Entry<String, String> property : event.properties().entrySet()) {
        bytes += BYTES_OF_PROPERTY + property.getKey().length() + property.getValue().length();
      }
    }
    return bytes;
  }

  /** Somebody who takes some events of one user. */
  interface Taker {
    void take(String user, List<Event> events) throws Exception;
  }

  /**
   * Lets somebody have the events up to a time, those of one user together and in no order.
   *
   * @param its where they are put for it; used again for each user
   */
  void takeUpTo(long time, List<Event> its, Taker taker) throws Exception {
    int leave = 0;
    for (int place = 0; place < count; place++) {
      if (times[place] <= time) {
        leaving[leave++] = (long) at(place).user().hashCode() << Integer.SIZE | place;
      }
    }
    Arrays.sort(leaving, 0, leave);
    int from = 0;
    while (from < leave) {
      int to = from + 1;
      while (to < leave && leaving[to] >> Integer.SIZE == leaving[from] >> Integer.SIZE) {
        to++;
      }
      takeSameHash(from, to, its, taker);
      from = to;
    }
    closeUp(time);
  }

  /** Seldom are they of more than one user. */
  private void takeSameHash(int from, int to, List<Event> its, Taker taker) throws Exception {
    int first = from;
    while (first < to) {
      String user = at((int) leaving[first]).user();
      int others = to;
      its.clear();
      for (int i = first; i < others; i++) {
        Event event = at((int) leaving[i]);
        if (event.user().equals(user)) {
          its.add(event);
        } else {
          long other = leaving[i];
          leaving[i--] = leaving[--others];
          leaving[others] = other;
        }
      }
      taker.take(user, its);
      first = others;
    }
  }

  private void closeUp(long time) {
    int stay = 0;
    for (int place = 0; place < count; place++) {
      if (times[place] > time) {
        events[stay] = events[place];
        times[stay++] = times[place];
      } else {
        bytes -= bytesOf(at(place));
      }
    }
    Arrays.fill(events, stay, count, null);
    count = stay;
  }

  private Event at(int place) {
    Event event = events[place];
    if (event == null) {
      throw new IllegalStateException("nobody waits at " + place);
    }
    return event;
  }
}
