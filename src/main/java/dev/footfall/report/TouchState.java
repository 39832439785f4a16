package dev.footfall.report;

import dev.footfall.wire.Compact;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/** The touches of one user that still count, as {@link ChannelsFollower} knows them. */
final class TouchState extends UserState {

  /** Of the oldest, when there are too many, only the first is kept. */
  static final int MOST_TOUCHES = 64;

  /**
   * One of them.
   *
   * @param time when
   * @param channel of which channel
   * @param value of the breakdown
   */
  record Touch(long time, String channel, String value) {}

  /** By time. */
  final Deque<Touch> touches = new ArrayDeque<>(2);

  /** The touch by which the user was acquired, while it can still convert; null otherwise. */
  @Nullable Touch acquired;

  @Override
  public boolean isEmpty() {
    return touches.isEmpty() && acquired == null;
  }

  @Override
  UserStates.Form form() {
    return UserStates.Form.TOUCHES;
  }

  @Override
  void write(DataOutputView target) throws IOException {
    Compact.write(touches.size(), target);
    for (Touch touch : touches) {
      write(touch, target);
    }
    target.writeBoolean(acquired != null);
    if (acquired != null) {
      write(acquired, target);
    }
  }

  private static void write(Touch touch, DataOutputView target) throws IOException {
    Compact.writeSigned(touch.time(), target);
    Compact.writeText(touch.channel(), target);
    Compact.writeText(touch.value(), target);
  }

  static TouchState read(DataInputView source) throws IOException {
    TouchState state = new TouchState();
    long count = Compact.read(source);
    for (long i = 0; i < count; i++) {
      state.touches.addLast(readTouch(source));
    }
    state.acquired = source.readBoolean() ? readTouch(source) : null;
    return state;
  }

  private static Touch readTouch(DataInputView source) throws IOException {
    return new Touch(
        Compact.readSigned(source), Compact.readText(source), Compact.readText(source));
  }
}
