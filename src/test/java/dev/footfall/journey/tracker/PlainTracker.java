package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Difference;
import dev.footfall.journey.Progress;
import dev.footfall.journey.tracker.Vocabulary.Word;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/**
 * The tracker without Flink: journeys in a map, timers in a loop. Between any two watermarks every
 * journey is written and read again, or copied.
 */
final class PlainTracker {

  private final FunnelTracker tracker;
  private final Vocabulary vocabulary;
  private final Map<String, UnitJourney> journeys = new HashMap<>();
  private final List<Event> waiting;
  private final Map<String, Progress> latest = new TreeMap<>();
  private int moves;

  /**
   * @param events all that will ever come, in any order
   */
  PlainTracker(Funnel funnel, List<Event> events) {
    this.tracker = new FunnelTracker(funnel);
    this.vocabulary = new Vocabulary(List.of(tracker));
    this.waiting = new ArrayList<>(events);
  }

  /** Lives up to the watermark. */
  void advanceTo(long watermark) throws IOException {
    TreeMap<Long, Map<String, List<Signal>>> due = new TreeMap<>();
    for (Event event : waiting) {
      String unit = tracker.classifier().unitOf(event);
      if (event.time() <= watermark && unit != null) {
        for (Word word : vocabulary.wordsFor(event.name())) {
          Signal signal = new Signal();
          word.read(event, signal);
          if (!signal.meansNothing()) {
            due.computeIfAbsent(event.time(), time -> new TreeMap<>())
                .computeIfAbsent(unit, u -> new ArrayList<>())
                .add(signal);
          }
        }
      }
    }
    waiting.removeIf(event -> event.time() <= watermark);
    for (Map<String, List<Signal>> instants : due.values()) {
      instants.forEach(this::live);
    }
    journeys.forEach((unit, journey) -> passTime(unit, journey, watermark));
    journeys.values().removeIf(UnitJourney::isEmpty);
    for (Map.Entry<String, UnitJourney> entry : journeys.entrySet()) {
      UnitJourney journey = entry.getValue();
      entry.setValue(
          ++moves % 2 == 0 ? JourneySerializer.INSTANCE.copy(journey) : writtenAndRead(journey));
    }
  }

  private void live(String unit, List<Signal> instant) {
    instant.sort(Signal.ORDER);
    UnitJourney journey = journeys.computeIfAbsent(unit, u -> new UnitJourney());
    tracker.live(unit, journey, instant, this::fold);
  }

  private void passTime(String unit, UnitJourney journey, long watermark) {
    if (tracker.nextChange(journey) <= watermark) {
      tracker.passTime(unit, journey, watermark, this::fold);
    }
  }

  /** Keeps the newest progress of each unit and cohort; each change must follow on the last. */
  private void fold(Progress.Change change) {
    Progress after = change.after();
    String key = after.unit() + " " + after.cohortStart();
    String known = latest.containsKey(key) ? Difference.show(latest.get(key)) : "nothing";
    String before = change.before() == null ? "nothing" : Difference.show(change.before());
    if (!known.equals(before)) {
      throw new AssertionError("changed from\n" + before + "\nbut was\n" + known);
    }
    if (before.equals(Difference.show(after))) {
      throw new AssertionError("changed nothing: " + before);
    }
    latest.put(key, after);
  }

  static UnitJourney writtenAndRead(UnitJourney journey) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    JourneySerializer.INSTANCE.serialize(journey, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    UnitJourney read = JourneySerializer.INSTANCE.deserialize(in);
    if (in.available() != 0) {
      throw new AssertionError(in.available() + " bytes were not read");
    }
    return read;
  }

  /** What every unit has done, by unit and cohort. */
  List<Progress> progress() {
    return latest.values().stream()
        .sorted(Comparator.comparing(Progress::unit).thenComparing(Progress::cohortStart))
        .toList();
  }

  /** How many units are still followed. */
  int followed() {
    return journeys.size();
  }

  /** The tracker as an engine: what it says at the end of the input. */
  static List<Progress> journeys(Funnel funnel, List<Event> events) throws IOException {
    PlainTracker tracker = new PlainTracker(funnel, events);
    tracker.advanceTo(Long.MAX_VALUE);
    return tracker.progress();
  }
}
