package dev.footfall.funnel;

import dev.footfall.yaml.Key;
import dev.footfall.yaml.MappingReader;
import dev.footfall.yaml.Nearest;
import dev.footfall.yaml.Problems;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;

/** Reads time zones by their names. */
final class Zones {

  private Zones() {}

  /** The time zone that the key names; empty if it names none or is absent. */
  static Optional<ZoneId> read(MappingReader reader, Key key, Problems problems) {
    Optional<String> name = reader.text(key);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    try {
      ZoneId zone = ZoneId.of(name.get());
      // "Z", "UTC" and "+00:00" are the same zone; funnels that mean the same should be equal.
      return Optional.of(zone.normalized().equals(ZoneOffset.UTC) ? ZoneOffset.UTC : zone);
    } catch (DateTimeException unknown) {
      problems.add(
          reader.positionOf(key),
          "\"" + name.get() + "\" is no time zone",
          Nearest.to(name.get(), ZoneId.getAvailableZoneIds())
              .map(near -> "write " + near)
              .orElse("write a name such as Europe/Berlin, or UTC"));
      return Optional.empty();
    }
  }
}
