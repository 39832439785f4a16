package dev.footfall.demo;

import java.io.Serializable;
import java.time.Instant;

/**
 * What decides every byte of the traffic: equal settings, equal lines.
 *
 * @param seed of all chance
 * @param start the first moment of simulated time, in milliseconds since the epoch; nobody did
 *     anything before it
 * @param registrationsPerDay people who register, on an average day
 * @param shoppersPerDay people who open the shop for the first time, on an average day; 1.6 visits
 *     each
 * @param noise how badly the events travel
 */
public record TrafficSettings(
    long seed, long start, double registrationsPerDay, double shoppersPerDay, Noise noise)
    implements Serializable {

  /**
   * @throws IllegalArgumentException if the start is not after 1970, or nobody would ever come
   */
  public TrafficSettings {
    if (start <= 0) {
      throw new IllegalArgumentException("the traffic must start after 1970-01-01T00:00:00Z");
    }
    if (!(registrationsPerDay >= 0
        && shoppersPerDay >= 0
        && registrationsPerDay + shoppersPerDay >= 1)) {
      throw new IllegalArgumentException("the traffic needs at least one person a day");
    }
  }

  /** A middling business with the usual noise: about 45,000 lines a day. */
  public static TrafficSettings usual(long seed, Instant start) {
    return new TrafficSettings(seed, start.toEpochMilli(), 2_400, 2_400, Noise.USUAL);
  }

  /** The same business with so many times the people. */
  public TrafficSettings times(double factor) {
    return new TrafficSettings(
        seed, start, registrationsPerDay * factor, shoppersPerDay * factor, noise);
  }

  /** The same stories, travelling otherwise. */
  public TrafficSettings with(Noise otherNoise) {
    return new TrafficSettings(seed, start, registrationsPerDay, shoppersPerDay, otherNoise);
  }
}
