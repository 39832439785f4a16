package dev.footfall.report;

import dev.footfall.funnel.Paths;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.Rhythm;
import java.util.List;

/** Compiles reports, and knows what each kind counts. */
public final class Followers {

  private Followers() {}

  static Follower<? extends UserState> of(Report report) {
    if (report instanceof Rhythm rhythm) {
      return new RhythmFollower(rhythm);
    }
    if (report instanceof Paths paths) {
      return new VisitFollower(paths);
    }
    throw new IllegalStateException("no follower of " + report.kind());
  }

  /** The parts of the reports of a kind, in the order in which people want them. */
  public static List<Part> partsOf(Report.Kind kind) {
    return switch (kind) {
      case RHYTHM -> List.of(RhythmFollower.HOURS);
      case PATHS -> VisitFollower.PARTS;
    };
  }
}
