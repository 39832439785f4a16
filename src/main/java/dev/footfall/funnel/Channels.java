package dev.footfall.funnel;

import java.util.Map;
import java.util.TreeMap;

/**
 * Which channel brings users, and which their conversions.
 *
 * <p>A touch is an event that bears a channel; a conversion has in its look-back the touches that
 * came before it or at its very moment, no longer ago than {@code lookBack}, which counts. It is
 * credited to the channel of the first of them, to that of the last, and in equal parts to those of
 * all; a conversion without any, to {@code (none)}. So each way adds up to all conversions. A user
 * is acquired by a touch that has no other in the look-back before it.
 *
 * @param frame what every report has; a conversion counts in the window that holds it, a user that
 *     is acquired in the window of that touch
 * @param touch which events may bear a channel
 * @param channel the property that names it
 * @param conversion which event converts
 * @param lookBackMillis how long a touch is remembered, in milliseconds
 * @param costs what a channel costs a day, in any currency, for readers to divide; may lack
 *     channels
 */
public record Channels(
    Frame frame,
    Selector touch,
    String channel,
    Selector conversion,
    long lookBackMillis,
    Map<String, Double> costs)
    implements Report {

  public Channels {
    costs = new TreeMap<>(costs);
  }

  @Override
  public Kind kind() {
    return Kind.CHANNELS;
  }

  /** A user that is acquired at the end of a window may convert so long. */
  @Override
  public long horizonMillis() {
    return lookBackMillis;
  }

  /** A touch of before may be credited with a conversion. */
  @Override
  public long reachesBackMillis() {
    return lookBackMillis;
  }

  /** Costs change nothing that is counted. */
  @Override
  public void means(DefinitionNumber number) {
    number.add(touch);
    number.add("channel " + channel);
    number.add(conversion);
    number.add("look back " + lookBackMillis);
  }
}
