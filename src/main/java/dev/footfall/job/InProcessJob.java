package dev.footfall.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateRecoveryOptions;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.core.execution.RecoveryClaimMode;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * A job in this process that keeps its checkpoints in a folder and goes on from the last of them.
 */
public final class InProcessJob {

  private static final Duration CANCEL_WITHIN = Duration.ofSeconds(10);

  private final JobClient job;
  private volatile boolean cancelled;

  private InProcessJob(JobClient job) {
    this.job = job;
  }

  /**
   * Starts a job, from the last checkpoint in the folder if there is one.
   *
   * @param checkpoints kept here every few seconds
   * @param parallelism how many instances of each operator run side by side
   * @param assembly puts the job into the environment
   * @throws Exception if it cannot be started
   */
  public static InProcessJob start(
      Path checkpoints, int parallelism, Consumer<StreamExecutionEnvironment> assembly)
      throws Exception {
    Configuration configuration = LocalFlink.strict();
    configuration.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, Duration.ofSeconds(5));
    configuration.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.toUri().toString());
    configuration.set(
        CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
        ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
    configuration.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
    latest(checkpoints)
        .ifPresent(
            checkpoint -> {
              configuration.set(StateRecoveryOptions.SAVEPOINT_PATH, checkpoint.toUri().toString());
              configuration.set(StateRecoveryOptions.RESTORE_MODE, RecoveryClaimMode.CLAIM);
            });
    StreamExecutionEnvironment environment = LocalFlink.environment(configuration, parallelism);
    assembly.accept(environment);
    return new InProcessJob(environment.executeAsync("Footfall"));
  }

  /** The newest checkpoint that was completed, of whichever run. */
  private static Optional<Path> latest(Path checkpoints) {
    if (!Files.isDirectory(checkpoints)) {
      return Optional.empty();
    }
    try (Stream<Path> paths = Files.walk(checkpoints, 3)) {
      return paths
          .filter(path -> path.endsWith("_metadata"))
          .max(Comparator.comparing(InProcessJob::writtenAt))
          .map(Path::getParent);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(checkpoints + ": cannot be read", unreadable);
    }
  }

  private static java.nio.file.attribute.FileTime writtenAt(Path path) {
    try {
      return Files.getLastModifiedTime(path);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(path + ": cannot be read", unreadable);
    }
  }

  /**
   * Waits until the job ends, or is cancelled here.
   *
   * @throws JobFailed if it fails
   */
  public void await() throws InterruptedException {
    try {
      job.getJobExecutionResult().get();
    } catch (ExecutionException failure) {
      if (!cancelled) {
        throw new JobFailed(failure);
      }
    }
  }

  /**
   * Ends the job and waits for that a little while, so that what it writes to may be taken away.
   * Its last checkpoint stays, and the next start goes on from there.
   */
  public void cancel() {
    cancelled = true;
    try {
      job.cancel()
          .thenCompose(done -> job.getJobExecutionResult())
          .get(CANCEL_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException inAHurry) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException ended) {
      // Cancelled is how it was to end; and one that does not end is not waited for.
    }
  }
}
