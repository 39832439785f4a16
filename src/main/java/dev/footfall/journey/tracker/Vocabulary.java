package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import dev.footfall.funnel.Exclusion;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Selector;
import dev.footfall.journey.Classifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the names of events mean to many funnels: most events concern few of them, and the name
 * tells which.
 */
final class Vocabulary {

  /** Names are as many as senders like; beyond this many they are looked at afresh each time. */
  private static final int NAMES_TO_REMEMBER = 10_000;

  private final List<FunnelTracker> trackers;
  private final Map<String, List<Word>> wordsByName = new HashMap<>();

  Vocabulary(List<FunnelTracker> trackers) {
    this.trackers = List.copyOf(trackers);
  }

  /** What events of this name may mean, a word for each funnel they concern. */
  List<Word> wordsFor(String name) {
    List<Word> known = wordsByName.get(name);
    if (known != null) {
      return known;
    }
    List<Word> words = new ArrayList<>();
    for (int i = 0; i < trackers.size(); i++) {
      Word word = Word.of(name, i, trackers.get(i));
      if (word.fills().any() || word.ends().any() || word.breaks()) {
        words.add(word);
      }
    }
    List<Word> found = List.copyOf(words);
    if (wordsByName.size() < NAMES_TO_REMEMBER) {
      wordsByName.put(name, found);
    }
    return found;
  }

  /** What events of one name may mean to one funnel. */
  record Word(
      int funnel, FunnelTracker tracker, Marks fills, Marks ends, boolean breaks, boolean holds) {

    private static Word of(String name, int number, FunnelTracker tracker) {
      Funnel funnel = tracker.funnel();
      Marks fills = new Marks();
      for (int step = 1; step <= funnel.steps().size(); step++) {
        fills.add(name, funnel.steps().get(step - 1).fills(), 1L << step);
      }
      Marks ends = new Marks();
      for (Exclusion exclusion : funnel.exclusions()) {
        ends.add(name, exclusion.ends(), (1L << exclusion.before()) - (1L << exclusion.after()));
      }
      Classifier classifier = tracker.classifier();
      return new Word(
          number,
          tracker,
          fills,
          ends,
          classifier.breaksStrictRuns(name),
          !funnel.hold().isEmpty());
    }

    /** Writes into the signal what this very event means. */
    void read(Event event, Signal signal) {
      signal.event = event;
      signal.held = holds ? tracker.classifier().heldBy(event) : "";
      signal.fills = signal.held == null ? 0 : fills.on(event);
      signal.ends = ends.on(event);
      signal.breaks = breaks;
    }
  }

  /** Bits that events of one name set: some always, some if they pass filters. */
  static final class Marks {
    private long always;
    private Selector[] conditions = {};
    private long[] ifPassed = {};

    private void add(String name, Selector selector, long bits) {
      if (!selector.acceptsName(name)) {
        return;
      }
      if (selector.filters().isEmpty()) {
        always |= bits;
        return;
      }
      int count = conditions.length;
      conditions = java.util.Arrays.copyOf(conditions, count + 1);
      ifPassed = java.util.Arrays.copyOf(ifPassed, count + 1);
      conditions[count] = selector;
      ifPassed[count] = bits;
    }

    private long on(Event event) {
      long bits = always;
      for (int i = 0; i < conditions.length; i++) {
        if (conditions[i].accepts(event)) {
          bits |= ifPassed[i];
        }
      }
      return bits;
    }

    private boolean any() {
      return always != 0 || conditions.length > 0;
    }
  }
}
