package dev.footfall.report;

import java.io.IOException;
import org.apache.flink.core.memory.DataOutputView;

/** What a follower knows of one user. Changes. */
public abstract class UserState {

  static final long NO_TIMER = Long.MIN_VALUE;

  /** The watermark for which a timer is set, or {@link #NO_TIMER}. */
  long timer = NO_TIMER;

  /** Which way of writing is its own. */
  abstract UserStates.Form form();

  /** Whether nothing is known that could matter any more. */
  public abstract boolean isEmpty();

  /** Writes what {@link UserStates.Form} reads. */
  abstract void write(DataOutputView target) throws IOException;
}
