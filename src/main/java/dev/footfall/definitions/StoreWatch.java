package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks again and again at what a store holds, in a thread of its own, for a store may be slow. One
 * that cannot be read just now is asked again.
 *
 * <p>What is there is told once it was the same twice: whoever looks may come while a file is half
 * written, or while some of several files are, and half of the funnels can be as valid as all.
 */
final class StoreWatch implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(StoreWatch.class);

  private final DefinitionStore store;
  private final Consumer<List<Declaration.Text>> told;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "definitions");
            thread.setDaemon(true);
            return thread;
          });

  private DefinitionStore.@Nullable Reader reader;
  private @Nullable List<Declaration.Text> before;
  private @Nullable List<Declaration.Text> shown;
  private boolean failing;

  /**
   * @param told is given what is there, in the watching thread, whenever it is something else
   */
  StoreWatch(DefinitionStore store, Consumer<List<Declaration.Text>> told) {
    this.store = store;
    this.told = told;
  }

  /** Looks at once, and then so often. */
  void start(Duration every) {
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
      if (texts.equals(before) && !texts.equals(shown)) {
        shown = texts;
        told.accept(texts);
      }
      before = texts;
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

  @Override
  public void close() {
    thread.execute(this::letGo);
    thread.shutdown();
  }

  private void letGo() {
    DefinitionStore.Reader leaving = reader;
    reader = null;
    if (leaving == null) {
      return;
    }
    try {
      leaving.close();
    } catch (RuntimeException broken) {
      // What is thrown here would end the watch for good.
      LOG.debug("{} was closed already", store.describe(), broken);
    }
  }
}
