package dev.footfall.battery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A Java process of the battery. It never outlives this one. */
final class ServerProcess implements AutoCloseable {

  private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(() -> ALIVE.forEach(Process::destroyForcibly), "end-processes"));
  }

  private final String name;
  private final Path log;
  private final Process process;

  /**
   * What to start.
   *
   * @param name for people, and of its log
   * @param options of the JVM
   * @param classPath as the JVM takes it
   * @param main the main class
   * @param arguments its arguments
   * @param environment variables besides those of this process
   */
  record Command(
      String name,
      List<String> options,
      String classPath,
      String main,
      List<String> arguments,
      Map<String, String> environment) {}

  private ServerProcess(String name, Path log, Process process) {
    this.name = name;
    this.log = log;
    this.process = process;
  }

  /**
   * Starts it.
   *
   * @param folder where its log is kept
   */
  static ServerProcess start(Command command, Path folder) {
    try {
      Files.createDirectories(folder);
      Path log = freeLog(command.name, folder);
      List<String> line = new ArrayList<>();
      line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
      // These live for a minute or two: what they do not compile, they need not wait for.
      line.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"));
      line.add("-Djava.io.tmpdir=" + Files.createDirectories(folder.resolve("tmp")));
      line.add("-Dlog4j2.configurationFile=" + logging(folder));
      line.addAll(command.options);
      line.add("-cp");
      line.add(leash(folder) + System.getProperty("path.separator") + command.classPath);
      line.add(Leash.class.getName());
      line.add(command.main);
      line.addAll(command.arguments);
      ProcessBuilder builder =
          new ProcessBuilder(line).redirectErrorStream(true).redirectOutput(log.toFile());
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().putAll(command.environment);
      Process process = builder.start();
      ALIVE.add(process);
      return new ServerProcess(command.name, log, process);
    } catch (IOException failure) {
      throw new UncheckedIOException(command.name + " cannot be started", failure);
    }
  }

  private static Path freeLog(String name, Path folder) {
    for (int i = 1; ; i++) {
      Path log = folder.resolve(name + (i == 1 ? "" : "-" + i) + ".log");
      if (!Files.exists(log)) {
        return log;
      }
    }
  }

  private static synchronized Path logging(Path folder) throws IOException {
    Path logging = folder.resolve("log4j2.properties");
    if (!Files.exists(logging)) {
      Files.writeString(
          logging,
          """
          status = error
          appender.out.type = Console
          appender.out.name = out
          appender.out.layout.type = PatternLayout
          appender.out.layout.pattern = %d{HH:mm:ss.SSS} %-5p %c{1} %m%n
          rootLogger.level = info
          rootLogger.appenderRef.out.ref = out
          logger.kafka.name = org.apache.kafka
          logger.kafka.level = warn
          """);
    }
    return logging;
  }

  /** A folder with that one class. */
  private static synchronized Path leash(Path folder) throws IOException {
    Path root = folder.resolve("leash");
    String file = Leash.class.getName().replace('.', '/') + ".class";
    Path target = root.resolve(file);
    if (!Files.exists(target)) {
      Files.createDirectories(target.getParent());
      try (var bytes = Leash.class.getClassLoader().getResourceAsStream(file)) {
        Files.copy(bytes, target, StandardCopyOption.REPLACE_EXISTING);
      }
    }
    return root;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** As {@code kill -9}. */
  void kill() {
    process.destroyForcibly();
    awaitEnd();
  }

  /** As {@code kill}: it may put its things in order; killed if it takes too long. */
  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException hurry) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    ALIVE.remove(process);
  }

  /** Waits until it has ended by itself, and gives its exit status. */
  int awaitEnd() {
    try {
      if (!process.waitFor(Waiting.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new BatteryFailure(name + " did not end; its log is " + log);
      }
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
      throw new BatteryFailure(name + " was waited for no longer");
    }
    ALIVE.remove(process);
    return process.exitValue();
  }

  /** What it has said so far. */
  String said() {
    try {
      return Files.readString(log);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  @Override
  public String toString() {
    return name + " (" + log + ")";
  }
}
