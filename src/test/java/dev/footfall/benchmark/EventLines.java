package dev.footfall.benchmark;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.footfall.event.Event;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** The events of a workload as the JSON lines that a sender would write, of some 130 bytes each. */
final class EventLines {

  private static final String[] CHANNELS = {"social", "search", "mail", "direct"};

  private EventLines() {}

  /** Writes all events of the workload, in the order in which they arrive. */
  static void write(Workload workload, Path file) throws IOException {
    Workload.Events events = new Workload.Events(workload, 1);
    StringBuilder line = new StringBuilder();
    try (OutputStream out = Files.newOutputStream(file);
        Writer lines = new java.io.BufferedWriter(new java.io.OutputStreamWriter(out, UTF_8))) {
      for (long number = 0; number < workload.events(); number++) {
        Event event = events.event(number);
        line.setLength(0);
        line.append('{');
        if (event.id() != null) {
          line.append("\"id\":\"").append(event.id()).append("\",");
        }
        line.append("\"event\":\"").append(event.name());
        line.append("\",\"user\":\"").append(event.user());
        line.append("\",\"time\":\"").append(Instant.ofEpochMilli(event.time()));
        line.append("\",\"properties\":{\"channel\":\"").append(CHANNELS[(int) (number % 4)]);
        line.append("\",\"item\":\"").append(number % 1000).append("\"}}\n");
        lines.append(line);
      }
    }
  }
}
