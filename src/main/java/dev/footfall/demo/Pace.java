package dev.footfall.demo;

import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;

/**
 * How simulated time runs against the clock on the wall: everything before a moment comes as fast
 * as it can, from there on time runs a number of times faster, and once it has caught up with the
 * wall it runs with it. A pure function, so a restart with the same pace goes on as if it had never
 * stopped.
 *
 * @param wallStart the moment of the wall clock at which it all begins, in milliseconds since the
 *     epoch
 * @param replayFrom everything up to this simulated moment is due then; not after {@code
 *     wallStart}, but for {@link #AT_ONCE}
 * @param speed how many times faster than the wall time runs from there; more than 1
 */
public record Pace(long wallStart, long replayFrom, double speed) implements Serializable {

  /** Everything is due at once, to the end of time. */
  public static final Pace AT_ONCE = new Pace(0, Long.MAX_VALUE, 2);

  /**
   * @throws IllegalArgumentException if time would never catch up
   */
  public Pace {
    if (replayFrom > wallStart && replayFrom != Long.MAX_VALUE) {
      throw new IllegalArgumentException(
          "the replay begins at " + replayFrom + ", after the wall clock's " + wallStart);
    }
    if (!(speed > 1)) {
      throw new IllegalArgumentException(
          "at a speed of " + speed + " time never catches up; write a number above 1");
    }
  }

  /** From now on, the last stretch of time is replayed so many times faster, then it is live. */
  public static Pace replaying(Duration lastStretch, double speed, Instant now) {
    return new Pace(now.toEpochMilli(), now.minus(lastStretch).toEpochMilli(), speed);
  }

  /** The moment, of both clocks, from which simulated time runs with the wall. */
  public long liveFrom() {
    return replayFrom == Long.MAX_VALUE
        ? Long.MAX_VALUE
        : wallStart + Math.round((wallStart - replayFrom) / (speed - 1));
  }

  /** The moment of the wall clock at which what happens at this simulated moment is due. */
  public long dueAt(long simulated) {
    if (simulated <= replayFrom) {
      return wallStart;
    }
    return simulated >= liveFrom()
        ? simulated
        : wallStart + Math.round((simulated - replayFrom) / speed);
  }

  /**
   * What simulated time it is when the wall clock, at {@code wallStart} or later, shows this
   * moment.
   */
  public long simulatedAt(long wall) {
    if (replayFrom == Long.MAX_VALUE) {
      return Long.MAX_VALUE;
    }
    return wall >= liveFrom() ? wall : replayFrom + Math.round((wall - wallStart) * speed);
  }
}
