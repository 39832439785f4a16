package dev.footfall.job;

import dev.footfall.event.EventFormat;
import dev.footfall.event.EventMapping;
import dev.footfall.event.Intake;
import dev.footfall.event.RejectedEvent;
import dev.footfall.ingest.Counted;
import dev.footfall.ingest.EventFiles;
import dev.footfall.ingest.Ingest;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * A bounded run over files, in this process.
 *
 * @param files as {@link EventFiles} takes them
 * @param format empty to tell it from each file
 * @param mapping where a sender puts what makes an event
 * @param maxDisorder how late an event may come; empty to sort the whole input, so that nothing is
 *     late
 * @param dedupe for how long an event's id is remembered
 * @param parallelism how many instances of each operator run side by side
 */
public record Analysis(
    List<String> files,
    Optional<EventFormat> format,
    EventMapping mapping,
    Optional<Duration> maxDisorder,
    Duration dedupe,
    int parallelism) {

  /**
   * What is to be known of the events. One serves one run.
   *
   * @param <R> a row of it
   */
  public interface Report<R> {

    /**
     * Lays the arrows from events to what is fetched.
     *
     * @param admitted admitted events: none late, none twice
     */
    void lay(DataStream<Intake> admitted, Fetching fetching);

    /** The rows, once all that is fetched has come. */
    List<R> rows();
  }

  /** Takes streams out of the run, each by a thread of its own. */
  public interface Fetching {

    /** Hands on everything that comes out of the stream. */
    <T> void fetch(DataStream<T> stream, Consumer<T> each);
  }

  /** Who listens while it runs. */
  public interface Listener {

    /** What has been counted so far, by the names of {@link Counted}. */
    void counted(Map<String, Long> counts);

    /** Something that is no event; called for each only if {@link #wantsRejected}. */
    void rejected(RejectedEvent rejected);

    /** Whether what is rejected should be told one by one. */
    boolean wantsRejected();
  }

  /**
   * What came out.
   *
   * @param rows of the report
   * @param counts by the names of {@link Counted}
   */
  public record Result<R>(List<R> rows, Map<String, Long> counts) {}

  /**
   * Runs it.
   *
   * @throws IOException if standard input cannot be read
   * @throws JobFailed if the run fails
   */
  public <R> Result<R> run(Report<R> report, Listener listener) throws IOException {
    Configuration configuration = LocalFlink.strict();
    // What one task hands to the next goes through files that are read back at once.
    configuration.set(
        NettyShuffleEnvironmentOptions.SHUFFLE_COMPRESSION_CODEC,
        NettyShuffleEnvironmentOptions.CompressionCodec.NONE);
    StreamExecutionEnvironment environment = LocalFlink.environment(configuration, parallelism);
    // Batch mode puts each user's events in order when all are there, with a file where memory does
    // not hold them.
    environment.setRuntimeMode(
        maxDisorder.isPresent() ? RuntimeExecutionMode.STREAMING : RuntimeExecutionMode.BATCH);
    Ingest ingest =
        Ingest.from(
            environment,
            maxDisorder.isPresent()
                ? EventFiles.source(files, format, mapping)
                : EventFiles.sourceInParts(files, format, mapping, parallelism),
            new Ingest.Timing(maxDisorder, Optional.empty(), dedupe));
    Drains drains = new Drains();
    report.lay(ingest.admitted(), drains);
    if (listener.wantsRejected()) {
      drains.fetch(ingest.rejected(), listener::rejected);
    }
    try {
      JobClient job = environment.executeAsync("Footfall analysis");
      try (CountsWatch watch = CountsWatch.start(job, listener::counted)) {
        drains.all();
      }
      Map<String, Long> counts =
          CountsWatch.counts(job.getJobExecutionResult().get().getAllAccumulatorResults());
      return new Result<>(report.rows(), counts);
    } catch (Exception failure) {
      throw new JobFailed(failure);
    }
  }

  private static final class Drains implements Fetching {
    private final List<Runnable> drains = new ArrayList<>();

    @Override
    public <T> void fetch(DataStream<T> stream, Consumer<T> each) {
      CloseableIterator<T> results = stream.collectAsync();
      drains.add(() -> results.forEachRemaining(each));
    }

    /** All at once: a result that nobody fetches would hold up the job, and with it the others. */
    void all() {
      CompletableFuture<?>[] running =
          drains.stream()
              .map(
                  drain ->
                      CompletableFuture.runAsync(
                          drain, command -> new Thread(command, "results").start()))
              .toArray(CompletableFuture<?>[]::new);
      CompletableFuture.allOf(running).join();
    }
  }
}
