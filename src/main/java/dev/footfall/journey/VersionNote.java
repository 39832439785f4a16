package dev.footfall.journey;

import dev.footfall.funnel.FunnelVersion;

/**
 * What became of a version of a funnel while the job runs.
 *
 * @param funnel the funnel's id
 * @param version names its definition
 * @param since the event time after which somebody has seen every event for it
 * @param superseded whether another took its place, or none: what is counted of it is never final
 */
public record VersionNote(String funnel, String version, long since, boolean superseded) {

  /** Of a version that is followed. */
  public static VersionNote of(FunnelVersion version) {
    return new VersionNote(version.id(), version.version(), version.since(), false);
  }

  /** The same, but that it has seen every event only after this time. */
  public VersionNote since(long time) {
    return new VersionNote(funnel, version, time, superseded);
  }

  /** The same, when another takes its place. */
  public VersionNote asSuperseded() {
    return new VersionNote(funnel, version, since, true);
  }

  /** What two of the same version say together, whichever comes first. */
  public VersionNote and(VersionNote other) {
    return new VersionNote(
        funnel, version, Math.max(since, other.since), superseded || other.superseded);
  }
}
