package dev.footfall.ingest;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.api.connector.source.SplitsAssignment;
import org.jspecify.annotations.Nullable;

/**
 * Gives each reader all its files at once. A reader that took one file after the other would have a
 * watermark at the end of the first when it opens the second, and all of that would be late.
 */
final class EventFileEnumerator implements SplitEnumerator<EventFile, List<EventFile>> {

  private final SplitEnumeratorContext<EventFile> context;
  private final List<EventFile> unplanned;
  private final Map<Integer, List<EventFile>> planned = new HashMap<>();

  EventFileEnumerator(SplitEnumeratorContext<EventFile> context, List<EventFile> files) {
    this.context = context;
    this.unplanned = new ArrayList<>(files);
  }

  @Override
  public void start() {
    planned.putAll(plan(unplanned, context.currentParallelism()));
    unplanned.clear();
  }

  /** The largest file first, each to the reader that has least to read. */
  static Map<Integer, List<EventFile>> plan(List<EventFile> files, int readers) {
    Map<Integer, List<EventFile>> plan = new HashMap<>();
    long[] bytes = new long[readers];
    List<EventFile> largestFirst = new ArrayList<>(files);
    largestFirst.sort(
        Comparator.comparingLong(EventFile::bytes).reversed().thenComparingInt(EventFile::number));
    for (EventFile file : largestFirst) {
      int least = 0;
      for (int reader = 1; reader < readers; reader++) {
        least = bytes[reader] < bytes[least] ? reader : least;
      }
      // Empty files count a little, or one reader would get them all.
      bytes[least] += file.bytes() + 1;
      plan.computeIfAbsent(least, reader -> new ArrayList<>()).add(file);
    }
    return plan;
  }

  @Override
  public void addReader(int reader) {
    List<EventFile> files = planned.remove(reader);
    if (files != null) {
      context.assignSplits(new SplitsAssignment<>(Map.of(reader, files)));
    }
    context.signalNoMoreSplits(reader);
  }

  @Override
  public void addSplitsBack(List<EventFile> files, int reader) {
    planned.computeIfAbsent(reader, again -> new ArrayList<>()).addAll(files);
  }

  @Override
  public void handleSplitRequest(int reader, @Nullable String host) {
    throw new IllegalStateException("reader %d has all its files already".formatted(reader));
  }

  @Override
  public List<EventFile> snapshotState(long checkpoint) {
    List<EventFile> withoutReader = new ArrayList<>(unplanned);
    planned.values().forEach(withoutReader::addAll);
    return withoutReader;
  }

  @Override
  public void close() {}
}
