package dev.footfall.funnel;

import dev.footfall.yaml.DurationText;
import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Position;
import dev.footfall.yaml.Problems;
import java.time.Duration;
import java.util.Optional;

/** Reads how event time is cut into windows. */
final class CohortReader {

  private static final Duration LONGEST_COHORT = Duration.ofDays(36_600);

  private static final long[] USUAL_DIVISORS_OF_A_DAY = {
    1, 2, 5, 10, 15, 30, 60, 120, 180, 300, 360, 600, 900, 1200, 1800, 3600, 7200, 10_800, 14_400,
    21_600, 28_800, 43_200, 86_400
  };

  private final MappingReader reader;
  private final FunnelFile.Use use;
  private final Problems problems;

  CohortReader(MappingReader reader, FunnelFile.Use use, Problems problems) {
    this.reader = reader;
    this.use = use;
    this.problems = problems;
  }

  /** The windows; empty if the key is absent, or names none, which is told. */
  Optional<Cohort> read(Key key) {
    Optional<String> text = reader.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    if (text.get().equals("all")) {
      if (use == FunnelFile.Use.CONTINUOUS) {
        problems.add(
            reader.positionOf(key),
            "\"" + key.name() + ": all\" is for bounded input only",
            "write 1h, 1d or 7d");
      }
      return Optional.of(Cohort.ALL);
    }
    return reader.duration(key).filter(length -> canTile(key, length)).map(Cohort::of);
  }

  private boolean canTile(Key key, Duration length) {
    Position position = reader.positionOf(key);
    String text = DurationText.of(length);
    if (length.compareTo(LONGEST_COHORT) > 0) {
      problems.add(position, "\"" + text + "\" is longer than 100 years", "write all");
      return false;
    }
    if (Cohort.canTile(length)) {
      return true;
    }
    if (length.compareTo(Duration.ofDays(1)) > 0) {
      problems.add(
          position,
          "\"" + text + "\" is no whole number of days",
          "write " + length.toDays() + "d or " + (length.toDays() + 1) + "d");
    } else {
      problems.add(
          position, "\"" + text + "\" does not divide a day", "write " + divisorsAround(length));
    }
    return false;
  }

  /** The usual lengths next to this one that divide a day. */
  private static String divisorsAround(Duration length) {
    Duration below = Duration.ZERO;
    for (long seconds : USUAL_DIVISORS_OF_A_DAY) {
      Duration divisor = Duration.ofSeconds(seconds);
      if (divisor.compareTo(length) > 0) {
        return below.isZero()
            ? DurationText.of(divisor) + " or longer"
            : DurationText.of(below) + " or " + DurationText.of(divisor);
      }
      below = divisor;
    }
    throw new IllegalStateException(length + " is longer than a day");
  }
}
