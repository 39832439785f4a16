package dev.footfall.report;

import dev.footfall.wire.Compact;
import java.io.IOException;
import java.util.Arrays;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The hours of one window in which a user was active, as far as {@link RhythmFollower} cares. */
final class ActiveHours extends UserState {

  private static final int HOURS_OF_A_WEEK = 7 * 24;

  /** The end of the window that is known of; nothing is known if it is the least. */
  long windowEnd = Long.MIN_VALUE;

  /** A bit for each hour of the week. */
  private final long[] hours = new long[HOURS_OF_A_WEEK / Long.SIZE + 1];

  /** Whether the hour is the first event of its kind; it is known from then on. */
  boolean isNew(int hour) {
    long bit = 1L << hour % Long.SIZE;
    boolean isNew = (hours[hour / Long.SIZE] & bit) == 0;
    hours[hour / Long.SIZE] |= bit;
    return isNew;
  }

  void forget() {
    windowEnd = Long.MIN_VALUE;
    Arrays.fill(hours, 0);
  }

  @Override
  public boolean isEmpty() {
    return windowEnd == Long.MIN_VALUE;
  }

  @Override
  UserStates.Form form() {
    return UserStates.Form.ACTIVE_HOURS;
  }

  @Override
  void write(DataOutputView target) throws IOException {
    target.writeLong(windowEnd);
    for (long some : hours) {
      Compact.write(some, target);
    }
  }

  static ActiveHours read(DataInputView source) throws IOException {
    ActiveHours state = new ActiveHours();
    state.windowEnd = source.readLong();
    for (int i = 0; i < state.hours.length; i++) {
      state.hours[i] = Compact.read(source);
    }
    return state;
  }
}
