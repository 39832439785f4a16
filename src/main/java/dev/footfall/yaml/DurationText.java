package dev.footfall.yaml;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Lengths of time as people write them: {@code 1500ms}, {@code 30s}, {@code 90m}, {@code 12h},
 * {@code 14d}, or several of these from the longest unit to the shortest, as in {@code 1h 30m}. A
 * day is 24 hours.
 */
public final class DurationText {

  /** What to write where no length of time could be read. */
  public static final String EXAMPLES = "30m, 12h or 7d";

  private static final Pattern DURATION =
      Pattern.compile(
          "(?=[0-9])(?:([0-9]+)d)? ?(?:([0-9]+)h)? ?(?:([0-9]+)m)? ?(?:([0-9]+)s)? ?(?:([0-9]+)ms)?(?<! )");

  private static final long[] UNIT_MILLIS = {86_400_000, 3_600_000, 60_000, 1000, 1};
  private static final String[] UNITS = {"d", "h", "m", "s", "ms"};

  private DurationText() {}

  /** The length of time that is written here, zero or longer; empty if none is. */
  public static Optional<Duration> parse(String text) {
    Matcher parts = DURATION.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      long millis = 0;
      for (int unit = 0; unit < UNITS.length; unit++) {
        String amount = parts.group(unit + 1);
        if (amount != null) {
          long part = Math.multiplyExact(Long.parseLong(amount), UNIT_MILLIS[unit]);
          millis = Math.addExact(millis, part);
        }
      }
      return Optional.of(Duration.ofMillis(millis));
    } catch (ArithmeticException | NumberFormatException longerThanTime) {
      return Optional.empty();
    }
  }

  /**
   * The shortest way to write it, which {@link #parse} reads back: {@code 14d}, {@code 1h 30m}.
   *
   * @param duration zero or longer, in whole milliseconds
   */
  public static String of(Duration duration) {
    long rest = duration.toMillis();
    List<String> parts = new ArrayList<>();
    for (int unit = 0; unit < UNITS.length; unit++) {
      if (rest >= UNIT_MILLIS[unit]) {
        parts.add(rest / UNIT_MILLIS[unit] + UNITS[unit]);
        rest %= UNIT_MILLIS[unit];
      }
    }
    return parts.isEmpty() ? "0s" : String.join(" ", parts);
  }
}
