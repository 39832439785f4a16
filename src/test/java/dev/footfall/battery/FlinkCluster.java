package dev.footfall.battery;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * JobManagers, of which ZooKeeper chooses one to lead, and TaskManagers. In application mode each
 * JobManager brings the job; in session mode Flink's client submits it.
 */
final class FlinkCluster implements AutoCloseable {

  private static final String SESSION =
      "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint";
  private static final String APPLICATION =
      "org.apache.flink.container.entrypoint.StandaloneApplicationClusterEntryPoint";
  private static final String TASK_MANAGER =
      "org.apache.flink.runtime.taskexecutor.TaskManagerRunner";
  private static final String CLIENT = "org.apache.flink.client.cli.CliFrontend";
  private static final String METRICS_PORT = "metrics.reporter.prometheus.port";
  private static final Pattern NAME = Pattern.compile("[{ ]");
  private static final String JOB = "dev.footfall.job.ProductionJob";

  private final FlinkDistribution distribution;
  private final FlinkSettings settings;
  private final Map<String, String> environment;
  private final Path logs;

  /** The eldest first: ZooKeeper lets it lead. */
  private final List<JobManager> jobManagers = new ArrayList<>();

  private final Map<String, ServerProcess> taskManagers = new LinkedHashMap<>();
  private final JobApi job = new JobApi(() -> jobManagers.get(0).restPort);
  private final List<Integer> metricsPorts = new ArrayList<>();
  private int started;

  private record JobManager(ServerProcess process, int restPort) {}

  /**
   * @param environment what the job's settings ask for
   */
  FlinkCluster(
      FlinkDistribution distribution,
      FlinkSettings settings,
      Map<String, String> environment,
      Path logs) {
    this.distribution = distribution;
    this.settings = settings;
    this.environment = environment;
    this.logs = logs;
  }

  JobApi job() {
    return job;
  }

  /**
   * Starts one more JobManager that brings the job.
   *
   * @param jobSettings the job's settings file
   * @param from the savepoint to begin with
   */
  void startJobManager(Path jobSettings, Optional<String> from) {
    List<String> arguments = new ArrayList<>(List.of("--job-classname", JOB));
    from.ifPresent(savepoint -> arguments.addAll(List.of("--fromSavepoint", savepoint)));
    startJobManager(APPLICATION, arguments, List.of(jobSettings.toString()));
  }

  /** Starts one more JobManager that waits for jobs. */
  void startSession() {
    startJobManager(SESSION, List.of(), List.of());
  }

  private void startJobManager(String main, List<String> options, List<String> ofJob) {
    int port = FreePort.next();
    FlinkSettings.Memory memory = settings.ofJobManager();
    List<String> arguments =
        new ArrayList<>(
            settings
                .with(
                    Map.of(
                        "rest.port",
                        Integer.toString(port),
                        "rest.bind-port",
                        Integer.toString(port),
                        METRICS_PORT,
                        nextMetricsPort()))
                .arguments());
    arguments.addAll(memory.arguments());
    arguments.addAll(options);
    arguments.addAll(ofJob);
    jobManagers.add(new JobManager(start("jobmanager", memory.options(), main, arguments), port));
  }

  void startTaskManager() {
    FlinkSettings.Memory memory = settings.ofTaskManager();
    String id = "taskmanager-" + started;
    List<String> arguments =
        new ArrayList<>(
            settings
                .with(Map.of("taskmanager.resource-id", id, METRICS_PORT, nextMetricsPort()))
                .arguments());
    arguments.addAll(memory.arguments());
    taskManagers.put(id, start("taskmanager", memory.options(), TASK_MANAGER, arguments));
  }

  private String nextMetricsPort() {
    metricsPorts.add(FreePort.next());
    return Integer.toString(metricsPorts.get(metricsPorts.size() - 1));
  }

  /** The names of all metrics that the processes serve to Prometheus. */
  Set<String> metrics() throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    for (int port : metricsPorts) {
      HttpRequest request = HttpRequest.newBuilder(URI.create("http://localhost:" + port)).build();
      String served = HttpClient.newHttpClient().send(request, BodyHandlers.ofString()).body();
      served
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(NAME::split)
          .forEach(parts -> names.add(parts[0]));
    }
    return names;
  }

  private ServerProcess start(
      String name, List<String> memory, String main, List<String> arguments) {
    started++;
    List<String> options = new ArrayList<>(memory);
    options.addAll(settings.javaOptions());
    Map<String, String> variables = new HashMap<>(environment);
    variables.put("FLINK_CONF_DIR", settings.folder().toString());
    variables.put("FLINK_LIB_DIR", distribution.lib().toString());
    return ServerProcess.start(
        new ServerProcess.Command(
            name, options, distribution.classPath(), main, arguments, variables),
        logs);
  }

  /** Submits the packaged job by Flink's own client, which must say that it did. */
  void submit(Path jobSettings) {
    ServerProcess client =
        start(
            "client",
            List.of("-Xmx512m"),
            CLIENT,
            List.of(
                "run",
                "--detached",
                "--jobmanager",
                "localhost:" + jobManagers.get(0).restPort,
                FlinkDistribution.JOB_JAR.toString(),
                jobSettings.toString()));
    if (client.awaitEnd() != 0 || !client.said().contains("Job has been submitted with JobID")) {
      throw new BatteryFailure("the job was not submitted; see " + client);
    }
  }

  /** Waits until a JobManager leads. */
  void awaitLeader() {
    Waiting.until(
        jobManagers.get(0).process + " answers",
        () -> {
          refuseEnded(jobManagers.get(0).process);
          return job.answers();
        });
  }

  /** Waits until the job runs and has completed a checkpoint. */
  void awaitRunning() {
    Waiting.until(
        () -> "the job runs and a checkpoint is completed; see " + jobManagers.get(0).process,
        () -> {
          refuseEnded(jobManagers.get(0).process);
          return job.lastCheckpointMillis() > 0;
        });
  }

  private static void refuseEnded(ServerProcess process) {
    if (!process.isAlive()) {
      throw new BatteryFailure(process + " has ended");
    }
  }

  /** As {@code kill -9} of the JobManager that leads. */
  void killLeader() {
    jobManagers.remove(0).process.kill();
  }

  /** As {@code kill -9} of the JobManagers that do not lead. */
  void killStandbys() {
    while (jobManagers.size() > 1) {
      jobManagers.remove(1).process.kill();
    }
  }

  /** As {@code kill -9} of a TaskManager that runs a part of the job. */
  void killTaskManager() {
    String[] id = {""};
    Waiting.until(
        "a TaskManager runs the job",
        () -> {
          List<String> ids =
              job.taskManagersOfJob().stream().filter(taskManagers::containsKey).toList();
          id[0] = ids.isEmpty() ? "" : ids.get(0);
          return !ids.isEmpty();
        });
    Objects.requireNonNull(taskManagers.remove(id[0])).kill();
  }

  /** Waits until all JobManagers have ended by themselves, as they do when their job has. */
  void awaitEnd() {
    jobManagers.forEach(jobManager -> jobManager.process.awaitEnd());
    jobManagers.clear();
  }

  @Override
  public void close() {
    taskManagers.values().forEach(ServerProcess::kill);
    jobManagers.forEach(jobManager -> jobManager.process.kill());
  }
}
