package dev.footfall.report;

import dev.footfall.wire.Compact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** The entries of one user whose days are not over, as {@link RetentionFollower} knows them. */
final class RetentionState extends UserState {

  /** By time. */
  final List<Entry> entries = new ArrayList<>(1);

  /** One of them. */
  static final class Entry {
    final long windowStart;
    final long windowEnd;

    /** The day of the entry, as days since the epoch. */
    final long day;

    final String value;

    /** The days on which the user came back, a bit each; grows with the days. */
    long[] returned = new long[1];

    /** The last of them; -1 if there is none. */
    int last = -1;

    Entry(long windowStart, long windowEnd, long day, String value) {
      this.windowStart = windowStart;
      this.windowEnd = windowEnd;
      this.day = day;
      this.value = value;
    }

    /** Whether the user came back on this day for the first time; it is known from then on. */
    boolean isFirstOn(int dayAfter) {
      int word = dayAfter / Long.SIZE;
      if (word >= returned.length) {
        returned = Arrays.copyOf(returned, word + 1);
      }
      long bit = 1L << dayAfter % Long.SIZE;
      boolean first = (returned[word] & bit) == 0;
      returned[word] |= bit;
      return first;
    }
  }

  @Override
  public boolean isEmpty() {
    return entries.isEmpty();
  }

  @Override
  UserStates.Form form() {
    return UserStates.Form.RETENTION;
  }

  @Override
  void write(DataOutputView target) throws IOException {
    Compact.write(entries.size(), target);
    for (Entry entry : entries) {
      target.writeLong(entry.windowStart);
      target.writeLong(entry.windowEnd);
      Compact.writeSigned(entry.day, target);
      Compact.writeText(entry.value, target);
      Compact.writeSigned(entry.last, target);
      Compact.write(entry.returned.length, target);
      for (long some : entry.returned) {
        Compact.write(some, target);
      }
    }
  }

  static RetentionState read(DataInputView source) throws IOException {
    RetentionState state = new RetentionState();
    long count = Compact.read(source);
    for (long i = 0; i < count; i++) {
      Entry entry =
          new Entry(
              source.readLong(),
              source.readLong(),
              Compact.readSigned(source),
              Compact.readText(source));
      entry.last = (int) Compact.readSigned(source);
      entry.returned = new long[(int) Compact.read(source)];
      for (int word = 0; word < entry.returned.length; word++) {
        entry.returned[word] = Compact.read(source);
      }
      state.entries.add(entry);
    }
    return state;
  }
}
