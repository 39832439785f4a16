package dev.footfall.journey.tracker;

import dev.footfall.event.Event;
import dev.footfall.journey.tracker.Vocabulary.Word;
import java.util.ArrayList;
import java.util.List;

/**
 * The events of one unit at one instant, and what they mean to each funnel. Used again and again.
 */
final class Instant {

  private final List<Event> events = new ArrayList<>();
  private final List<Meaning> meanings = new ArrayList<>();
  private final Meaning single = new Meaning();

  private String unit = "";
  private Followed.OfUnit funnels = new Followed.OfUnit();

  boolean isEmpty() {
    return events.isEmpty();
  }

  /** Whether the event is of the same unit and time. */
  boolean holds(Followed.OfUnit itsFunnels, String itsUnit, Event event) {
    return events.get(0).time() == event.time() && funnels == itsFunnels && unit.equals(itsUnit);
  }

  void add(Followed.OfUnit itsFunnels, String itsUnit, Event event) {
    funnels = itsFunnels;
    unit = itsUnit;
    events.add(event);
  }

  String unit() {
    return unit;
  }

  /** At least one, in the order in which they came. */
  List<Event> events() {
    return events;
  }

  /** The funnels that count the unit. */
  Followed.OfUnit funnels() {
    return funnels;
  }

  long time() {
    return events.get(0).time();
  }

  void clear() {
    events.clear();
  }

  /** What one instant means to one funnel: at least one signal, in the order of rule 2. */
  static final class Meaning {
    private final List<Signal> signals = new ArrayList<>();
    private final List<Signal> unused = new ArrayList<>();
    private int funnel;

    int funnel() {
      return funnel;
    }

    List<Signal> signals() {
      return signals;
    }

    /** Whether a run may start by it. */
    boolean mayStart(FunnelTracker tracker) {
      for (Signal signal : signals) {
        if (tracker.mayStartWith(signal.fills)) {
          return true;
        }
      }
      return false;
    }

    private void of(int itsFunnel) {
      funnel = itsFunnel;
      unused.addAll(signals);
      signals.clear();
    }

    private boolean add(Word word, Event event) {
      Signal signal = unused.isEmpty() ? new Signal() : unused.remove(unused.size() - 1);
      word.read(event, signal);
      if (signal.meansNothing()) {
        unused.add(signal);
        return false;
      }
      signals.add(signal);
      return true;
    }
  }

  /** Lets somebody have the meaning to each funnel that the instant concerns. */
  void explain(MeaningReader reader) throws Exception {
    if (events.size() == 1) {
      explainSingle(reader);
      return;
    }
    for (Event event : events) {
      for (Word word : funnels.vocabulary().wordsFor(event.name())) {
        while (meanings.size() <= word.funnel()) {
          meanings.add(new Meaning());
        }
        meanings.get(word.funnel()).add(word, event);
      }
    }
    for (int funnel = 0; funnel < meanings.size(); funnel++) {
      Meaning meaning = meanings.get(funnel);
      if (!meaning.signals.isEmpty()) {
        meaning.signals.sort(Signal.ORDER);
        meaning.funnel = funnel;
        reader.read(meaning);
        meaning.of(funnel);
      }
    }
  }

  private void explainSingle(MeaningReader reader) throws Exception {
    Event event = events.get(0);
    for (Word word : funnels.vocabulary().wordsFor(event.name())) {
      single.of(word.funnel());
      if (single.add(word, event)) {
        reader.read(single);
      }
    }
  }

  /** Somebody who wants to know what an instant means to a funnel. */
  interface MeaningReader {
    void read(Meaning meaning) throws Exception;
  }
}
