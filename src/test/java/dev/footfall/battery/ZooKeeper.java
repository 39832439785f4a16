package dev.footfall.battery;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One ZooKeeper, by which JobManagers agree who leads. */
final class ZooKeeper implements AutoCloseable {

  private final int port = FreePort.next();
  private final Path settings;
  private final Path logs;
  private ServerProcess process;

  private ZooKeeper(Path folder, Path logs) throws IOException {
    this.logs = logs;
    this.settings =
        Files.writeString(
            folder.resolve("zoo.cfg"),
            """
            tickTime=1000
            dataDir=%s
            clientPort=%d
            clientPortAddress=127.0.0.1
            admin.enableServer=false
            maxClientCnxns=0
            """
                .formatted(Files.createDirectories(folder.resolve("zookeeper")), port));
    this.process = startProcess();
  }

  private ServerProcess startProcess() {
    return ServerProcess.start(
        new ServerProcess.Command(
            "zookeeper",
            List.of("-Xmx128m"),
            System.getProperty("java.class.path"),
            "org.apache.zookeeper.server.ZooKeeperServerMain",
            List.of(settings.toString()),
            Map.of()),
        logs);
  }

  static ZooKeeper start(Path folder, Path logs) {
    try {
      return new ZooKeeper(folder, logs);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  ZooKeeper ready() {
    Waiting.until(
        process + " answers",
        () -> {
          new Socket(InetAddress.getLoopbackAddress(), port).close();
          return true;
        });
    return this;
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

  String address() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    process.kill();
  }
}
