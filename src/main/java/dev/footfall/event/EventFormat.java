package dev.footfall.event;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** How events are written. */
public enum EventFormat {
  /** One JSON object a line or message. */
  JSON,
  /** Comma-separated values under a header line. */
  CSV;

  /** The format that a file's name announces, if it does. */
  public static Optional<EventFormat> ofFileName(String name) {
    String plain = name.toLowerCase(Locale.ROOT).replaceFirst("\\.gz$", "");
    if (plain.endsWith(".csv")) {
      return Optional.of(CSV);
    }
    boolean json = List.of(".json", ".jsonl", ".ndjson").stream().anyMatch(plain::endsWith);
    return json ? Optional.of(JSON) : Optional.empty();
  }

  /**
   * The format that a first line makes likely: CSV if it is a header that names a mapped column,
   * else JSON.
   */
  public static EventFormat ofFirstLine(byte[] bytes, int from, int length, EventMapping mapping) {
    try {
      String line = new String(bytes, from, length, StandardCharsets.UTF_8);
      Set<String> paths = mapping.paths();
      boolean header = CsvEvents.columns(line).stream().anyMatch(paths::contains);
      return header ? CSV : JSON;
    } catch (Refusal noHeader) {
      return JSON;
    }
  }
}
