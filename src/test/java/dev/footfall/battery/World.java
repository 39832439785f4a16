package dev.footfall.battery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.flink.util.FileUtils;

/** What all scenarios share: ZooKeeper, a broker, a database, and the folder of a run. */
final class World implements AutoCloseable {

  private final Path folder;
  private final ZooKeeper zooKeeper;
  private final Broker broker;
  private final Database database;
  private final FlinkDistribution flink;

  private World(Path folder) {
    this.folder = folder;
    this.flink = FlinkDistribution.in(folder.resolve("flink"));
    Path logs = folder.resolve("shared");
    this.zooKeeper = ZooKeeper.start(folder, logs);
    this.broker = Broker.start(folder, logs);
    this.database = Database.start(folder.resolve("postgresql"));
    zooKeeper.ready();
    broker.ready();
  }

  /** Starts it in a new folder below {@code target/battery}. */
  static World start() {
    try {
      Path all = Files.createDirectories(Path.of("target", "battery").toAbsolutePath());
      return new World(Files.createTempDirectory(all, "run-"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Where logs, checkpoints and savepoints of this run are. */
  Path folder() {
    return folder;
  }

  ZooKeeper zooKeeper() {
    return zooKeeper;
  }

  Broker broker() {
    return broker;
  }

  Database database() {
    return database;
  }

  FlinkDistribution flink() {
    return flink;
  }

  /** Ends all of it; logs and what else is in the folder stay. */
  @Override
  public void close() {
    broker.close();
    database.close();
    zooKeeper.close();
  }

  /** Takes the folder away, for which nobody asks when all went well. */
  void forget() {
    try {
      FileUtils.deleteDirectory(folder.toFile());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
