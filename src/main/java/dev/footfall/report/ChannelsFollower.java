package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.Channels;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.journey.Progress;
import dev.footfall.report.TouchState.Touch;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Credits conversions to channels.
 *
 * <p>Part {@code acquired}, by the channel that a user came by: {@link Amounts#count} is users,
 * {@link Amounts#ofThem} those who converted within the look-back. Part {@code conversion}: all
 * conversions, and those without any touch. Parts {@code first} and {@code last}, by channel:
 * conversions credited to the first and the last touch. Part {@code linear}: millionths of
 * conversions, each in equal parts to its touches; what does not divide goes, one each, to the
 * earliest.
 *
 * <p>Of more than {@value TouchState#MOST_TOUCHES} touches in a look-back, the first and the latest
 * are known.
 */
final class ChannelsFollower implements Follower<TouchState> {

  static final String ACQUIRED = "acquired";
  static final String CONVERSION = "conversion";
  static final String FIRST = "first";
  static final String LAST = "last";
  static final String LINEAR = "linear";

  static final List<Part> PARTS =
      List.of(
          new Part(ACQUIRED, null, "channel", null, "users", "converted", null),
          new Part(CONVERSION, null, null, null, "conversions", "without_touch", null),
          new Part(FIRST, null, "channel", null, "conversions", null, null),
          new Part(LAST, null, "channel", null, "conversions", null, null),
          new Part(LINEAR, null, "channel", null, "millionths", null, null));

  private static final long WHOLE = 1_000_000;

  private final Channels channels;
  private final Values values;

  ChannelsFollower(Channels channels) {
    this.channels = channels;
    this.values = new Values(channels.frame());
  }

  @Override
  public boolean wants(Event event) {
    return channels.conversion().accepts(event) || isTouch(event);
  }

  private boolean isTouch(Event event) {
    String channel = event.properties().get(channels.channel());
    return channel != null && !channel.isEmpty() && channels.touch().accepts(event);
  }

  @Override
  public TouchState begin() {
    return new TouchState();
  }

  /** Touches first: one at the very moment of a conversion counts for it. */
  @Override
  public void live(TouchState user, List<Event> instant, Figures figures) {
    for (Event event : instant) {
      if (isTouch(event)) {
        touch(user, event, figures);
      }
    }
    for (Event event : instant) {
      if (channels.conversion().accepts(event)) {
        convert(user, event, figures);
      }
    }
  }

  private void touch(TouchState user, Event event, Figures figures) {
    Touch touch =
        new Touch(
            event.time(),
            event.properties().getOrDefault(channels.channel(), ""),
            values.of(event));
    if (user.touches.isEmpty()) {
      user.acquired = touch;
      figures.count(
          channels.frame().windowOf(touch.time()),
          touch.time(),
          touch.value(),
          Cell.of(ACQUIRED, 0, touch.channel(), ""),
          new Amounts(1, 0, 0));
    }
    user.touches.addLast(touch);
    if (user.touches.size() > TouchState.MOST_TOUCHES) {
      Touch first = user.touches.removeFirst();
      user.touches.removeFirst();
      user.touches.addFirst(first);
    }
  }

  private void convert(TouchState user, Event event, Figures figures) {
    CohortWindow window = channels.frame().windowOf(event.time());
    String value = values.of(event);
    List<Touch> touches = new ArrayList<>(user.touches);
    figures.count(
        window,
        event.time(),
        value,
        Cell.of(CONVERSION, 0, "", ""),
        new Amounts(1, touches.isEmpty() ? 1 : 0, 0));
    if (touches.isEmpty()) {
      touches.add(new Touch(event.time(), Progress.NO_VALUE, ""));
    }
    credit(FIRST, touches.get(0), 1, window, event.time(), value, figures);
    credit(LAST, touches.get(touches.size() - 1), 1, window, event.time(), value, figures);
    long rest = WHOLE % touches.size();
    for (Touch touch : touches) {
      long share = WHOLE / touches.size() + (rest-- > 0 ? 1 : 0);
      credit(LINEAR, touch, share, window, event.time(), value, figures);
    }
    Touch acquired = user.acquired;
    if (acquired != null) {
      user.acquired = null;
      figures.count(
          channels.frame().windowOf(acquired.time()),
          event.time(),
          acquired.value(),
          Cell.of(ACQUIRED, 0, acquired.channel(), ""),
          new Amounts(0, 1, 0));
    }
  }

  private static void credit(
      String part,
      Touch touch,
      long amount,
      CohortWindow window,
      long time,
      String value,
      Figures figures) {
    figures.count(
        window, time, value, Cell.of(part, 0, touch.channel(), ""), new Amounts(amount, 0, 0));
  }

  @Override
  public long nextChange(TouchState user) {
    long next = user.touches.isEmpty() ? AT_THE_END : lastOf(user.touches.getFirst());
    return user.acquired == null ? next : Math.min(next, lastOf(user.acquired));
  }

  /** The last moment at which a conversion can be credited to the touch. */
  private long lastOf(Touch touch) {
    return touch.time() + channels.lookBackMillis();
  }

  @Override
  public void passTime(TouchState user, long time, Figures figures) {
    for (Iterator<Touch> touches = user.touches.iterator(); touches.hasNext(); ) {
      if (lastOf(touches.next()) > time) {
        break;
      }
      touches.remove();
    }
    if (user.acquired != null && lastOf(user.acquired) <= time) {
      user.acquired = null;
    }
  }
}
