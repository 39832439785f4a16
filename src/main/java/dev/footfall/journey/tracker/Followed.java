package dev.footfall.journey.tracker;

import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.DeclaredFunnel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The funnels that are followed at a moment, compiled; all of one kind of unit together. */
final class Followed {

  /** Followed when nothing is. */
  static final Followed NOTHING = new Followed(List.of(), Map.of());

  private final Map<Long, FunnelTracker> byNumber = new LinkedHashMap<>();
  private final Map<String, OfUnit> byUnit = new HashMap<>();

  /**
   * @param sinceByNumber the event time after which each has seen every event
   */
  Followed(List<DeclaredFunnel> funnels, Map<Long, Long> sinceByNumber) {
    for (DeclaredFunnel declared : funnels) {
      long number = declared.number();
      long since = sinceByNumber.getOrDefault(number, FunnelVersion.FROM_THE_BEGINNING);
      FunnelTracker tracker =
          new FunnelTracker(
              declared.funnel(), FunnelVersion.of(declared.funnel(), declared.version(), since));
      byNumber.put(number, tracker);
      byUnit.computeIfAbsent(declared.funnel().unit(), unit -> new OfUnit()).add(number, tracker);
    }
    byUnit.values().forEach(OfUnit::close);
  }

  /** The funnels that count this unit, or null if none does. */
  @Nullable OfUnit of(String unit) {
    return byUnit.get(unit);
  }

  /** The funnel whose journeys are kept under this number, or null if it is not followed. */
  @Nullable FunnelTracker numbered(long number) {
    return byNumber.get(number);
  }

  /** Each funnel by the number under which its journeys are kept. */
  Map<Long, FunnelTracker> byNumber() {
    return byNumber;
  }

  /** The funnels that count one kind of unit. */
  static final class OfUnit {
    private final List<FunnelTracker> trackers = new ArrayList<>();
    private final List<Long> numbers = new ArrayList<>();
    private Vocabulary vocabulary = new Vocabulary(List.of());

    private void add(long number, FunnelTracker tracker) {
      trackers.add(tracker);
      numbers.add(number);
    }

    private void close() {
      vocabulary = new Vocabulary(trackers);
    }

    Vocabulary vocabulary() {
      return vocabulary;
    }

    /** The funnel at this position of the vocabulary. */
    FunnelTracker tracker(int position) {
      return trackers.get(position);
    }

    /** The number of the funnel at this position of the vocabulary. */
    Long number(int position) {
      return numbers.get(position);
    }
  }
}
