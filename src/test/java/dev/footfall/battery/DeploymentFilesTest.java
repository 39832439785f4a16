package dev.footfall.battery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.flink.configuration.GlobalConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What can be said of the files for containers without any to run them. */
class DeploymentFilesTest {

  private static final Pattern PINNED = Pattern.compile("[\\w./-]+:v?\\d[\\w.-]*");

  static Stream<Path> yamlFiles() throws Exception {
    List<Path> files;
    try (Stream<Path> docker = Files.walk(Path.of("docker"));
        Stream<Path> kubernetes = Files.walk(Path.of("kubernetes"))) {
      files =
          Stream.concat(docker, kubernetes)
              .filter(file -> file.toString().endsWith("yaml"))
              .toList();
    }
    assertThat(files).hasSizeGreaterThan(6);
    return files.stream();
  }

  @ParameterizedTest
  @MethodSource("yamlFiles")
  void everyFileIsYaml(Path file) throws Exception {
    assertThat(load(file)).isInstanceOf(Map.class);
  }

  @Test
  void everyImageIsPinned() throws Exception {
    Map<String, String> images = new TreeMap<>();
    JsonNode compose = new ObjectMapper().valueToTree(load(Path.of("docker", "compose.yaml")));
    compose
        .get("services")
        .properties()
        .forEach(
            service -> {
              if (!service.getValue().has("build") && !service.getValue().path("<<").has("build")) {
                images.put(service.getKey(), service.getValue().get("image").asText());
              }
            });
    assertThat(images).containsKeys("kafka", "database", "prometheus", "grafana");
    assertThat(images.values()).allMatch(image -> PINNED.matcher(image).matches());
  }

  @Test
  void theDashboardIsJsonAndEachOfItsPanelsAsksForSomething() throws Exception {
    JsonNode board =
        new ObjectMapper().readTree(Path.of("docker/grafana/dashboards/footfall.json").toFile());

    assertThat(board.get("panels")).hasSizeGreaterThan(8);
    assertThat(board.get("panels"))
        .allMatch(panel -> !panel.get("targets").isEmpty())
        .allMatch(
            panel ->
                panel.get("targets").findValuesAsText("expr").stream().noneMatch(String::isBlank));
  }

  /**
   * What is said of Flink there and in {@code flink-conf} is the same, but for where things are.
   */
  @Test
  void kubernetesSaysOfFlinkWhatTheShippedConfigurationSays() throws Exception {
    JsonNode deployment =
        new ObjectMapper().valueToTree(load(Path.of("kubernetes", "footfall.yaml")));
    Map<String, String> shipped = GlobalConfiguration.loadConfiguration("flink-conf").toMap();
    Map<String, String> differ = new TreeMap<>();
    deployment
        .get("spec")
        .get("flinkConfiguration")
        .properties()
        .forEach(
            entry -> {
              String ours = shipped.get(entry.getKey());
              if (ours != null && !ours.equals(entry.getValue().asText())) {
                differ.put(entry.getKey(), ours);
              }
            });
    assertThat(differ)
        .containsOnlyKeys("execution.checkpointing.dir", "execution.checkpointing.savepoint-dir");
  }

  private static Object load(Path file) throws Exception {
    return new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
  }
}
