package dev.footfall.benchmark;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A Java process on this one's class path, and the one line by which it tells its result. */
final class Child {

  private static final String RESULT = "RESULT ";
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What Flink opens by reflection, as in the manifest of the distribution's jar. */
  private static final List<String> OPENED =
      List.of("lang", "net", "io", "nio", "lang.reflect", "text", "time", "util");

  private Child() {}

  /** Said by the child: what it found. */
  static void tell(Map<String, Object> result) throws JsonProcessingException {
    System.out.println(RESULT + JSON.writeValueAsString(result));
  }

  /** The command that runs a class as the launcher would, with its options. */
  static List<String> command(Class<?> main, List<String> arguments) {
    return command(List.of(), main, arguments);
  }

  private static List<String> command(List<String> memory, Class<?> main, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseParallelGC");
    command.addAll(memory);
    OPENED.forEach(name -> command.add("--add-opens=java.base/java." + name + "=ALL-UNNAMED"));
    command.add("--add-opens=java.base/sun.nio.ch=ALL-UNNAMED");
    command.addAll(options());
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(main.getName());
    command.addAll(arguments);
    return command;
  }

  /** More options for every child, for those who profile: {@code -XX:StartFlightRecording=…}. */
  private static List<String> options() {
    String options = System.getProperty("footfall.benchmark.java-options", "");
    return options.isBlank() ? List.of() : List.of(options.trim().split(" +"));
  }

  /**
   * Runs a class and gives what it told.
   *
   * @param heap how much memory, from the beginning as in a cluster
   */
  static Map<String, Object> run(String heap, Class<?> main, List<String> arguments)
      throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command(List.of("-Xms" + heap, "-Xmx" + heap), main, arguments))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    Optional<String> told = Optional.empty();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.startsWith(RESULT)) {
          told = Optional.of(line.substring(RESULT.length()));
        }
      }
    }
    int status = process.waitFor();
    String result =
        told.orElseThrow(
            () ->
                new IllegalStateException(
                    "%s %s ended with %d and no result"
                        .formatted(main.getSimpleName(), arguments, status)));
    return JSON.readValue(result, new TypeReference<>() {});
  }
}
