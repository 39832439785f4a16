package dev.footfall.report;

import dev.footfall.event.Event;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.funnel.Report;
import dev.footfall.journey.VersionNote;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The reports that are followed at a moment, compiled. */
final class FollowedReports {

  static final FollowedReports NOTHING = new FollowedReports(List.of(), Map.of());

  private final Map<Long, One> byNumber = new LinkedHashMap<>();
  private final Map<String, List<One>> byUnit = new HashMap<>();

  /**
   * One of them.
   *
   * @param number the name under which what is known of units is kept
   * @param seenSince the event time after which every event was seen; the version's rows are right
   *     only for windows that begin later still, see {@link Report#reachesBackMillis}
   * @param funnel of which funnel it is
   */
  record One(
      Long number,
      long seenSince,
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
              number,
              since,
              ReportVersion.of(declared, rightSince(since, declared.report())),
              declared.ofFunnel(),
              compiled(declared));
      byNumber.put(number, one);
      byUnit.computeIfAbsent(declared.report().frame().unit(), unit -> new ArrayList<>()).add(one);
    }
  }

  private static long rightSince(long seenSince, Report report) {
    return seenSince == FunnelVersion.FROM_THE_BEGINNING
        ? seenSince
        : seenSince + report.reachesBackMillis();
  }

  @SuppressWarnings("unchecked") // each follower is given what it made itself, or what it wrote
  private static Follower<UserState> compiled(DeclaredReport declared) {
    return (Follower<UserState>) Followers.of(declared.report());
  }

  /** The reports that follow this unit; none if none does. */
  List<One> of(String unit) {
    return byUnit.getOrDefault(unit, List.of());
  }

  /** The report of this number, or null if it is not followed. */
  @Nullable One numbered(long number) {
    return byNumber.get(number);
  }

  /** Whether any of these wants the event. */
  static boolean want(List<One> reports, Event event) {
    for (One one : reports) {
      if (one.follower().wants(event)) {
        return true;
      }
    }
    return false;
  }

  /** What there is to keep of the versions that are followed. */
  Map<Long, VersionNote> notes() {
    Map<Long, VersionNote> notes = new HashMap<>();
    for (One one : byNumber.values()) {
      ReportVersion version = one.version();
      notes.put(
          one.number(), new VersionNote(version.id(), version.version(), one.seenSince(), false));
    }
    return notes;
  }

  /** What there is to say of versions that were seen by somebody before only since this time. */
  List<VersionNote> notesSince(long time) {
    List<VersionNote> notes = new ArrayList<>();
    for (One one : byNumber.values()) {
      if (one.seenSince() != FunnelVersion.FROM_THE_BEGINNING && time > one.seenSince()) {
        ReportVersion version = one.version();
        long since = version.since() + time - one.seenSince();
        notes.add(new VersionNote(version.id(), version.version(), since, false));
      }
    }
    return notes;
  }
}
