package dev.footfall.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** An embedded database in a JVM of its own, so that the JVM can be killed. */
final class EmbeddedDatabaseProcess {

  static final String READY = "ready";

  private EmbeddedDatabaseProcess() {}

  /** Runs until it is killed. Arguments: the folder and the folder of the programs. */
  public static void main(String[] arguments) throws InterruptedException {
    try {
      EmbeddedDatabase.start(Path.of(arguments[0]), Path.of(arguments[1]));
      System.out.println(READY);
      Thread.sleep(Long.MAX_VALUE);
    } catch (EmbeddedDatabaseException refused) {
      System.out.println(refused.getMessage());
    }
  }

  static ProcessBuilder command(Path folder, Path programs) {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            EmbeddedDatabaseProcess.class.getName(),
            folder.toString(),
            programs.toString())
        .redirectErrorStream(true);
  }

  /** Reads what it says until a line holds one of these words. */
  static String awaitLine(Process process, List<String> words) throws IOException {
    BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    StringBuilder all = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      all.append(line).append('\n');
      if (words.stream().anyMatch(line::contains)) {
        return line;
      }
    }
    throw new AssertionError("it ended without a word of " + words + ":\n" + all);
  }
}
