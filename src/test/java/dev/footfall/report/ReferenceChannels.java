package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.Channels;
import dev.footfall.funnel.CohortWindow;
import java.util.List;

/** What channels bring, in plain words: each conversion looks back; each touch, too. */
final class ReferenceChannels {

  private final Channels channels;
  private final List<Event> events;
  private final Figures figures;

  private ReferenceChannels(Channels channels, List<Event> events, Figures figures) {
    this.channels = channels;
    this.events = events;
    this.figures = figures;
  }

  /** Counts what a user did, given all its events in order. */
  static void count(Channels channels, List<Event> events, Figures figures) {
    ReferenceChannels reference = new ReferenceChannels(channels, events, figures);
    for (Event event : events) {
      if (reference.isFirstTouchInLookBack(event)) {
        reference.countAcquired(event);
      }
      if (channels.conversion().accepts(event)) {
        reference.countConversion(event);
      }
    }
  }

  private boolean isFirstTouchInLookBack(Event event) {
    return isTouch(event)
        && touches(event.time() - channels.lookBackMillis(), event.time() - 1).isEmpty()
        && touches(event.time(), event.time()).get(0).equals(event);
  }

  private void countAcquired(Event touch) {
    CohortWindow window = channels.frame().windowOf(touch.time());
    Cell acquired = Cell.of("acquired", 0, channelOf(touch), "");
    figures.count(window, touch.time(), valueOf(touch), acquired, new Amounts(1, 0, 0));
    events.stream()
        .filter(event -> channels.conversion().accepts(event))
        .filter(event -> event.time() >= touch.time())
        .filter(event -> event.time() <= touch.time() + channels.lookBackMillis())
        .findFirst()
        .ifPresent(
            event ->
                figures.count(
                    window, event.time(), valueOf(touch), acquired, new Amounts(0, 1, 0)));
  }

  private void countConversion(Event conversion) {
    List<String> known =
        touches(conversion.time() - channels.lookBackMillis(), conversion.time()).stream()
            .map(this::channelOf)
            .toList();
    credit("conversion", "", new Amounts(1, known.isEmpty() ? 1 : 0, 0), conversion);
    List<String> credited = known.isEmpty() ? List.of("(none)") : known;
    credit("first", credited.get(0), new Amounts(1, 0, 0), conversion);
    credit("last", credited.get(credited.size() - 1), new Amounts(1, 0, 0), conversion);
    for (int i = 0; i < credited.size(); i++) {
      long share = 1_000_000L / credited.size() + (i < 1_000_000 % credited.size() ? 1 : 0);
      credit("linear", credited.get(i), new Amounts(share, 0, 0), conversion);
    }
  }

  private void credit(String part, String channel, Amounts amounts, Event conversion) {
    figures.count(
        channels.frame().windowOf(conversion.time()),
        conversion.time(),
        valueOf(conversion),
        Cell.of(part, 0, channel, ""),
        amounts);
  }

  private List<Event> touches(long from, long to) {
    return events.stream()
        .filter(event -> isTouch(event) && event.time() >= from && event.time() <= to)
        .toList();
  }

  private boolean isTouch(Event event) {
    return channels.touch().accepts(event) && !channelOf(event).isEmpty();
  }

  private String channelOf(Event event) {
    return event.properties().getOrDefault(channels.channel(), "");
  }

  private String valueOf(Event event) {
    return ReferenceReport.valueOf(event, channels.frame());
  }
}
