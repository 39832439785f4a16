package dev.footfall.job;

import dev.footfall.event.EventFormat;
import dev.footfall.event.EventMapping;
import dev.footfall.event.RejectedEvent;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Report;
import dev.footfall.ingest.Counted;
import dev.footfall.ingest.EventFiles;
import dev.footfall.ingest.Ingest;
import dev.footfall.metric.CohortReport;
import dev.footfall.metric.Emit;
import dev.footfall.metric.StepRow;
import dev.footfall.metric.TimesRow;
import dev.footfall.report.FigureRow;
import dev.footfall.report.Reports;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.NettyShuffleEnvironmentOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;

/**
 * A bounded run over files, in this process: every row of every funnel, all of them final.
 *
 * @param files as {@link EventFiles} takes them
 * @param format empty to tell it from each file
 * @param mapping where a sender puts what makes an event
 * @param funnels at least one
 * @param maxDisorder how late an event may come; empty to sort the whole input, so that nothing is
 *     late
 * @param dedupe for how long an event's id is remembered
 * @param parallelism how many instances of each operator run side by side
 * @param top fold all but so many values of each breakdown into one
 */
public record Analysis(
    List<String> files,
    Optional<EventFormat> format,
    EventMapping mapping,
    List<Funnel> funnels,
    Optional<Duration> maxDisorder,
    Duration dedupe,
    int parallelism,
    OptionalInt top) {

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
   * @param rows sorted by funnel, cohort, breakdown, value and step
   * @param counts by the names of {@link Counted}
   */
  public record Result(List<StepRow> rows, Map<String, Long> counts) {}

  /**
   * Runs it.
   *
   * @throws IOException if standard input cannot be read
   * @throws JobFailed if the run fails
   */
  public Result run(Listener listener) throws IOException {
    StreamExecutionEnvironment environment = environment();
    Ingest ingest = ingest(environment);
    Topology topology = Topology.of(ingest.admitted(), funnels, Emit.FINAL);
    CohortReport report = new CohortReport(funnels);
    List<Runnable> drains = new ArrayList<>();
    CloseableIterator<StepRow> steps = topology.steps().collectAsync();
    drains.add(() -> steps.forEachRemaining(report::add));
    if (top.isPresent()) {
      CloseableIterator<TimesRow> times = topology.times().collectAsync();
      drains.add(() -> times.forEachRemaining(report::add));
    }
    Map<String, Long> counts = execute(environment, ingest, drains, listener);
    return new Result(report.rows(top), counts);
  }

  /**
   * What came out of a run for reports.
   *
   * @param rows sorted by report, window, part, value, position and names
   * @param counts by the names of {@link Counted}
   */
  public record Reported(List<FigureRow> rows, Map<String, Long> counts) {}

  /**
   * Runs reports instead of the funnels.
   *
   * @throws IOException if standard input cannot be read
   * @throws JobFailed if the run fails
   */
  public Reported run(List<Report> reports, Listener listener) throws IOException {
    StreamExecutionEnvironment environment = environment();
    Ingest ingest = ingest(environment);
    List<FigureRow> rows = Collections.synchronizedList(new ArrayList<>());
    CloseableIterator<FigureRow> figures =
        Reports.of(ingest.admitted(), reports, Emit.FINAL).collectAsync();
    List<Runnable> drains = new ArrayList<>();
    drains.add(() -> figures.forEachRemaining(rows::add));
    Map<String, Long> counts = execute(environment, ingest, drains, listener);
    return new Reported(rows.stream().sorted(FigureRow.IN_ORDER).toList(), counts);
  }

  private StreamExecutionEnvironment environment() {
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
    return environment;
  }

  private Ingest ingest(StreamExecutionEnvironment environment) throws IOException {
    return Ingest.from(
        environment,
        maxDisorder.isPresent()
            ? EventFiles.source(files, format, mapping)
            : EventFiles.sourceInParts(files, format, mapping, parallelism),
        new Ingest.Timing(maxDisorder, Optional.empty(), dedupe));
  }

  /** Runs it, and lets what comes out be fetched; says what was counted in the end. */
  private static Map<String, Long> execute(
      StreamExecutionEnvironment environment,
      Ingest ingest,
      List<Runnable> drains,
      Listener listener) {
    if (listener.wantsRejected()) {
      CloseableIterator<RejectedEvent> rejected = ingest.rejected().collectAsync();
      drains.add(() -> rejected.forEachRemaining(listener::rejected));
    }
    try {
      JobClient job = environment.executeAsync("Footfall analysis");
      try (CountsWatch watch = CountsWatch.start(job, listener::counted)) {
        drainAll(drains);
      }
      return CountsWatch.counts(job.getJobExecutionResult().get().getAllAccumulatorResults());
    } catch (Exception failure) {
      throw new JobFailed(failure);
    }
  }

  /** All at once: a result that nobody fetches would hold up the job, and with it the others. */
  private static void drainAll(List<Runnable> drains) {
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
