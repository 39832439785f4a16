package dev.footfall.report;

import dev.footfall.journey.Outcome;
import dev.footfall.journey.tracker.Way;
import dev.footfall.wire.Compact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** One user in one funnel, and what it did besides, as {@link WhatNextFollower} knows it. */
final class TailState extends UserState {

  private static final Outcome[] OUTCOMES = Outcome.values();

  Way way = new Way();

  /** Of each cohort that is not final. */
  final List<Tail> tails = new ArrayList<>(1);

  /** What a user did in one cohort, and after its furthest step. */
  static final class Tail {
    final long cohortStart;
    final long cohortEnd;

    /** When the user first entered in the cohort. */
    final long since;

    /** Of the counted run. */
    long entry;

    int furthest;
    Outcome outcome = Outcome.IN_PROGRESS;
    String value = "";

    /** When it took its furthest step. */
    long reachedAt;

    /** What it did next; empty if nothing yet. */
    String next = "";

    /** When it did that. */
    long nextAt = NextOfUnit.Told.NEVER;

    /** The last value of each property that is asked for; empty if there was none. */
    final List<String> last = new ArrayList<>(0);

    /** Names of other events before it converted. */
    final TreeSet<String> seen = new TreeSet<>();

    Tail(long cohortStart, long cohortEnd, long since) {
      this.cohortStart = cohortStart;
      this.cohortEnd = cohortEnd;
      this.since = since;
    }

    boolean hasConverted() {
      return outcome == Outcome.CONVERTED;
    }
  }

  @Override
  public boolean isEmpty() {
    return tails.isEmpty();
  }

  @Override
  UserStates.Form form() {
    return UserStates.Form.TIMED_TAILS;
  }

  @Override
  void write(DataOutputView target) throws IOException {
    way.write(target);
    Compact.write(tails.size(), target);
    for (Tail tail : tails) {
      target.writeLong(tail.cohortStart);
      target.writeLong(tail.cohortEnd);
      Compact.writeSigned(tail.since, target);
      Compact.writeSigned(tail.entry, target);
      target.writeByte(tail.furthest);
      target.writeByte(tail.outcome.ordinal());
      Compact.writeText(tail.value, target);
      Compact.writeSigned(tail.reachedAt, target);
      Compact.writeText(tail.next, target);
      Compact.writeSigned(tail.nextAt, target);
      Compact.write(tail.last.size(), target);
      for (String value : tail.last) {
        Compact.writeText(value, target);
      }
      Compact.write(tail.seen.size(), target);
      for (String name : tail.seen) {
        Compact.writeText(name, target);
      }
    }
  }

  static TailState read(DataInputView source) throws IOException {
    return read(source, true);
  }

  /** Reads what was written before it was noted when something came next. */
  static TailState readUntimed(DataInputView source) throws IOException {
    return read(source, false);
  }

  private static TailState read(DataInputView source, boolean hasTimes) throws IOException {
    TailState state = new TailState();
    state.way = Way.read(source);
    long count = Compact.read(source);
    for (long i = 0; i < count; i++) {
      state.tails.add(readTail(source, hasTimes));
    }
    return state;
  }

  private static Tail readTail(DataInputView source, boolean hasTimes) throws IOException {
    Tail tail = new Tail(source.readLong(), source.readLong(), Compact.readSigned(source));
    tail.entry = Compact.readSigned(source);
    tail.furthest = source.readByte();
    tail.outcome = OUTCOMES[source.readByte()];
    tail.value = Compact.readText(source);
    tail.reachedAt = Compact.readSigned(source);
    tail.next = Compact.readText(source);
    tail.nextAt = hasTimes ? Compact.readSigned(source) : NextOfUnit.Told.NEVER;
    long values = Compact.read(source);
    for (long i = 0; i < values; i++) {
      tail.last.add(Compact.readText(source));
    }
    long names = Compact.read(source);
    for (long i = 0; i < names; i++) {
      tail.seen.add(Compact.readText(source));
    }
    return tail;
  }
}
