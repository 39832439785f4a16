package dev.footfall.board;

import dev.footfall.funnel.Funnel;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * Which cohorts a reader wants to look at: those of a range, or the latest ones.
 *
 * @param range the range; without bounds where {@code last} is given
 * @param last how long a time, ending with the newest cohort, or the newest closed one
 * @param closed whether it is the closed cohorts that matter
 */
record Period(CohortRange range, Optional<Duration> last, boolean closed) {

  private static final Duration DAY = Duration.ofDays(1);

  /**
   * The range itself. The latest cohorts have no end: those still open come after the closed ones
   * that were asked for.
   */
  CohortRange of(Funnel funnel, Extent extent) {
    Optional<Instant> end = end(extent);
    return last.isEmpty() || end.isEmpty() || funnel.cohort().isAll()
        ? range
        : new CohortRange(Optional.of(back(funnel, end.get(), last.get())), Optional.empty());
  }

  /**
   * The period of the same length just before; none where this one has no beginning, or nothing to
   * compare.
   */
  Optional<CohortRange> before(Funnel funnel, Extent extent) {
    CohortRange now = of(funnel, extent);
    Optional<Instant> end = end(extent);
    if (now.from().isEmpty() || end.isEmpty() || funnel.cohort().isAll()) {
      return Optional.empty();
    }
    Instant from = now.from().get();
    Instant until = now.to().filter(to -> to.isBefore(end.get())).orElse(end.get());
    return from.isBefore(until)
        ? Optional.of(
            new CohortRange(
                Optional.of(back(funnel, from, lengthOf(funnel, from, until))), Optional.of(from)))
        : Optional.empty();
  }

  private Optional<Instant> end(Extent extent) {
    return closed ? extent.closedUntil().or(extent::lastEnd) : extent.lastEnd();
  }

  /** In whole days of the calendar where it is any, for a day may have 23 hours. */
  private static Duration lengthOf(Funnel funnel, Instant from, Instant until) {
    ZonedDateTime first = from.atZone(funnel.zone());
    ZonedDateTime last = until.atZone(funnel.zone());
    return first.toLocalTime().equals(last.toLocalTime())
        ? Duration.ofDays(ChronoUnit.DAYS.between(first.toLocalDate(), last.toLocalDate()))
        : Duration.between(from, until);
  }

  /** So long before, in whole cohorts where these span days: equal periods then hold as many. */
  private static Instant back(Funnel funnel, Instant end, Duration length) {
    Duration cohort = funnel.cohort().length();
    if (cohort.compareTo(DAY) < 0 && length.toMillis() % DAY.toMillis() != 0) {
      return end.minus(length);
    }
    long unit = Math.max(1, cohort.toDays());
    long days = ceilDiv(ceilDiv(length.toMillis(), DAY.toMillis()), unit) * unit;
    return end.atZone(funnel.zone()).minusDays(days).toInstant();
  }

  private static long ceilDiv(long whole, long part) {
    return -Math.floorDiv(-whole, part);
  }
}
