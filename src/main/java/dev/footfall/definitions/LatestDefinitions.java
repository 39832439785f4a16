package dev.footfall.definitions;

import dev.footfall.event.Declaration;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.yaml.InvalidDefinitions;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a store holds, looked at again and again, for whoever shows what a job counts by it. What is
 * not valid, and a store that cannot be read just now, leave what was valid before.
 */
public final class LatestDefinitions implements Supplier<FunnelFile.Content>, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(LatestDefinitions.class);

  private final StoreWatch watch;
  private volatile FunnelFile.Content content;

  private LatestDefinitions(DefinitionStore store) {
    this.content =
        StoredDefinitions.parseAll(StoredDefinitions.read(store), FunnelFile.Use.BOUNDED);
    this.watch = new StoreWatch(store, this::show);
  }

  /**
   * Looks now, and then so often.
   *
   * @throws InvalidDefinitions if what is there now cannot be read, or is not valid
   */
  public static LatestDefinitions of(DefinitionStore store, Duration every) {
    LatestDefinitions latest = new LatestDefinitions(store);
    latest.watch.start(every);
    return latest;
  }

  private void show(List<Declaration.Text> texts) {
    if (texts.isEmpty()) {
      return;
    }
    try {
      content = StoredDefinitions.parseAll(texts, FunnelFile.Use.BOUNDED);
    } catch (InvalidDefinitions invalid) {
      LOG.warn("Definitions are not valid, those before are shown: {}", invalid.getMessage());
    }
  }

  /** What was valid last. */
  @Override
  public FunnelFile.Content get() {
    return content;
  }

  @Override
  public void close() {
    watch.close();
  }
}
