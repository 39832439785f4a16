package dev.footfall.battery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What Flink tells of the one job that runs in a cluster, and what can be asked of it. */
final class JobApi {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
  private final Supplier<Integer> port;

  /**
   * @param port where a JobManager listens; it may change
   */
  JobApi(Supplier<Integer> port) {
    this.port = port;
  }

  private JsonNode get(String path) throws IOException, InterruptedException {
    return send(request(path).GET().build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port.get() + path))
        .timeout(Duration.ofSeconds(10));
  }

  private JsonNode send(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> answer = client.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300) {
      throw new IOException(request.uri() + ": " + answer.statusCode() + " " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  /** Whether it answers at all. */
  boolean answers() throws IOException, InterruptedException {
    return get("/overview").has("taskmanagers");
  }

  int taskManagers() throws IOException, InterruptedException {
    return get("/overview").get("taskmanagers").asInt();
  }

  /** The id of the job that has not ended. */
  Optional<String> runningJob() throws IOException, InterruptedException {
    for (JsonNode job : get("/jobs/overview").get("jobs")) {
      if (job.get("state").asText().equals("RUNNING")) {
        return Optional.of(job.get("jid").asText());
      }
    }
    return Optional.empty();
  }

  private String job() throws IOException, InterruptedException {
    return runningJob().orElseThrow(() -> new IOException("no job is running"));
  }

  /** When the newest completed checkpoint was begun; 0 if there is none. */
  long lastCheckpointMillis() throws IOException, InterruptedException {
    JsonNode last = get("/jobs/" + job() + "/checkpoints").path("latest").path("completed");
    return last.path("trigger_timestamp").asLong(0);
  }

  /** Waits for a checkpoint that was begun after now and is completed. */
  void awaitCheckpoint() {
    long now = System.currentTimeMillis();
    Waiting.until("a checkpoint is completed", () -> lastCheckpointMillis() > now);
  }

  /** How many checkpoints have failed since the job last started. */
  int failedCheckpoints() throws IOException, InterruptedException {
    return get("/jobs/" + job() + "/checkpoints").path("counts").path("failed").asInt();
  }

  /** Which state backend the job runs with. */
  String stateBackend() throws IOException, InterruptedException {
    return get("/jobs/" + job() + "/checkpoints/config").path("state_backend").asText();
  }

  /** Whether a checkpoint wrote less than it holds, for the rest stood in those before it. */
  boolean someCheckpointIsIncremental() throws IOException, InterruptedException {
    for (JsonNode one : get("/jobs/" + job() + "/checkpoints").path("history")) {
      if (one.path("checkpointed_size").asLong() < one.path("state_size").asLong()) {
        return true;
      }
    }
    return false;
  }

  /** The ids of the TaskManagers that the job runs on. */
  Set<String> taskManagersOfJob() throws IOException, InterruptedException {
    String job = "/jobs/" + job();
    Set<String> ids = new TreeSet<>();
    for (JsonNode vertex : get(job).get("vertices")) {
      String path = job + "/vertices/" + vertex.get("id").asText() + "/taskmanagers";
      for (JsonNode one : get(path).get("taskmanagers")) {
        if (one.get("status").asText().equals("RUNNING")) {
          ids.add(one.get("taskmanager-id").asText());
        }
      }
    }
    return ids;
  }

  /** What was counted since the job last started, by name. */
  Map<String, Long> counts() throws IOException, InterruptedException {
    Map<String, Long> counts = new TreeMap<>();
    JsonNode answer = get("/jobs/" + job() + "/accumulators?includeSerializedValue=false");
    for (JsonNode one : answer.get("user-task-accumulators")) {
      String value = one.get("value").asText();
      if (value.matches("-?\\d+")) {
        counts.put(one.get("name").asText(), Long.parseLong(value));
      }
    }
    return counts;
  }

  /** Why it failed, newest first. */
  String failures() {
    try {
      return get("/jobs/" + job() + "/exceptions").path("exceptionHistory").toString();
    } catch (IOException | InterruptedException unknown) {
      return "unknown: " + unknown;
    }
  }

  /** How often the whole job or a part of it was started again. */
  int restarts() throws IOException, InterruptedException {
    JsonNode metrics = get("/jobs/" + job() + "/metrics?get=numRestarts");
    return metrics.isEmpty() ? 0 : metrics.get(0).get("value").asInt();
  }

  /** Stops the job with a savepoint and gives its path. */
  String stopWithSavepoint(Path folder) {
    try {
      String job = job();
      String body =
          JSON.writeValueAsString(
              Map.of("targetDirectory", folder.toUri().toString(), "drain", false));
      JsonNode asked =
          send(
              request("/jobs/" + job + "/stop")
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(body))
                  .build());
      String path = "/jobs/" + job + "/savepoints/" + asked.get("request-id").asText();
      String[] location = {""};
      Waiting.until(
          "the savepoint is written",
          () -> {
            JsonNode answer = get(path);
            if (!answer.path("status").path("id").asText().equals("COMPLETED")) {
              return false;
            }
            JsonNode operation = answer.path("operation");
            if (operation.has("failure-cause")) {
              throw new BatteryFailure("no savepoint: " + operation.get("failure-cause"));
            }
            location[0] = operation.get("location").asText();
            return true;
          });
      return location[0];
    } catch (IOException | InterruptedException failure) {
      throw new BatteryFailure("no savepoint could be asked for", failure);
    }
  }

  /** Cancels the job. */
  void cancel() {
    try {
      send(
          request("/jobs/" + job() + "?mode=cancel")
              .method("PATCH", BodyPublishers.noBody())
              .build());
      Waiting.until("no job is running", () -> runningJob().isEmpty());
    } catch (IOException | InterruptedException failure) {
      throw new BatteryFailure("the job cannot be cancelled", failure);
    }
  }
}
