package dev.footfall.funnel;

import java.io.Serializable;
import java.util.List;

/**
 * Tells of a unit whose events make a pattern: some events in order, in time, and others that do
 * not come.
 *
 * <p>Every event that the first element accepts begins a run. A run takes the first event that its
 * next element accepts, and leaves out all others. It ends without an alert at an event that is
 * forbidden where it stands, and when its time is over. The run that is complete first makes an
 * alert; of several complete at once, the one that began first. With an alert all runs of the unit
 * end, so no event is part of two.
 *
 * @param id names its rows and its state
 * @param title for people
 * @param elements the first is not absent, and no two that are absent follow each other
 * @param within how long the last present event may come after the first; {@link Within#NONE} where
 *     the elements say how long each may take
 * @param cooldown for how many milliseconds after an alert no other of the same unit is told; 0 for
 *     none
 * @param unit {@link Funnel#USER}, or the property that says whose events make the pattern
 */
public record PatternAlert(
    String id, String title, List<Element> elements, Within within, long cooldown, String unit)
    implements Alert {

  /**
   * A part of the pattern.
   *
   * @param accepts what an event must be
   * @param times how many such events; 1 where they are absent
   * @param within how long it may take, from the last event of the element before, or of the first
   *     element from its own first event; {@link Within#NONE} if it does not say. Of an absence at
   *     the end how long it lasts, from the last event on, the end included.
   * @param absent whether no such event may come: until the next element is complete, or at the end
   *     of the pattern for {@code within}
   */
  public record Element(Selector accepts, int times, Within within, boolean absent)
      implements Serializable {}

  public PatternAlert {
    elements = List.copyOf(elements);
  }

  /** Whether the pattern ends with an absence: it is certain only when that is over. */
  public boolean endsWithAbsence() {
    return elements.get(elements.size() - 1).absent();
  }

  /** How long the absence at the end lasts, in milliseconds; 0 if there is none. */
  public long absence() {
    return endsWithAbsence() ? elements.get(elements.size() - 1).within().millis() : 0;
  }

  /** How long it can take from the first event to the last, in milliseconds. */
  public long span() {
    long sum = 0;
    for (int i = 0; i < elements.size(); i++) {
      Element element = elements.get(i);
      boolean takesNoTime = element.absent() || (i == 0 && element.times() == 1);
      if (!takesNoTime && element.within().isNone()) {
        return within.millis();
      }
      sum += takesNoTime ? 0 : element.within().millis();
    }
    return Math.min(sum, within.millis());
  }

  /** Whether the unit is the user itself, not a property of its events. */
  public boolean concernsUsers() {
    return unit.equals(Funnel.USER);
  }
}
