package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.VersionNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reports that are followed at a moment, compiled. */
final class FollowedReports {

  static final FollowedReports NOTHING = new FollowedReports(List.of(), Map.of());

  private final List<One> all = new ArrayList<>();
  private final Map<Long, One> byNumber = new HashMap<>();

  /**
   * One of them.
   *
   * @param number the name under which what is known of users is kept
   * @param funnel of which funnel it is
   */
  record One(
      Long number,
      ReportVersion version,
      DeclaredReport.OfFunnel funnel,
      Follower<UserState> follower) {}

  /**
   * @param sinceByNumber the event time after which each has seen every event
   */
  FollowedReports(List<DeclaredReport> reports, Map<Long, Long> sinceByNumber) {
    for (DeclaredReport declared : reports) {
      long number = declared.number();
      long since = sinceByNumber.getOrDefault(number, FunnelVersion.FROM_THE_BEGINNING);
      One one =
          new One(
              number, ReportVersion.of(declared, since), declared.ofFunnel(), compiled(declared));
      all.add(one);
      byNumber.put(number, one);
    }
  }

  @SuppressWarnings("unchecked") // each follower is given what it made itself, or what it wrote
  private static Follower<UserState> compiled(DeclaredReport declared) {
    return (Follower<UserState>) Followers.of(declared.report());
  }

  List<One> all() {
    return all;
  }

  /** The report of this number, or null if it is not followed. */
  @Nullable One numbered(long number) {
    return byNumber.get(number);
  }

  /** Whether any of them wants the event. */
  boolean want(Event event) {
    for (One one : all) {
      if (one.follower().wants(event)) {
        return true;
      }
    }
    return false;
  }

  /** What there is to say of the versions that are followed. */
  Map<Long, VersionNote> notes() {
    Map<Long, VersionNote> notes = new HashMap<>();
    for (One one : all) {
      ReportVersion version = one.version();
      notes.put(
          one.number(), new VersionNote(version.id(), version.version(), version.since(), false));
    }
    return notes;
  }
}
