package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.event.EventFormat;
import dev.footfall.event.EventMapping;
import dev.footfall.event.EventReader;
import dev.footfall.event.RejectedEvent;
import dev.footfall.event.RejectionReason;
import java.io.Closeable;
import java.io.IOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** Reads one file from its start: each line that is not blank is an arrival. */
final class EventFileReader implements Closeable {

  /** A batch ends at whichever comes first. */
  private static final int BATCH_ARRIVALS = 1000;

  private static final int BATCH_BYTES = 1 << 20;

  private final Lines lines;
  private final String origin;
  private final EventMapping mapping;
  private final Optional<EventFormat> format;
  private final @Nullable AheadGuard guard;
  private @Nullable EventReader events;
  private boolean finished;

  /**
   * Opens the file after what was read of it before.
   *
   * @param format empty to tell it from the file's name, or else its first line
   * @param guard what refuses events too far ahead of the clock; null to let them in
   */
  static EventFileReader open(
      EventFile file,
      Optional<EventFormat> format,
      EventMapping mapping,
      @Nullable AheadGuard guard)
      throws IOException {
    Path path = new Path(file.path());
    EventFileReader reader =
        new EventFileReader(
            new Lines(new PlainOrGzip(path.getFileSystem().open(path))),
            file.shown() + ':',
            mapping,
            format.or(() -> EventFormat.ofFileName(file.shown())),
            guard);
    reader.passOver(file.arrivals());
    return reader;
  }

  private EventFileReader(
      Lines lines,
      String origin,
      EventMapping mapping,
      Optional<EventFormat> format,
      @Nullable AheadGuard guard) {
    this.lines = lines;
    this.origin = origin;
    this.mapping = mapping;
    this.format = format;
    this.guard = guard;
  }

  /**
   * Passes over this many arrivals, which were read before: a place in compressed data cannot be
   * jumped to, and so line numbers stay right.
   */
  private void passOver(long count) throws IOException {
    long passed = 0;
    while (passed < count && nextLine()) {
      passed++;
    }
    // The last that was read before may have been the end of a damaged file.
    finished = passed < count;
  }

  /** The next arrivals; none at the end of the file. */
  List<Arrival> readBatch() throws IOException {
    List<Arrival> batch = new ArrayList<>(BATCH_ARRIVALS);
    long bytes = 0;
    while (!finished && batch.size() < BATCH_ARRIVALS && bytes < BATCH_BYTES) {
      if (nextLine()) {
        batch.add(read());
        bytes += lines.length();
      } else {
        finished = true;
        lines.damage().ifPresent(damage -> batch.add(unreadable(damage)));
      }
    }
    return batch;
  }

  /** Moves to the next line that is an arrival; the first of a CSV file is its header. */
  private boolean nextLine() throws IOException {
    while (lines.next()) {
      if (isBlank()) {
        continue;
      }
      if (events != null) {
        return true;
      }
      if (formatOfFirstLine() == EventFormat.JSON) {
        events = EventReader.json(mapping);
        return true;
      }
      events = EventReader.csv(mapping, lines.bytes(), lines.from(), lines.length());
    }
    return false;
  }

  private boolean isBlank() {
    return EventReader.isBlank(lines.bytes(), lines.from(), lines.length());
  }

  private EventFormat formatOfFirstLine() {
    return format.orElseGet(
        () -> EventFormat.ofFirstLine(lines.bytes(), lines.from(), lines.length(), mapping));
  }

  private Arrival read() {
    if (events == null) {
      throw new IllegalStateException("a line of " + origin + " is read before the first");
    }
    if (lines.size() > EventReader.MAX_BYTES) {
      return rejected(RejectionReason.TOO_LONG, EventReader.TOO_LONG, lines.number());
    }
    Arrival arrival =
        events.read(lines.bytes(), lines.from(), lines.length(), origin, lines.number());
    return guard == null ? arrival : guarded(arrival, guard);
  }

  /** A file has no reference of its own: the clock of the machine that reads it stands in. */
  private Arrival guarded(Arrival arrival, AheadGuard against) {
    long now = Clock.systemUTC().millis();
    Event event = arrival.event();
    if (event == null || !against.refuses(event, now)) {
      return arrival;
    }
    byte[] raw = Arrays.copyOfRange(lines.bytes(), lines.from(), lines.from() + lines.length());
    return against.rejection(event, now, origin + lines.number(), raw);
  }

  private Arrival unreadable(String damage) {
    return rejected(RejectionReason.UNREADABLE, damage, lines.number() + 1);
  }

  private Arrival rejected(RejectionReason reason, String detail, long line) {
    return Arrival.of(
        RejectedEvent.of(
            reason,
            detail,
            origin + line,
            lines.bytes(),
            lines.from(),
            lines.length(),
            lines.size()));
  }

  @Override
  public void close() throws IOException {
    lines.close();
  }
}
