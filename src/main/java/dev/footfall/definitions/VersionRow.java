package dev.footfall.definitions;

/**
 * What became of a version of a funnel: a row of {@code funnel_versions}.
 *
 * @param funnel the funnel's id
 * @param version names its definition
 * @param state what it is now
 * @param title the funnel's title
 * @param definition the file of definitions that it stands in
 */
public record VersionRow(
    String funnel, String version, State state, String title, String definition) {

  /** What a version is. */
  public enum State {
    /** It is counted. */
    ACTIVE,
    /** Another version took its place. */
    SUPERSEDED,
    /** The funnel is no more. */
    REMOVED
  }
}
