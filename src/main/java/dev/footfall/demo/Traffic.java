package dev.footfall.demo;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Simulated traffic with known truth: an endless sequence of lines in the order in which they
 * arrive, decided by its settings alone.
 *
 * <p>People come by the minute, each with a story of their own that reaches days ahead ({@link
 * Channel}, {@link Variant} and {@link Device} hold the odds). The lines of a story wait in the
 * minute in which they arrive. So the next line costs a constant time, and the memory is that of
 * the stories under way: about two weeks of lines.
 *
 * <p>The truth is kept by the stories as their lines arrive, not found out from the lines; see
 * {@link #truth}. Not for use by several threads.
 */
public final class Traffic {

  private static final long MINUTE = 60_000;

  private final TrafficSettings settings;
  private final LineWriter writer = new LineWriter();
  private final Truth truth = new Truth();

  private final Map<Long, List<PlannedEvent>> waitingByMinute = new HashMap<>();
  private List<PlannedEvent> arriving = List.of();
  private int next;
  private long minute;
  private long index;
  private long registrants;
  private long shoppers;

  public Traffic(TrafficSettings settings) {
    this.settings = settings;
  }

  /** The index of the next line, from 0. */
  public long index() {
    return index;
  }

  /** When the next line arrives, in milliseconds of simulated time since the epoch. */
  public long nextArrival() {
    return nextEvent().arrival();
  }

  /** The next line; there always is one. */
  public TrafficLine next() {
    PlannedEvent event = nextEvent();
    TrafficLine line =
        new TrafficLine(index, event.arrival(), userIn(event), writer.write(event), event.flaw());
    pass(event);
    return line;
  }

  /**
   * Passes over lines, so that the next one is that of this index. Several times faster than
   * reading them.
   *
   * @throws IllegalArgumentException if that line has been passed already
   */
  public void skipTo(long wantedIndex) {
    if (wantedIndex < index) {
      throw new IllegalArgumentException(
          "line " + wantedIndex + " has been passed; the next one is " + index);
    }
    while (index < wantedIndex) {
      pass(nextEvent());
    }
  }

  /**
   * What the lines so far amount to, exactly: for each funnel, cohort and value of its breakdowns,
   * how many units have reached each step. It is the same whether late lines are counted or not,
   * and wherever the traffic is cut off (see {@link Diary} for why).
   */
  public List<TruthRow> truth() {
    return truth.rows();
  }

  private void pass(PlannedEvent event) {
    event.arrive(truth);
    next++;
    index++;
  }

  private PlannedEvent nextEvent() {
    while (next == arriving.size()) {
      planNextMinute();
    }
    return arriving.get(next);
  }

  private void planNextMinute() {
    long start = settings.start() + minute * MINUTE;
    registrationsIn(start);
    firstVisitsIn(start);
    arriving = waitingByMinute.getOrDefault(minute, new ArrayList<>());
    waitingByMinute.remove(minute);
    // Stable: lines of one millisecond keep the order in which they were planned.
    arriving.sort(Comparator.comparingLong(PlannedEvent::arrival));
    next = 0;
    minute++;
  }

  private void registrationsIn(long start) {
    Dice dice = Dice.of(settings.seed(), Purpose.REGISTRATIONS, minute);
    double expected = Rhythm.OFFICE.expectedInMinute(start, settings.registrationsPerDay());
    for (int people = dice.occurrences(expected); people > 0; people--) {
      new Registrant(settings, registrants++, this::keep)
          .begin(start + dice.between(0, MINUTE - 1));
    }
  }

  private void firstVisitsIn(long start) {
    Dice dice = Dice.of(settings.seed(), Purpose.SHOPPERS, minute);
    double expected = Rhythm.LEISURE.expectedInMinute(start, settings.shoppersPerDay());
    for (int people = dice.occurrences(expected); people > 0; people--) {
      new Shopper(settings, shoppers++, this::keep).begin(start + dice.between(0, MINUTE - 1));
    }
  }

  private void keep(PlannedEvent event) {
    long itsMinute = (event.arrival() - settings.start()) / MINUTE;
    waitingByMinute.computeIfAbsent(itsMinute, first -> new ArrayList<>()).add(event);
  }

  private static @Nullable String userIn(PlannedEvent event) {
    return switch (event.flaw()) {
      case MISSING_USER, EMPTY_USER, EMPTY_LINE, BROKEN_JSON, INVALID_UTF8 -> null;
      case NONE, DUPLICATE, LATE, MISSING_EVENT, MISSING_TIME, BAD_TIME, TIME_ZERO, YEAR_2099 ->
          event.person().user();
    };
  }
}
