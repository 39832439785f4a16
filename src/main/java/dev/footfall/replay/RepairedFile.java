package dev.footfall.replay;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.event.EventReader;
import dev.footfall.event.RejectedEvent;
import dev.footfall.yaml.Position;
import dev.footfall.yaml.Problems;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashSet;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of what was rejected, one JSON object a line, after somebody has repaired its {@code raw}
 * or {@code raw_base64}.
 */
public final class RepairedFile {

  private static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build());

  private final Path file;
  private final EventReader events;
  private final Optional<Duration> maxAhead;
  private final Clock clock;

  /**
   * @param events reads what the job will read
   * @param maxAhead how far ahead of the clock the job lets an event lie; empty for any
   */
  public RepairedFile(Path file, EventReader events, Optional<Duration> maxAhead, Clock clock) {
    this.file = file;
    this.events = events;
    this.maxAhead = maxAhead;
    this.clock = clock;
  }

  /**
   * What was repaired.
   *
   * @param place where it was read at first; empty if the line does not say
   * @param bytes what is to be sent
   * @param event the event that they are
   */
  public record Repaired(String place, byte[] bytes, Event event) {}

  /** Takes what was repaired, in the order of the file. */
  @FunctionalInterface
  public interface Taker {

    /**
     * Takes one.
     *
     * @param at where it stands in the file, for problems with it
     */
    void take(Repaired repaired, Position at, Problems problems) throws IOException;
  }

  /**
   * Reads the file. What is still no event, was cut, or stands there twice is a problem.
   *
   * @throws IOException if the file cannot be read
   */
  public void read(Problems problems, Taker taker) throws IOException {
    Set<String> places = new HashSet<>();
    try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      int number = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        number++;
        Position at = new Position(file.toString(), number, 1);
        if (line.isBlank()) {
          continue;
        }
        Repaired repaired = repaired(line, at, problems);
        if (repaired == null) {
          continue;
        }
        if (!repaired.place().isEmpty() && !places.add(repaired.place())) {
          problems.add(
              at, repaired.place() + " stands in this file twice", "leave one of them out");
          continue;
        }
        taker.take(repaired, at, problems);
      }
    }
  }

  /** The file's name. */
  @Override
  public String toString() {
    return file.toString();
  }

  private @Nullable Repaired repaired(String line, Position at, Problems problems) {
    JsonNode row;
    try {
      row = JSON.readTree(line);
    } catch (JsonProcessingException notJson) {
      problems.add(at, "this is not JSON: " + notJson.getOriginalMessage(), "mend the line");
      return null;
    }
    byte[] bytes = bytes(row);
    if (bytes == null) {
      problems.add(
          at,
          "the line has no event to send",
          "write it as text in \"raw\", or in \"raw_base64\", and not in both");
      return null;
    }
    String place = row.path("place").asText();
    if (row.path("size").asLong() > RejectedEvent.MAX_RAW_BYTES) {
      problems.add(
          at,
          "of this event only the first %,d bytes were kept".formatted(RejectedEvent.MAX_RAW_BYTES),
          "take all of it from " + place + ", and take \"size\" out of the line");
      return null;
    }
    Arrival arrival = events.read(bytes, 0, bytes.length, "", 0);
    if (arrival.event() == null) {
      RejectedEvent still = Objects.requireNonNull(arrival.rejected());
      problems.add(
          at,
          "this would be rejected again, as "
              + still.reason().name().toLowerCase(Locale.ROOT)
              + ": "
              + still.detail(),
          "repair it, or leave it out");
      return null;
    }
    if (isTooEarly(arrival.event())) {
      problems.add(
          at,
          "this would be rejected again, as too_early: its time is "
              + Instant.ofEpochMilli(arrival.event().time()),
          "repair it, or send it when that time has come");
      return null;
    }
    return new Repaired(place, bytes, arrival.event());
  }

  private boolean isTooEarly(Event event) {
    return maxAhead.filter(ahead -> event.time() - clock.millis() > ahead.toMillis()).isPresent();
  }

  private static byte @Nullable [] bytes(JsonNode row) {
    JsonNode text = row.path("raw");
    JsonNode coded = row.path("raw_base64");
    if (text.isTextual() == coded.isTextual()) {
      return null;
    }
    if (text.isTextual()) {
      return text.asText().getBytes(StandardCharsets.UTF_8);
    }
    try {
      return Base64.getDecoder().decode(coded.asText());
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }
}
