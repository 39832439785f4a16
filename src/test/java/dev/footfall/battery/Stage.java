package dev.footfall.battery;

import dev.footfall.battery.Message.Fate;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Where one scenario is played: a topic, a cluster with the job, and the day's traffic, of which a
 * scenario sends as much as it wants.
 */
final class Stage implements AutoCloseable {

  private static final Path TABLES = Path.of("target", "dist", "tables", "postgresql");
  private static final Path LAUNCHED = Path.of("target", "dist", "footfall.jar");
  private static final int TRICKLE = 20;

  /** As {@code flink-conf} names it below its root. */
  private static final String CHECKPOINTS = "checkpoints";

  private final World world;
  private final String name;
  private final Path folder;
  private final Traffic.Shape shape;
  private final long seed;
  private final List<Message> traffic;
  private final Producer producer;
  private final Path jobSettings;
  private final List<Recovery> recoveries = new ArrayList<>();
  private FlinkSettings flinkSettings;
  private FlinkCluster cluster;
  private Definitions first = Definitions.USUAL;
  private Definitions declared = Definitions.USUAL;
  private int next;
  private CompletableFuture<Void> trickle = CompletableFuture.completedFuture(null);
  private int rowsCompared;
  private int lateCalls;

  /**
   * How long something took.
   *
   * @param what of what to what
   * @param seconds how long
   */
  record Recovery(String what, double seconds) {}

  Stage(World world, Scenario scenario, long seed) {
    this.world = world;
    this.name = scenario.name() + "-" + seed;
    this.folder = world.folder().resolve(name);
    this.shape = scenario.shape();
    this.seed = seed;
    this.traffic = Traffic.of(shape, seed);
    try {
      Files.createDirectories(folder.resolve("job"));
      this.jobSettings = folder.resolve("job").resolve("settings.yaml");
      Files.writeString(jobSettings, settings(scenario.idleAfter()));
      declare(Definitions.USUAL);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    world.database().clear();
    world.broker().makeTopic(name, shape.partitions());
    this.producer = new Producer(world.broker().address(), name);
    this.flinkSettings =
        FlinkSettings.of(scenario.flinkConf(), folder, world.zooKeeper().address());
    this.cluster = newCluster();
  }

  private String settings(Duration idleAfter) {
    return """
    definitions: funnels.yaml
    source:
      kafka: {servers: "%s", topics: [%s], start: earliest, group: %s}
      format: json
    time: {max_disorder: %dm, idle_after: %ds, max_ahead: 1h, dedupe: 1h}
    emit: {mode: live, every: 1s}
    tables: %s
    """
        .formatted(
            world.broker().address(),
            name,
            name,
            Traffic.DISORDER.toMinutes(),
            idleAfter.toSeconds(),
            TABLES.toAbsolutePath());
  }

  private FlinkCluster newCluster() {
    return new FlinkCluster(
        world.flink(), flinkSettings, world.database().environment(), folder.resolve("logs"));
  }

  // --- what happens to the job

  FlinkCluster cluster() {
    return cluster;
  }

  Database database() {
    return world.database();
  }

  Broker broker() {
    return world.broker();
  }

  ZooKeeper zooKeeper() {
    return world.zooKeeper();
  }

  Path jobSettings() {
    return jobSettings;
  }

  /** Starts a JobManager with the job and a TaskManager, and waits for the first checkpoint. */
  void start() {
    start(Optional.empty());
  }

  /**
   * As {@link #start()}.
   *
   * @param from the savepoint to begin with
   */
  void start(Optional<String> from) {
    cluster.startJobManager(jobSettings, from);
    cluster.awaitLeader();
    cluster.startTaskManager();
    cluster.awaitRunning();
  }

  /** Has the job run with so many instances of each operator from the next start on. */
  void rescale(int parallelism) {
    flinkSettings =
        flinkSettings.with(Map.of("parallelism.default", Integer.toString(parallelism)));
  }

  /** Stops the job with a savepoint, and all that runs it; gives the savepoint. */
  String stopWithSavepoint() {
    String savepoint = cluster.job().stopWithSavepoint(folder.resolve("savepoints"));
    cluster.awaitEnd();
    cluster.close();
    cluster = newCluster();
    return savepoint;
  }

  /** Puts something in the way of checkpoints, so that none can be written or read. */
  void hideCheckpoints() {
    try {
      Files.move(folder.resolve(CHECKPOINTS), folder.resolve("hidden"));
      Files.createFile(folder.resolve(CHECKPOINTS));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** Takes it out of the way again. */
  void showCheckpoints() {
    try {
      Files.delete(folder.resolve(CHECKPOINTS));
      Files.move(folder.resolve("hidden"), folder.resolve(CHECKPOINTS));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /**
   * Takes the rows of cohorts and windows that are closed by then out of the tables, and has a
   * backfill of its own process write them again.
   */
  void forgetAndBackfill(Instant until) {
    for (Funnel funnel : declared.funnels()) {
      database().forgetCohorts(funnel.id(), until.minusMillis(funnel.within().millis()));
    }
    for (Report report : declared.reports()) {
      database().forgetWindows(report.id(), until.minusMillis(report.horizonMillis()));
    }
    ServerProcess backfill =
        ServerProcess.start(
            new ServerProcess.Command(
                "backfill",
                flinkSettings.javaOptions(),
                LAUNCHED.toAbsolutePath().toString(),
                "dev.footfall.cli.Footfall",
                List.of("run", jobSettings.toString(), "--backfill", "--until", until.toString()),
                world.database().environment()),
            folder.resolve("logs"));
    if (backfill.awaitEnd() != 0) {
      throw new BatteryFailure("the backfill failed; see " + backfill);
    }
  }

  /** Ends all that runs the job, at once; a new cluster knows nothing of it. */
  void abandonCluster() {
    cluster.close();
    flinkSettings =
        flinkSettings.with(
            Map.of("high-availability.cluster-id", "/" + name + "-" + System.nanoTime()));
    cluster = newCluster();
  }

  /** Declares these funnels from now on, as an editor does it: all at once. */
  void declare(Definitions definitions) {
    try {
      Path written =
          Files.writeString(folder.resolve("job").resolve("new.yaml"), definitions.yaml());
      Files.move(
          written,
          folder.resolve("job").resolve("funnels.yaml"),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      declared = definitions;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  // --- what is sent

  /** Sends the day up to this share of it. */
  void send(double share) {
    trickle.join();
    int end = (int) Math.round(share * traffic.size());
    producer.send(traffic.subList(next, end));
    next = Math.max(next, end);
  }

  /** Sends the day up to this share of it, evenly over this time, while other things happen. */
  void trickle(double share, Duration over) {
    trickle.join();
    int end = (int) Math.round(share * traffic.size());
    int batches = Math.max(1, (end - next) / TRICKLE);
    long pause = over.toMillis() / batches;
    trickle =
        CompletableFuture.runAsync(
            () -> {
              while (next < end) {
                int to = Math.min(end, next + TRICKLE);
                producer.send(traffic.subList(next, to));
                next = to;
                Waiting.pause(pause);
              }
            });
  }

  /** Sends these besides. */
  void send(List<Message> messages) {
    trickle.join();
    producer.send(messages);
  }

  /**
   * Sends events that are late.
   *
   * @param from the first moment they may be of
   * @param within so long after it is the last
   */
  void sendLate(int howMany, Instant from, Duration within) {
    // Each call sends others.
    int call = lateCalls++;
    send(Traffic.late(howMany, shape.partitions(), from, within, seed * 100 + call));
  }

  /** Sends what is left of the day, and what closes it. */
  void sendRest() {
    send(1);
    send(Traffic.closing(shape.partitions()));
  }

  /** Sends up to the first message to a partition that was silent. */
  void sendWhileSilent() {
    int end = 0;
    while (traffic.get(end).partition() < shape.partitions() - shape.silent()) {
      end++;
    }
    producer.send(traffic.subList(0, end));
    next = end;
  }

  /** Sends on until each partition has had something, and returns when the job has read that. */
  void wakeSilent() {
    Set<Integer> asleep =
        IntStream.range(0, shape.partitions()).boxed().collect(Collectors.toSet());
    int begin = next;
    while (!asleep.isEmpty()) {
      Message message = traffic.get(next++);
      if (message.event().isPresent()) {
        asleep.remove(message.partition());
      }
    }
    producer.send(traffic.subList(begin, next));
    Waiting.until(
        "all partitions are read",
        () ->
            database()
                    .number(
                        "select count(*) from job_progress where stage = 'source' and events > 0")
                == shape.partitions());
  }

  // --- what is waited for

  /** How far event time must come by what was sent, where nobody is silent for good. */
  private long watermark() {
    Map<Integer, Long> latest = new HashMap<>();
    for (Sent one : producer.sent()) {
      one.message()
          .event()
          .ifPresent(event -> latest.merge(one.message().partition(), event.time(), Math::max));
    }
    return latest.values().stream().mapToLong(Long::longValue).min().orElse(0)
        - Traffic.DISORDER.toMillis()
        - 1;
  }

  /** Waits until all that was sent is in the tables, as far as event time has come. */
  void awaitCaughtUp() {
    trickle.join();
    long watermark = watermark();
    long wanted =
        Wanted.counted(producer.sent()).stream().filter(event -> event.time() <= watermark).count();
    Waiting.until(
        () ->
            "%d events are counted, and not %d; the job's failures: %s"
                .formatted(wanted, seen(), failures()),
        () -> seen() >= wanted);
  }

  private String failures() {
    return cluster.job().failures();
  }

  private long seen() {
    return database()
        .number("select count(*) from journeys where funnel = '" + Definitions.SEEN + "'");
  }

  /** Waits until event time has passed this moment, and no restart can go behind it. */
  void awaitPassed(Instant moment) {
    Waiting.until(
        "event time has passed " + moment,
        () ->
            database()
                    .number(
                        "select count(*) from funnel_steps where watermark > '"
                            + Wanted.moment(moment.toEpochMilli())
                            + "'")
                > 0);
    cluster.job().awaitCheckpoint();
  }

  /** Waits until the job has taken over what is declared. */
  void awaitDeclared() {
    Set<String> wanted =
        declared.funnels().stream()
            .map(funnel -> funnel.id() + "|" + funnel.version(1))
            .collect(Collectors.toSet());
    Waiting.until(
        "the versions are written",
        () ->
            new Written(database())
                .versions().byKey().entrySet().stream()
                    .filter(version -> version.getValue().equals("active"))
                    .map(Map.Entry::getKey)
                    .collect(Collectors.toSet())
                    .equals(wanted));
  }

  /** Waits until the tables are as they must be, however long they take within patience. */
  void awaitTables() {
    Check check = new Check(producer.sent(), database(), first, declared);
    List<List<String>> last = new ArrayList<>();
    try {
      Waiting.until(
          () -> "the tables are right:\n  " + String.join("\n  ", last.get(last.size() - 1)),
          () -> {
            last.add(check.problems());
            return last.get(last.size() - 1).isEmpty();
          });
    } finally {
      rowsCompared = check.rowsCompared();
    }
  }

  String conservation() {
    return new Check(producer.sent(), database(), first, declared).conservation();
  }

  /** What the job itself must have counted if it was never restarted. */
  Map<Fate, Long> sentByFate() {
    Map<Fate, Long> byFate = new HashMap<>();
    producer.sent().forEach(one -> byFate.merge(one.message().fate(), 1L, Long::sum));
    return byFate;
  }

  int rowsCompared() {
    return rowsCompared;
  }

  /** Notes how long something takes, from now to when this is done. */
  void time(String what, Runnable work) {
    long begin = System.nanoTime();
    work.run();
    recoveries.add(new Recovery(what, (System.nanoTime() - begin) / 1e9));
  }

  List<Recovery> recoveries() {
    return List.copyOf(recoveries);
  }

  @Override
  public void close() {
    try {
      trickle.join();
    } catch (RuntimeException unsent) {
      // Whoever waited for it was told.
    }
    producer.close();
    cluster.close();
  }
}
