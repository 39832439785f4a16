package dev.footfall.job;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.flink.core.execution.JobClient;

/** Asks a running job once a second what it has counted so far. */
final class CountsWatch implements AutoCloseable {

  private final ScheduledExecutorService clock;

  private CountsWatch(ScheduledExecutorService clock) {
    this.clock = clock;
  }

  static CountsWatch start(JobClient job, Consumer<Map<String, Long>> listener) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            command -> {
              Thread thread = new Thread(command, "counts");
              thread.setDaemon(true);
              return thread;
            });
    ScheduledFuture<?> unused =
        clock.scheduleWithFixedDelay(() -> ask(job, listener), 1, 1, TimeUnit.SECONDS);
    return new CountsWatch(clock);
  }

  private static void ask(JobClient job, Consumer<Map<String, Long>> listener) {
    job.getAccumulators()
        .thenAccept(counts -> listener.accept(counts(counts)))
        // It may have ended in the meantime: then there is nothing to show.
        .exceptionally(ended -> null);
  }

  static Map<String, Long> counts(Map<String, Object> accumulators) {
    Map<String, Long> counts = new TreeMap<>();
    accumulators.forEach(
        (name, value) -> {
          if (value instanceof Long count && count != Long.MIN_VALUE) {
            counts.put(name, count);
          }
        });
    return counts;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
