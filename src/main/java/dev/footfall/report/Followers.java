package dev.footfall.report;

import dev.footfall.funnel.Report;
import dev.footfall.funnel.Rhythm;

/** Compiles reports. */
final class Followers {

  private Followers() {}

  static Follower<? extends UserState> of(Report report) {
    if (report instanceof Rhythm rhythm) {
      return new RhythmFollower(rhythm);
    }
    throw new IllegalStateException("no follower of " + report.kind());
  }
}
