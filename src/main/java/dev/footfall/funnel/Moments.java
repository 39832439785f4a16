package dev.footfall.funnel;

import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Problems;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;

/** Reads dates and moments. */
final class Moments {

  private Moments() {}

  /**
   * The moment that the key says; empty if it says none or is absent.
   *
   * @param zone in which a date begins, at midnight
   */
  static Optional<Instant> read(MappingReader reader, Key key, ZoneId zone, Problems problems) {
    Optional<String> text = reader.text(key);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          text.get().length() == "2026-01-05".length()
              ? LocalDate.parse(text.get()).atStartOfDay(zone).toInstant()
              : Instant.parse(text.get()));
    } catch (DateTimeException noMoment) {
      problems.add(
          reader.positionOf(key), "\"" + text.get() + "\" is no date or moment", key.advice());
      return Optional.empty();
    }
  }
}
