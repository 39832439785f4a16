package dev.footfall.ingest;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.apache.flink.connector.file.src.FileSourceSplit;
import org.apache.flink.connector.file.src.assigners.FileSplitAssigner;
import org.jspecify.annotations.Nullable;

/**
 * Hands out files in the order in which they were given. Files of one day each, read in order, keep
 * the watermark behind all of them; Flink's own assigners promise no order.
 */
final class InGivenOrder implements FileSplitAssigner {

  private final Deque<FileSourceSplit> waiting;

  InGivenOrder(Collection<FileSourceSplit> splits) {
    waiting = new ArrayDeque<>(splits);
  }

  @Override
  public Optional<FileSourceSplit> getNext(@Nullable String host) {
    return Optional.ofNullable(waiting.poll());
  }

  /** Given back by a reader that failed: they were handed out before the others. */
  @Override
  public void addSplits(Collection<FileSourceSplit> splits) {
    splits.stream()
        .sorted(Comparator.comparing(FileSourceSplit::splitId).reversed())
        .forEach(waiting::addFirst);
  }

  @Override
  public Collection<FileSourceSplit> remainingSplits() {
    return List.copyOf(waiting);
  }
}
