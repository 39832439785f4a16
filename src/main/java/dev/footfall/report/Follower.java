package dev.footfall.report;

import dev.footfall.event.Event;
import java.util.List;

/**
 * One report, compiled: it follows users, each by its own state, in the order of event time.
 *
 * <p>It knows no clock and no arrival: the same events of a user give the same counts.
 *
 * @param <S> what it knows of a user
 */
public interface Follower<S extends UserState> {

  /** Not before the end of the input. */
  long AT_THE_END = Long.MAX_VALUE;

  /** Whether the event could matter: what does not is not brought to {@link #live}. */
  boolean wants(Event event);

  /** A user of whom nothing is known. */
  S begin();

  /**
   * Lets a user live through one moment of event time. Time up to the moment before has passed.
   *
   * @param instant the events of that moment that are wanted, at least one, in the order in which
   *     they are taken
   */
  void live(S user, List<Event> instant, Figures figures) throws Exception;

  /**
   * The event time at which something is due that time alone brings, at the latest when the user
   * can be forgotten, which is {@link #AT_THE_END} if not before.
   */
  long nextChange(S user);

  /**
   * Does what is due up to this event time, inclusive. If the user can be forgotten then, its state
   * is empty.
   */
  void passTime(S user, long time, Figures figures);
}
