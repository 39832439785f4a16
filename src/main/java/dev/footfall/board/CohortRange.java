package dev.footfall.board;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cohorts that start from one moment until before another; either may be open. */
record CohortRange(Optional<Instant> from, Optional<Instant> to) {

  // The widest that both Java and PostgreSQL can say without a special value.
  private static final LocalDateTime EVER_SINCE = LocalDateTime.of(-4000, 1, 1, 0, 0);
  private static final LocalDateTime EVER_AFTER = LocalDateTime.of(200_000, 1, 1, 0, 0);

  /** The first start, as the tables have it: UTC without a zone. */
  LocalDateTime fromInTables() {
    return from.map(CohortRange::utc).orElse(EVER_SINCE);
  }

  /** The first start that is too late. */
  LocalDateTime toInTables() {
    return to.map(CohortRange::utc).orElse(EVER_AFTER);
  }

  private static LocalDateTime utc(Instant moment) {
    LocalDateTime utc = LocalDateTime.ofInstant(moment, ZoneOffset.UTC);
    return utc.isBefore(EVER_SINCE) ? EVER_SINCE : utc.isAfter(EVER_AFTER) ? EVER_AFTER : utc;
  }

  @Nullable String fromInAnswers() {
    return from.map(Instant::toString).orElse(null);
  }

  @Nullable String toInAnswers() {
    return to.map(Instant::toString).orElse(null);
  }

  /** A time of the tables in ISO-8601 UTC. */
  static @Nullable String iso(@Nullable LocalDateTime utc) {
    return utc == null ? null : utc.toInstant(ZoneOffset.UTC).toString();
  }
}
