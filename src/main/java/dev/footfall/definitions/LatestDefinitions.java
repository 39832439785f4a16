package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.yaml.InvalidDefinitions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store holds, looked at again and again, for whoever shows what a job counts by it. What is
 * not valid, and a store that cannot be read just now, leave what was valid before.
 */
public final class LatestDefinitions implements Supplier<FunnelFile.Content>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LatestDefinitions.class);

  private final DefinitionStore store;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "definitions");
            thread.setDaemon(true);
            return thread;
          });

  private DefinitionStore.@Nullable Reader reader;

  /** What was looked at last, valid or not. */
  private List<Declaration.Text> texts;

  private volatile FunnelFile.Content content;

  private LatestDefinitions(DefinitionStore store, List<Declaration.Text> texts) {
    this.store = store;
    this.texts = texts;
    this.content = StoredDefinitions.parseAll(texts, FunnelFile.Use.BOUNDED);
  }

  /**
   * Looks now, and then so often.
   *
   * @throws InvalidDefinitions if what is there now cannot be read, or is not valid
   */
  public static LatestDefinitions of(DefinitionStore store, Duration every) {
    LatestDefinitions latest = new LatestDefinitions(store, StoredDefinitions.read(store));
    // Nothing that is thrown there goes unsaid: see look.
    var unused =
        latest.thread.scheduleWithFixedDelay(
            latest::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
    return latest;
  }

  private void look() {
    try {
      if (reader == null) {
        reader = store.open();
      }
      List<Declaration.Text> now = reader.read();
      if (!now.equals(texts) && !now.isEmpty()) {
        texts = now;
        content = StoredDefinitions.parseAll(now, FunnelFile.Use.BOUNDED);
      }
    } catch (InvalidDefinitions invalid) {
      LOG.warn("Definitions are not valid, those before are shown: {}", invalid.getMessage());
    } catch (Exception unreadable) {
      LOG.warn(
          "Definitions cannot be read from {}, those before are shown: {}",
          store.describe(),
          unreadable.toString());
      letGo();
    }
  }

  private void letGo() {
    DefinitionStore.Reader leaving = reader;
    reader = null;
    if (leaving != null) {
      leaving.close();
    }
  }

  /** What was valid last. */
  @Override
  public FunnelFile.Content get() {
    return content;
  }

  @Override
  public void close() {
    thread.execute(this::letGo);
    thread.shutdown();
  }
}
