package dev.footfall.job;

import java.time.Duration;
import org.apache.flink.configuration.ClusterOptions;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/** What every job of ours asks of Flink, and Flink inside this process. */
public final class LocalFlink {

  /** Cannot change without losing state, so it is set once and for all; divides well. */
  static final int MAX_PARALLELISM = 720;

  private LocalFlink() {}

  /**
   * Flink's strict switches: a type that only Kryo could serialize and an operator without a uid
   * fail the submission, in tests as in production.
   */
  public static Configuration strict() {
    Configuration configuration = new Configuration();
    configuration.set(PipelineOptions.GENERIC_TYPES, false);
    configuration.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    configuration.set(PipelineOptions.MAX_PARALLELISM, MAX_PARALLELISM);
    return configuration;
  }

  /** A Flink in this process that is reached from this machine only. */
  static StreamExecutionEnvironment environment(Configuration configuration, int parallelism) {
    Configuration local = new Configuration(configuration);
    local.set(RestOptions.BIND_ADDRESS, "127.0.0.1");
    local.set(RestOptions.ADDRESS, "127.0.0.1");
    local.set(RestOptions.BIND_PORT, "0");
    setUnlessGiven(CoreOptions.TMP_DIRS, TemporaryFolder.path().toString(), local);
    setUnlessGiven(ClusterOptions.PROCESS_WORKING_DIR_BASE, local.get(CoreOptions.TMP_DIRS), local);
    setUnlessGiven(WebOptions.TMP_DIR, TemporaryFolder.path().toString(), local);
    // Counts travel with the heartbeat: this is how often progress can be shown. On a cluster
    // Flink's
    // own ten seconds do.
    setUnlessGiven(HeartbeatManagerOptions.HEARTBEAT_INTERVAL, Duration.ofSeconds(1), local);
    return StreamExecutionEnvironment.createLocalEnvironment(parallelism, local);
  }

  private static <T> void setUnlessGiven(
      ConfigOption<T> option, T value, Configuration configuration) {
    if (!configuration.contains(option)) {
      configuration.set(option, value);
    }
  }
}
