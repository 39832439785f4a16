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
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.flink.core.fs.FSDataInputStream;
import org.apache.flink.core.fs.Path;
import org.jspecify.annotations.Nullable;

/** Reads one file, or a part of it: each line that is not blank is an arrival. */
final class EventFileReader implements Closeable {

  /** A batch ends at whichever comes first. */
  private static final int BATCH_ARRIVALS = 1000;

  private static final int BATCH_BYTES = 1 << 20;

  private final EventFile file;
  private final Lines lines;
  private final String origin;
  private final EventMapping mapping;
  private final Optional<EventFormat> format;
  private final @Nullable AheadGuard guard;
  private @Nullable EventReader events;
  private boolean finished;

  /** How many lines of the file stand before its part; negative as long as nobody asked. */
  private long linesBefore = -1;

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
    Optional<EventFormat> known = format.or(() -> EventFormat.ofFileName(file.shown()));
    EventFileReader reader =
        file.from() == 0
            ? new EventFileReader(file, linesOf(file), mapping, known, guard)
            : openPart(file, mapping, known, guard);
    reader.passOver(file.arrivals());
    return reader;
  }

  /** What a line of a later part means, the first line of the file tells. */
  private static EventFileReader openPart(
      EventFile part,
      EventMapping mapping,
      Optional<EventFormat> format,
      @Nullable AheadGuard guard)
      throws IOException {
    EventFileReader reader = new EventFileReader(part, linesOf(part), mapping, format, guard);
    EventFile whole = EventFile.whole(part.number(), part.path(), part.shown(), 0);
    try (EventFileReader first =
        new EventFileReader(whole, linesOf(whole), mapping, format, guard)) {
      first.nextLine();
      reader.events = first.events;
    }
    return reader;
  }

  private static Lines linesOf(EventFile file) throws IOException {
    FSDataInputStream in = opened(file);
    return file.isWhole()
        ? new Lines(new PlainOrGzip(in))
        : new Lines(new FilePart(in, file.from(), file.until()), file.from() == 0);
  }

  private static FSDataInputStream opened(EventFile file) throws IOException {
    Path path = new Path(file.path());
    return path.getFileSystem().open(path);
  }

  private EventFileReader(
      EventFile file,
      Lines lines,
      EventMapping mapping,
      Optional<EventFormat> format,
      @Nullable AheadGuard guard) {
    this.file = file;
    this.lines = lines;
    this.origin = file.shown() + ':';
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
      return rejected(RejectionReason.TOO_LONG, EventReader.TOO_LONG, 0);
    }
    Arrival arrival =
        events.read(lines.bytes(), lines.from(), lines.length(), origin, lines.number());
    if (arrival.event() == null && file.from() > 0) {
      // Only who rejects a line asks for its number in the file.
      arrival =
          events.read(
              lines.bytes(), lines.from(), lines.length(), origin, linesBefore() + lines.number());
    }
    return guard == null ? arrival : guarded(arrival, guard);
  }

  private long linesBefore() {
    if (file.from() == 0) {
      return 0;
    }
    if (linesBefore < 0) {
      try (FSDataInputStream in = opened(file)) {
        linesBefore = FilePart.linesBefore(file.from(), in);
      } catch (IOException unreadable) {
        throw new UncheckedIOException(file.shown() + ": cannot be read", unreadable);
      }
    }
    return linesBefore;
  }

  /** A file has no reference of its own: the clock of the machine that reads it stands in. */
  private Arrival guarded(Arrival arrival, AheadGuard against) {
    long now = Clock.systemUTC().millis();
    Event event = arrival.event();
    if (event == null || !against.refuses(event, now)) {
      return arrival;
    }
    byte[] raw = Arrays.copyOfRange(lines.bytes(), lines.from(), lines.from() + lines.length());
    return against.rejection(event, now, origin + (linesBefore() + lines.number()), raw);
  }

  private Arrival unreadable(String damage) {
    return rejected(RejectionReason.UNREADABLE, damage, 1);
  }

  private Arrival rejected(RejectionReason reason, String detail, int linesOn) {
    return Arrival.of(
        RejectedEvent.of(
            reason,
            detail,
            origin + (linesBefore() + lines.number() + linesOn),
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
