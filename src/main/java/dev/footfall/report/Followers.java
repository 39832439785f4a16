package dev.footfall.report;

import dev.footfall.funnel.Channels;
import dev.footfall.funnel.Report;
import dev.footfall.funnel.Retention;
import dev.footfall.funnel.Rhythm;
import dev.footfall.funnel.WhatNext;
import java.util.List;

/** Compiles reports, and knows what each kind counts. */
public final class Followers {

  private Followers() {}

  static Follower<? extends UserState> of(Report report) {
    if (report instanceof Channels channels) {
      return new ChannelsFollower(channels);
    }
    if (report instanceof WhatNext next) {
      return new WhatNextFollower(next);
    }
    if (report instanceof Retention retention) {
      return new RetentionFollower(retention);
    }
    if (report instanceof Rhythm rhythm) {
      return new RhythmFollower(rhythm);
    }
    throw new IllegalStateException("no follower of " + report.kind());
  }

  /** The parts of the reports of a kind, in the order in which people want them. */
  public static List<Part> partsOf(Report.Kind kind) {
    return switch (kind) {
      case CHANNELS -> ChannelsFollower.PARTS;
      case NEXT -> WhatNextFollower.PARTS;
      case RETENTION -> RetentionFollower.PARTS;
      case RHYTHM -> List.of(RhythmFollower.HOURS);
    };
  }
}
