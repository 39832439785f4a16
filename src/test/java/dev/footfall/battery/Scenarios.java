package dev.footfall.battery;

import dev.footfall.battery.Message.Fate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** All of them. */
final class Scenarios {

  private static final Pattern METRIC = Pattern.compile("flink_(job|task)manager_\\w+");
  private static final Duration WHILE = Duration.ofSeconds(8);

  private Scenarios() {}

  /** In the order of their importance. */
  static List<Scenario> all() {
    return List.of(
        Scenario.of("baseline", Scenarios::baseline),
        Scenario.of("submitted-to-a-session", Scenarios::submittedToSession),
        Scenario.of("taskmanager-killed-5-times", stage -> taskManagerKilled(stage, 5)),
        Scenario.of("leading-jobmanager-killed", Scenarios::leaderKilled),
        Scenario.of("broker-killed", Scenarios::brokerKilled),
        Scenario.of("database-away-30-s", Scenarios::databaseAway),
        Scenario.of("savepoint-stop-start", Scenarios::savepoint),
        Scenario.of("savepoint-changed-definitions", Scenarios::changedOverSavepoint),
        Scenario.of("definitions-changed-live", Scenarios::changedLive),
        Scenario.of("rescaled-2-1-2", Scenarios::rescaled),
        Scenario.of("database-slow", Scenarios::databaseSlow),
        Scenario.of("poison", Scenarios::unharmed).on(Traffic.Shape.USUAL.withPoison(20)),
        Scenario.of("duplicates-20-percent", Scenarios::killedOnce)
            .on(Traffic.Shape.USUAL.withDuplicates(20)),
        Scenario.of("late-beyond-the-bound", Scenarios::late),
        Scenario.of("partition-idle-at-first", Scenarios::idleAtFirst)
            .on(Traffic.Shape.USUAL.withSilent(1))
            .idleAfter(Duration.ofSeconds(20)),
        Scenario.of("half-of-one-unit", Scenarios::killedOnce).on(Traffic.Shape.USUAL.withHot(50)),
        Scenario.of("topic-read-twice", Scenarios::readTwice),
        Scenario.of("large-state-taskmanager-killed", Scenarios::killedOnDisk)
            .with(Path.of("flink-conf", "large-state")),
        Scenario.of("zookeeper-killed", Scenarios::zooKeeperKilled),
        Scenario.of("checkpoints-unwritable", Scenarios::checkpointsUnwritable),
        Scenario.of("backfill-beside-the-job", Scenarios::backfilled));
  }

  /** Those that take little time and find most: each stands for several of the others. */
  static List<Scenario> ofEveryBuild() {
    return List.of(
        Scenario.of("submitted-to-a-session", Scenarios::submittedToSession),
        Scenario.of("taskmanager-and-leader-killed", Scenarios::bothKilled),
        Scenario.of("savepoint-changed-definitions", Scenarios::changedOverSavepoint));
  }

  private static void bothKilled(Stage stage) {
    stage.start();
    stage.cluster().startTaskManager();
    stage.cluster().startJobManager(stage.jobSettings(), Optional.empty());
    stage.trickle(0.4, WHILE);
    stage.cluster().job().awaitCheckpoint();
    stage.cluster().killTaskManager();
    stage.time("TaskManager killed to next checkpoint", stage.cluster().job()::awaitCheckpoint);
    stage.trickle(0.8, WHILE);
    stage.cluster().job().awaitCheckpoint();
    stage.cluster().killLeader();
    stage.time("JobManager killed to next checkpoint", stage.cluster().job()::awaitCheckpoint);
    stage.sendRest();
  }

  private static void baseline(Stage stage) {
    stage.start();
    stage.sendRest();
    stage.time("last event to right tables", stage::awaitTables);
    assertCounts(stage);
  }

  /** Nothing that is sent makes the job begin again. */
  private static void unharmed(Stage stage) {
    baseline(stage);
    assertNeverRestarted(stage);
  }

  private static void assertNeverRestarted(Stage stage) {
    try {
      int restarts = stage.cluster().job().restarts();
      if (restarts != 0) {
        throw new BatteryFailure("the job was started again " + restarts + " times");
      }
    } catch (IOException | InterruptedException failure) {
      throw new BatteryFailure("the job does not tell its restarts", failure);
    }
  }

  private static void submittedToSession(Stage stage) {
    FlinkCluster cluster = stage.cluster();
    cluster.startSession();
    cluster.awaitLeader();
    cluster.startTaskManager();
    stage.time("submission", () -> cluster.submit(stage.jobSettings()));
    cluster.awaitRunning();
    stage.sendRest();
    stage.awaitTables();
    assertCounts(stage);
    assertMetricsThatAreWatched(cluster);
  }

  /** Each metric that an alert or the dashboard asks for is there. */
  private static void assertMetricsThatAreWatched(FlinkCluster cluster) {
    Set<String> watched = new TreeSet<>();
    for (String file :
        List.of("docker/prometheus/alerts.yaml", "docker/grafana/dashboards/footfall.json")) {
      try {
        METRIC
            .matcher(Files.readString(Path.of(file)))
            .results()
            .forEach(found -> watched.add(found.group()));
      } catch (IOException unreadable) {
        throw new BatteryFailure(file + " cannot be read", unreadable);
      }
    }
    Waiting.until(
        () -> "Prometheus is served all of " + watched,
        () -> watched.size() > 10 && cluster.metrics().containsAll(watched));
  }

  private static void killedOnce(Stage stage) {
    taskManagerKilled(stage, 1);
  }

  /** Each time just after a checkpoint; another TaskManager stands by. */
  private static void taskManagerKilled(Stage stage, int times) {
    stage.start();
    stage.cluster().startTaskManager();
    for (int i = 1; i <= times; i++) {
      stage.trickle((double) i / (times + 1), WHILE);
      stage.cluster().job().awaitCheckpoint();
      stage.cluster().killTaskManager();
      stage.cluster().startTaskManager();
      stage.time("kill to next checkpoint", stage.cluster().job()::awaitCheckpoint);
    }
    stage.sendRest();
  }

  /** So many failures in a row are borne as the shipped configuration says. */
  private static void checkpointsUnwritable(Stage stage) {
    stage.start();
    stage.trickle(0.6, Duration.ofSeconds(20));
    JobApi job = stage.cluster().job();
    job.awaitCheckpoint();
    stage.hideCheckpoints();
    Waiting.until("three checkpoints have failed", () -> job.failedCheckpoints() >= 3);
    stage.time(
        "folder back to next checkpoint",
        () -> {
          stage.showCheckpoints();
          job.awaitCheckpoint();
        });
    assertNeverRestarted(stage);
    stage.sendRest();
  }

  /** With state in RocksDB, and checkpoints that hold what changed since the one before. */
  private static void killedOnDisk(Stage stage) {
    taskManagerKilled(stage, 2);
    JobApi job = stage.cluster().job();
    Waiting.until("state is in RocksDB", () -> job.stateBackend().contains("RocksDB"));
    Waiting.until("a checkpoint is incremental", job::someCheckpointIsIncremental);
  }

  /** Away for longer than a session lasts: whoever led leads no more, and one of both will. */
  private static void zooKeeperKilled(Stage stage) {
    stage.start();
    stage.cluster().startJobManager(stage.jobSettings(), Optional.empty());
    stage.trickle(0.6, WHILE);
    stage.cluster().job().awaitCheckpoint();
    stage.zooKeeper().kill();
    Waiting.pause(15_000);
    stage.time(
        "restart to next checkpoint",
        () -> {
          stage.zooKeeper().restart();
          stage.cluster().job().awaitCheckpoint();
        });
    stage.sendRest();
  }

  /** The rows of a backfill are those of the job, which goes on meanwhile. */
  private static void backfilled(Stage stage) {
    stage.start();
    stage.send(0.7);
    stage.awaitCaughtUp();
    stage.trickle(0.9, Duration.ofSeconds(20));
    stage.time("backfill", () -> stage.forgetAndBackfill(Traffic.BEGIN.plus(Duration.ofHours(12))));
    stage.sendRest();
  }

  private static void leaderKilled(Stage stage) {
    stage.start();
    stage.cluster().startJobManager(stage.jobSettings(), Optional.empty());
    stage.trickle(0.6, WHILE);
    stage.cluster().job().awaitCheckpoint();
    stage.cluster().killLeader();
    stage.time("kill to next checkpoint", stage.cluster().job()::awaitCheckpoint);
    stage.sendRest();
  }

  private static void brokerKilled(Stage stage) {
    stage.start();
    stage.trickle(0.5, WHILE);
    stage.cluster().job().awaitCheckpoint();
    stage.broker().kill();
    Waiting.pause(6_000);
    stage.time(
        "restart to caught up",
        () -> {
          stage.broker().restart();
          stage.awaitCaughtUp();
        });
    stage.sendRest();
  }

  private static void databaseAway(Stage stage) {
    stage.start();
    stage.trickle(0.7, Duration.ofSeconds(40));
    stage.cluster().job().awaitCheckpoint();
    stage.database().stop();
    Waiting.pause(30_000);
    stage.database().startAgain();
    stage.time("return to caught up", stage::awaitCaughtUp);
    stage.sendRest();
  }

  private static void databaseSlow(Stage stage) {
    stage.start();
    stage.database().slowDown(0.5);
    stage.trickle(0.7, Duration.ofSeconds(20));
    stage.time("caught up while slow", stage::awaitCaughtUp);
    stage.database().speedUp();
    stage.sendRest();
  }

  private static void savepoint(Stage stage) {
    stage.start();
    stage.trickle(0.5, WHILE);
    stage.cluster().job().awaitCheckpoint();
    stopAndStart(stage, () -> {});
    stage.sendRest();
  }

  private static void stopAndStart(Stage stage, Runnable inBetween) {
    stage.time(
        "stop to next checkpoint",
        () -> {
          String savepoint = stage.stopWithSavepoint();
          inBetween.run();
          stage.start(Optional.of(savepoint));
        });
  }

  private static void changedOverSavepoint(Stage stage) {
    stage.start();
    stage.send(0.5);
    stage.awaitCaughtUp();
    stopAndStart(stage, () -> stage.declare(Definitions.CHANGED));
    stage.awaitDeclared();
    stage.sendRest();
  }

  private static void changedLive(Stage stage) {
    stage.start();
    stage.send(0.5);
    stage.awaitCaughtUp();
    stage.declare(Definitions.CHANGED);
    stage.time("file saved to versions written", stage::awaitDeclared);
    stage.sendRest();
  }

  private static void rescaled(Stage stage) {
    stage.start();
    stage.trickle(0.3, WHILE);
    stopAndStart(stage, () -> stage.rescale(1));
    stage.trickle(0.6, WHILE);
    stopAndStart(stage, () -> stage.rescale(2));
    stage.sendRest();
  }

  /** What is late is so for certain: no restart goes behind a checkpoint that is later still. */
  private static void late(Stage stage) {
    stage.start();
    stage.send(0.5);
    stage.awaitCaughtUp();
    stage.awaitPassed(Traffic.BEGIN.plus(Duration.ofHours(8)));
    stage.sendLate(200, Traffic.BEGIN, Duration.ofHours(8));
    stage.send(0.8);
    stage.cluster().killTaskManager();
    stage.cluster().startTaskManager();
    stage.time("kill to next checkpoint", stage.cluster().job()::awaitCheckpoint);
    stage.sendLate(100, Traffic.BEGIN, Duration.ofHours(8));
    stage.sendRest();
  }

  /**
   * The others are not held up by it, and what it brings later is counted. It is awake before much
   * follows: a partition that is not waited for is late as soon as others have gone on.
   */
  private static void idleAtFirst(Stage stage) {
    stage.sendWhileSilent();
    stage.start();
    stage.time("start to caught up", stage::awaitCaughtUp);
    stage.wakeSilent();
    stage.sendRest();
  }

  /** Both times from the beginning, the second time with nothing that the first left. */
  private static void readTwice(Stage stage) {
    stage.start();
    stage.sendRest();
    stage.awaitTables();
    stage.abandonCluster();
    stage.database().clear();
    stage.start();
    stage.time("second time", stage::awaitTables);
  }

  /** What the job has counted, where it was never restarted. */
  private static void assertCounts(Stage stage) {
    try {
      Map<String, Long> counts = stage.cluster().job().counts();
      Map<Fate, Long> sent = stage.sentByFate();
      long rejected = sent.getOrDefault(Fate.REJECTED, 0L);
      long duplicates = sent.getOrDefault(Fate.DUPLICATE, 0L);
      Map<String, Long> wanted =
          Map.of(
              "events",
              sent.values().stream().mapToLong(Long::longValue).sum() - rejected,
              "rejected",
              rejected,
              "duplicates",
              duplicates,
              "late",
              sent.getOrDefault(Fate.LATE, 0L),
              "admitted",
              sent.getOrDefault(Fate.COUNTED, 0L));
      // Flink sends them with the heartbeat.
      Waiting.until(
          () -> "the job's own counts are %s: %s".formatted(wanted, counts),
          () -> {
            counts.putAll(stage.cluster().job().counts());
            return counts.entrySet().containsAll(wanted.entrySet());
          });
    } catch (IOException | InterruptedException failure) {
      throw new BatteryFailure("the job does not tell what it counted", failure);
    }
  }
}
