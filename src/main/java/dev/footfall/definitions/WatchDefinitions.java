package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again whether definitions have changed. For one instance: it keeps nothing, and
 * whoever follows tells what is new to it. A store that cannot be read just now is asked again.
 *
 * @param store where they are
 * @param every how often to look
 */
public record WatchDefinitions(DefinitionStore store, Duration every)
    implements Source<Reading, WatchDefinitions.NoSplit, Integer> {

  private static final Logger LOG = LoggerFactory.getLogger(WatchDefinitions.class);

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

  /** Looks in a thread of its own, for a store may be slow. */
  private static final class Watcher implements SourceReader<Reading, NoSplit> {

    private final DefinitionStore store;
    private final Duration every;
    private final ScheduledExecutorService thread =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "definitions");
              thread.setDaemon(true);
              return thread;
            });

    private DefinitionStore.@Nullable Reader reader;
    private @Nullable List<Declaration.Text> before;
    private boolean failing;

    private final Object lock = new Object();
    private @Nullable Reading unread;
    private CompletableFuture<Void> available = new CompletableFuture<>();

    Watcher(DefinitionStore store, Duration every) {
      this.store = store;
      this.every = every;
    }

    @Override
    public void start() {
      // Nothing that is thrown there goes unsaid: see look.
      var unused =
          thread.scheduleWithFixedDelay(this::look, 0, every.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void look() {
      try {
        if (reader == null) {
          reader = store.open();
        }
        List<Declaration.Text> texts = reader.read();
        failing = false;
        if (!texts.equals(before)) {
          before = texts;
          show(new Reading(new ArrayList<>(texts)));
        }
      } catch (Exception unreadable) {
        if (!failing) {
          LOG.warn(
              "Definitions cannot be read from {}, those before go on: {}",
              store.describe(),
              unreadable.toString());
        }
        failing = true;
        letGo();
      }
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
      thread.execute(this::letGo);
      thread.shutdown();
    }

    private void letGo() {
      if (reader != null) {
        reader.close();
        reader = null;
      }
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
