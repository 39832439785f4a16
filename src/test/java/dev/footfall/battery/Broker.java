package dev.footfall.battery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;

/** A Kafka broker without ZooKeeper (KRaft), which can be killed and started again. */
final class Broker implements AutoCloseable {

  private static final int LARGEST_MESSAGE = 4 * 1024 * 1024;

  private final int port = FreePort.next();
  private final Path settings;
  private final Path logs;
  private ServerProcess process;

  private Broker(Path folder, Path logs) throws IOException {
    this.logs = logs;
    int controller = FreePort.next();
    this.settings =
        Files.writeString(
            folder.resolve("kafka.properties"),
            """
            process.roles=broker,controller
            node.id=1
            controller.quorum.voters=1@localhost:%2$d
            listeners=PLAINTEXT://localhost:%1$d,CONTROLLER://localhost:%2$d
            controller.listener.names=CONTROLLER
            listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT
            log.dirs=%3$s
            offsets.topic.replication.factor=1
            offsets.topic.num.partitions=1
            transaction.state.log.replication.factor=1
            transaction.state.log.min.isr=1
            group.initial.rebalance.delay.ms=0
            log.message.timestamp.type=LogAppendTime
            message.max.bytes=%4$d
            auto.create.topics.enable=false
            """
                .formatted(port, controller, folder.resolve("kafka"), LARGEST_MESSAGE));
    ServerProcess format =
        run(
            "kafka-format",
            "kafka.tools.StorageTool",
            "format",
            "-t",
            Uuid.randomUuid().toString(),
            "-c",
            settings.toString());
    if (format.awaitEnd() != 0) {
      throw new BatteryFailure(format + " failed");
    }
    this.process = startProcess();
  }

  static Broker start(Path folder, Path logs) {
    try {
      return new Broker(folder, logs);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private ServerProcess startProcess() {
    return run("kafka", "kafka.Kafka", settings.toString());
  }

  private ServerProcess run(String name, String main, String... arguments) {
    return ServerProcess.start(
        new ServerProcess.Command(
            name,
            List.of("-Xmx384m"),
            System.getProperty("java.class.path"),
            main,
            List.of(arguments),
            Map.of()),
        logs);
  }

  String address() {
    return "localhost:" + port;
  }

  /** Waits until it answers. */
  Broker ready() {
    try (Admin admin = admin()) {
      Waiting.until(
          process + " answers",
          () -> {
            if (!process.isAlive()) {
              throw new BatteryFailure(process + " has ended");
            }
            return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
          });
    }
    return this;
  }

  void makeTopic(String name, int partitions) {
    try (Admin admin = admin()) {
      admin
          .createTopics(List.of(new NewTopic(name, Optional.of(partitions), Optional.empty())))
          .all()
          .get();
    } catch (InterruptedException | ExecutionException failure) {
      throw new BatteryFailure("topic " + name + " cannot be made", failure);
    }
  }

  private Admin admin() {
    return Admin.create(
        Map.of(
            AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
            address(),
            AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG,
            (int) Duration.ofSeconds(60).toMillis()));
  }

  /** As {@code kill -9}. */
  void kill() {
    process.kill();
  }

  /** Starts it again with what it had. */
  void restart() {
    process = startProcess();
    ready();
  }

  @Override
  public void close() {
    process.kill();
  }
}
