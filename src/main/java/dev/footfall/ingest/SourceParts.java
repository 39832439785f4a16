package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.event.RejectedEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** Counts what each partition or file brings to one task. */
final class SourceParts {

  /**
   * Of so many parts, the first ones, there are rows of their own: a folder may have more files.
   */
  static final int MAX_PARTS = 1_000;

  private static final String OTHERS = "(others)";
  private static final String UNNAMED = "(unnamed)";

  private final long since;
  private final Map<String, Part> byOrigin = new LinkedHashMap<>();

  /** Mostly the same as for the arrival before. */
  private Part part = new Part("(none yet)");

  /**
   * @param since when counting begins, by the clock
   */
  SourceParts(long since) {
    this.since = since;
  }

  private static final class Part {
    private final String origin;
    private long events;
    private long rejected;
    private long latest = PartProgress.NONE;
    private long position = PartProgress.NONE;

    Part(String origin) {
      this.origin = origin;
    }
  }

  void saw(Arrival arrival) {
    Event event = arrival.event();
    if (event != null) {
      turnTo(arrival.origin());
      part.events++;
      part.latest = Math.max(part.latest, event.time());
      part.position = Math.max(part.position, arrival.position());
    } else if (arrival.rejected() != null) {
      turnTo(originOf(arrival.rejected()));
      part.rejected++;
    }
  }

  @SuppressWarnings("ReferenceEquality") // only to be quick: readers use one text for all arrivals
  private void turnTo(String origin) {
    if (origin != part.origin) {
      part = byOrigin.computeIfAbsent(known(origin), Part::new);
    }
  }

  private String known(String origin) {
    return byOrigin.size() < MAX_PARTS || byOrigin.containsKey(origin) ? origin : OTHERS;
  }

  /** A place ends with the number of a line or an offset. */
  private static String originOf(RejectedEvent rejected) {
    String place = rejected.place();
    int end = place.length();
    while (end > 0 && Character.isDigit(place.charAt(end - 1))) {
      end--;
    }
    return place.substring(0, end);
  }

  void tell(Consumer<PartProgress> told) {
    byOrigin.forEach((origin, its) -> told.accept(progressOf(origin, its)));
  }

  private PartProgress progressOf(String origin, Part its) {
    return new PartProgress(
        PartProgress.Stage.SOURCE,
        nameOf(origin),
        its.events,
        its.rejected,
        0,
        0,
        its.latest,
        its.position,
        since);
  }

  /** Without the sign that parts it from the position. */
  private static String nameOf(String origin) {
    boolean hasSign = origin.endsWith("@") || origin.endsWith(":");
    String name = hasSign ? origin.substring(0, origin.length() - 1) : origin;
    return name.isEmpty() ? UNNAMED : name;
  }
}
