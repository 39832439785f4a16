package dev.footfall.battery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessSpec;
import org.apache.flink.runtime.clusterframework.TaskExecutorProcessUtils;
import org.apache.flink.runtime.jobmanager.JobManagerProcessSpec;
import org.apache.flink.runtime.jobmanager.JobManagerProcessUtils;
import org.apache.flink.runtime.util.config.memory.ProcessMemoryUtils;

/**
 * The shipped {@code flink-conf}, with other folders. What else differs is given to the processes
 * one by one, as {@code -D}: ports; two JobManagers that ZooKeeper chooses from; and all that waits
 * waits for a shorter time, so that a scenario takes a minute and not an hour.
 *
 * @param folder the one that Flink reads its configuration from
 * @param overrides what differs
 */
record FlinkSettings(Path folder, Map<String, String> overrides) {

  private static final String SHIPPED_ROOT = "/var/lib/footfall";

  private static final Map<String, String> SOONER =
      Map.of(
          "execution.checkpointing.interval", "2s",
          "execution.checkpointing.min-pause", "500ms",
          "heartbeat.interval", "2s",
          "heartbeat.timeout", "8s",
          "restart-strategy.exponential-delay.max-backoff", "5s",
          "high-availability.zookeeper.client.session-timeout", "10s",
          "high-availability.zookeeper.client.connection-timeout", "5s");

  /**
   * As shipped, for one cluster.
   *
   * @param shipped {@code flink-conf}, or one in it
   * @param root what stands for {@code /var/lib/footfall}
   */
  static FlinkSettings of(Path shipped, Path root, String zooKeeper) {
    try {
      Path folder = Files.createDirectories(root.resolve("conf"));
      String text = Files.readString(shipped.resolve("config.yaml"));
      Files.writeString(folder.resolve("config.yaml"), text.replace(SHIPPED_ROOT, root.toString()));
      Map<String, String> overrides = new TreeMap<>(SOONER);
      overrides.put("high-availability.type", "zookeeper");
      overrides.put("high-availability.storageDir", root.resolve("ha").toUri().toString());
      overrides.put("high-availability.cluster-id", "/" + root.getFileName());
      overrides.put("high-availability.zookeeper.quorum", zooKeeper);
      overrides.put("zookeeper.sasl.disable", "true");
      overrides.put(
          "metrics.reporter.prometheus.factory.class",
          "org.apache.flink.metrics.prometheus.PrometheusReporterFactory");
      overrides.put("io.tmp.dirs", root.resolve("local").toString());
      return new FlinkSettings(folder, overrides);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The same with more that differs. */
  FlinkSettings with(Map<String, String> more) {
    Map<String, String> all = new TreeMap<>(overrides);
    all.putAll(more);
    return new FlinkSettings(folder, all);
  }

  /** As the command lines of Flink's processes take it. */
  List<String> arguments() {
    List<String> arguments = new ArrayList<>(List.of("--configDir", folder.toString()));
    overrides.forEach((key, value) -> arguments.add("-D" + key + "=" + value));
    return arguments;
  }

  private Configuration effective() {
    return GlobalConfiguration.loadConfiguration(
        folder.toString(), Configuration.fromMap(overrides));
  }

  /** What Flink's start scripts make of the configured memory. */
  record Memory(List<String> options, List<String> arguments) {}

  Memory ofTaskManager() {
    TaskExecutorProcessSpec spec = TaskExecutorProcessUtils.processSpecFromConfig(effective());
    return new Memory(
        words(ProcessMemoryUtils.generateJvmParametersStr(spec)),
        words(TaskExecutorProcessUtils.generateDynamicConfigsStr(spec)));
  }

  Memory ofJobManager() {
    JobManagerProcessSpec spec = JobManagerProcessUtils.processSpecFromConfig(effective());
    return new Memory(
        words(JobManagerProcessUtils.generateJvmParametersStr(spec, effective())),
        words(JobManagerProcessUtils.generateDynamicConfigsStr(spec)));
  }

  /** Options that the configuration has for the JVM of every process. */
  List<String> javaOptions() {
    return words(effective().get(CoreOptions.FLINK_JVM_OPTIONS));
  }

  private static List<String> words(String text) {
    return Arrays.stream(text.trim().split("\\s+", -1)).filter(word -> !word.isEmpty()).toList();
  }
}
