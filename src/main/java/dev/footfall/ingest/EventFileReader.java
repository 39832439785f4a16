package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import dev.footfall.event.EventFormat;
import dev.footfall.event.EventMapping;
import dev.footfall.event.EventReader;
import dev.footfall.event.RejectedEvent;
import dev.footfall.event.RejectionReason;
import java.io.IOException;
import java.util.Optional;
import org.apache.flink.connector.file.src.reader.BulkFormat;
import org.apache.flink.connector.file.src.util.ArrayResultIterator;
import org.apache.flink.connector.file.src.util.CheckpointedPosition;
import org.jspecify.annotations.Nullable;

/** Reads one file from its start: each line that is not blank is an arrival. */
final class EventFileReader implements BulkFormat.Reader<Arrival> {

  /** A batch ends at whichever comes first. */
  private static final int BATCH_ARRIVALS = 1000;

  private static final int BATCH_BYTES = 1 << 20;

  private final Lines lines;
  private final String origin;
  private final EventMapping mapping;
  private final Optional<EventFormat> format;
  private @Nullable EventReader events;
  private boolean finished;
  private long arrivals;

  /**
   * @param origin what a place begins with: {@code clicks.csv:}
   * @param format empty to tell it from the first line
   */
  EventFileReader(Lines lines, String origin, EventMapping mapping, Optional<EventFormat> format) {
    this.lines = lines;
    this.origin = origin;
    this.mapping = mapping;
    this.format = format;
  }

  /** Passes over this many arrivals, which were read before. */
  void passOver(long count) throws IOException {
    while (arrivals < count && nextLine()) {
      arrivals++;
    }
    // The last that was read before may have been the end of a damaged file.
    finished = arrivals < count;
  }

  @Override
  public BulkFormat.@Nullable RecordIterator<Arrival> readBatch() throws IOException {
    if (finished) {
      return null;
    }
    Arrival[] batch = new Arrival[BATCH_ARRIVALS];
    int count = 0;
    long bytes = 0;
    while (count < BATCH_ARRIVALS && bytes < BATCH_BYTES) {
      if (!nextLine()) {
        finished = true;
        if (lines.damage().isPresent()) {
          batch[count++] = unreadable(lines.damage().get());
        }
        break;
      }
      batch[count++] = read();
      bytes += lines.length();
    }
    ArrayResultIterator<Arrival> iterator = new ArrayResultIterator<>();
    iterator.set(batch, count, CheckpointedPosition.NO_OFFSET, arrivals);
    arrivals += count;
    return count == 0 ? null : iterator;
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
    return events.read(lines.bytes(), lines.from(), lines.length(), origin, lines.number());
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
