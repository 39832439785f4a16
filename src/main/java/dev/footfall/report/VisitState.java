package dev.footfall.report;

import dev.footfall.wire.Compact;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;
import org.jspecify.annotations.Nullable;

/**
 * The visits of a user that have not ended: one, unless visits have sessions. What has been counted
 * of them already is not kept.
 */
final class VisitState extends UserState {

  /** In the order in which they began. */
  final List<Visit> visits = new ArrayList<>(1);

  /** A visit that goes on. Changes. */
  static final class Visit {

    /** When its first stop was. */
    final long start;

    /** Of its events; empty if visits have none. */
    final String session;

    /** Of the breakdown, as its first stop has it. */
    final String value;

    /** Its first stop. */
    final String entry;

    final Way way;

    /** When its last stop was, up to now. */
    long last;

    /** Its last stop, up to now. */
    String at;

    /** Whether it has one stop, up to now. */
    boolean bounced;

    Visit(long start, String session, String value, String entry, Way way) {
      this.start = start;
      this.session = session;
      this.value = value;
      this.entry = entry;
      this.way = way;
      this.last = start;
      this.at = entry;
      this.bounced = true;
    }
  }

  /** The visit of a session that goes on, or null. */
  @Nullable Visit of(String session) {
    for (Visit visit : visits) {
      if (visit.session.equals(session)) {
        return visit;
      }
    }
    return null;
  }

  @Override
  public boolean isEmpty() {
    return visits.isEmpty();
  }

  @Override
  UserStates.Form form() {
    return UserStates.Form.VISITS;
  }

  @Override
  void write(DataOutputView target) throws IOException {
    Compact.write(visits.size(), target);
    for (Visit visit : visits) {
      Compact.writeSigned(visit.start, target);
      Compact.write(visit.last - visit.start, target);
      Compact.writeText(visit.session, target);
      Compact.writeText(visit.value, target);
      Compact.writeText(visit.entry, target);
      Compact.writeText(visit.at, target);
      target.writeBoolean(visit.bounced);
      visit.way.write(target);
    }
  }

  static VisitState read(DataInputView source) throws IOException {
    VisitState state = new VisitState();
    long count = Compact.read(source);
    for (int i = 0; i < count; i++) {
      state.visits.add(readVisit(source));
    }
    return state;
  }

  private static Visit readVisit(DataInputView source) throws IOException {
    long start = Compact.readSigned(source);
    long last = start + Compact.read(source);
    String session = Compact.readText(source);
    String value = Compact.readText(source);
    String entry = Compact.readText(source);
    String at = Compact.readText(source);
    boolean bounced = source.readBoolean();
    Visit visit = new Visit(start, session, value, entry, Way.read(source));
    visit.last = last;
    visit.at = at;
    visit.bounced = bounced;
    return visit;
  }
}
