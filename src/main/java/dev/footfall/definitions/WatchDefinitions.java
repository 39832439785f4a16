package dev.footfall.definitions;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.api.connector.source.ReaderOutput;
import org.apache.flink.api.connector.source.Source;
import org.apache.flink.api.connector.source.SourceReader;
import org.apache.flink.api.connector.source.SourceReaderContext;
import org.apache.flink.api.connector.source.SourceSplit;
import org.apache.flink.api.connector.source.SplitEnumerator;
import org.apache.flink.api.connector.source.SplitEnumeratorContext;
import org.apache.flink.core.io.InputStatus;
import org.apache.flink.core.io.SimpleVersionedSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Looks again and again whether definitions have changed. For one instance: it keeps nothing, and
 * whoever follows tells what is new to it. A store that cannot be read just now is asked again.
 *
 * <p>What is there counts once it was the same twice, see {@link StoreWatch}.
 *
 * @param store where they are
 * @param every how often to look
 */
public record WatchDefinitions(DefinitionStore store, Duration every)
    implements Source<Reading, WatchDefinitions.NoSplit, Integer> {

  /** Nothing is split. */
  public record NoSplit() implements SourceSplit {

    @Override
    public String splitId() {
      return "all";
    }
  }

  @Override
  public Boundedness getBoundedness() {
    return Boundedness.CONTINUOUS_UNBOUNDED;
  }

  @Override
  public SourceReader<Reading, NoSplit> createReader(SourceReaderContext context) {
    return new Watcher(store, every);
  }

  @Override
  public SplitEnumerator<NoSplit, Integer> createEnumerator(
      SplitEnumeratorContext<NoSplit> context) {
    return new NothingToAssign();
  }

  @Override
  public SplitEnumerator<NoSplit, Integer> restoreEnumerator(
      SplitEnumeratorContext<NoSplit> context, Integer nothing) {
    return new NothingToAssign();
  }

  @Override
  public SimpleVersionedSerializer<NoSplit> getSplitSerializer() {
    return new OfNothing<>(new NoSplit());
  }

  @Override
  public SimpleVersionedSerializer<Integer> getEnumeratorCheckpointSerializer() {
    return new OfNothing<>(0);
  }

  /** Hands on what is told. */
  private static final class Watcher implements SourceReader<Reading, NoSplit> {

    private final Duration every;
    private final StoreWatch watch;

    private final Object lock = new Object();
    private @Nullable Reading unread;
    private CompletableFuture<Void> available = new CompletableFuture<>();

    Watcher(DefinitionStore store, Duration every) {
      this.every = every;
      this.watch = new StoreWatch(store, texts -> show(new Reading(new ArrayList<>(texts))));
    }

    @Override
    public void start() {
      watch.start(every);
    }

    private void show(Reading reading) {
      synchronized (lock) {
        unread = reading;
        available.complete(null);
      }
    }

    @Override
    public InputStatus pollNext(ReaderOutput<Reading> output) {
      Reading reading;
      synchronized (lock) {
        reading = unread;
        unread = null;
        if (available.isDone()) {
          available = new CompletableFuture<>();
        }
      }
      if (reading != null) {
        output.collect(reading);
      }
      return InputStatus.NOTHING_AVAILABLE;
    }

    @Override
    public CompletableFuture<Void> isAvailable() {
      synchronized (lock) {
        return available;
      }
    }

    @Override
    public List<NoSplit> snapshotState(long checkpoint) {
      return List.of();
    }

    @Override
    public void addSplits(List<NoSplit> splits) {}

    @Override
    public void notifyNoMoreSplits() {}

    @Override
    public void close() {
      watch.close();
    }
  }

  private static final class NothingToAssign implements SplitEnumerator<NoSplit, Integer> {

    @Override
    public void start() {}

    @Override
    public void handleSplitRequest(int subtask, @Nullable String host) {}

    @Override
    public void addSplitsBack(List<NoSplit> splits, int subtask) {}

    @Override
    public void addReader(int subtask) {}

    @Override
    public Integer snapshotState(long checkpoint) {
      return 0;
    }

    @Override
    public void close() {}
  }

  /** Writes what says nothing. */
  private record OfNothing<T>(T nothing) implements SimpleVersionedSerializer<T> {

    @Override
    public int getVersion() {
      return 1;
    }

    @Override
    public byte[] serialize(T what) {
      return new byte[0];
    }

    @Override
    public T deserialize(int version, byte[] bytes) throws IOException {
      return nothing;
    }
  }
}
