package dev.footfall.ingest;

import dev.footfall.event.Arrival;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.connector.base.source.reader.RecordsBySplits;
import org.apache.flink.connector.base.source.reader.RecordsWithSplitIds;
import org.apache.flink.connector.base.source.reader.splitreader.SplitReader;
import org.apache.flink.connector.base.source.reader.splitreader.SplitsChange;
import org.jspecify.annotations.Nullable;

/**
 * Reads several files, always on in the one whose newest event is the oldest: so the watermark,
 * which waits for the last of them, is never far behind what has been read.
 */
final class EventFilesReader implements SplitReader<Arrival, EventFile> {

  /** Beyond this the file that is needed last is closed, and read again from its start later. */
  static final int MAX_OPEN = 200;

  /** Opens a file after what was read of it before. */
  interface Opening {
    EventFileReader open(EventFile file) throws IOException;
  }

  /** A file, how far it has been read, and its reader while it is open. */
  private static final class Progress {

    private final EventFile file;
    private long arrivals;
    private long newest = Long.MIN_VALUE;
    private @Nullable EventFileReader reader;

    private Progress(EventFile file) {
      this.file = file;
      this.arrivals = file.arrivals();
    }

    private long newest() {
      return newest;
    }

    private int number() {
      return file.number();
    }
  }

  private static final Comparator<Progress> FURTHEST_BACK_FIRST =
      Comparator.comparingLong(Progress::newest).thenComparingInt(Progress::number);

  private final Opening opening;
  private final List<Progress> files = new ArrayList<>();

  EventFilesReader(Opening opening) {
    this.opening = opening;
  }

  @Override
  public void handleSplitsChanges(SplitsChange<EventFile> change) {
    change.splits().forEach(file -> files.add(new Progress(file)));
  }

  @Override
  public RecordsWithSplitIds<Arrival> fetch() throws IOException {
    if (files.isEmpty()) {
      return new RecordsBySplits<>(Map.of(), Set.of());
    }
    Progress next = files.stream().min(FURTHEST_BACK_FIRST).orElseThrow();
    List<Arrival> batch = opened(next).readBatch();
    String id = next.file.splitId();
    if (batch.isEmpty()) {
      close(next);
      files.remove(next);
      return new RecordsBySplits<>(Map.of(), Set.of(id));
    }
    next.arrivals += batch.size();
    for (Arrival arrival : batch) {
      if (arrival.event() != null) {
        next.newest = Math.max(next.newest, arrival.event().time());
      }
    }
    Map<String, Collection<Arrival>> batches = Map.of(id, batch);
    return new RecordsBySplits<>(batches, Set.of());
  }

  private EventFileReader opened(Progress next) throws IOException {
    if (next.reader != null) {
      return next.reader;
    }
    List<Progress> open = files.stream().filter(file -> file.reader != null).toList();
    if (open.size() >= MAX_OPEN) {
      close(open.stream().max(FURTHEST_BACK_FIRST).orElseThrow());
    }
    EventFileReader reader = opening.open(next.file.after(next.arrivals));
    next.reader = reader;
    return reader;
  }

  private static void close(Progress progress) throws IOException {
    if (progress.reader != null) {
      progress.reader.close();
      progress.reader = null;
    }
  }

  @Override
  public void wakeUp() {}

  @Override
  public void close() throws IOException {
    for (Progress progress : files) {
      close(progress);
    }
  }
}
