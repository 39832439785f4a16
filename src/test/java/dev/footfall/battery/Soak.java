package dev.footfall.battery;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Faults chosen by a seed, one after the other, for as long as one wants; then the same judgement.
 */
final class Soak {

  private static final int EVENTS_A_MINUTE = 1_500;

  /** What can happen. */
  private enum Fault {
    TASK_MANAGER_KILLED,
    LEADER_KILLED,
    BROKER_KILLED,
    DATABASE_AWAY,
    DATABASE_SLOW,
    SAVEPOINT_AND_START,
    RESCALED
  }

  private final Stage stage;
  private final Random random;
  private int parallelism = 2;

  private Soak(Stage stage, long seed) {
    this.stage = stage;
    this.random = new Random(seed);
  }

  static Scenario scenario(int minutes, long seed) {
    return Scenario.of("soak", stage -> new Soak(stage, seed).run(Duration.ofMinutes(minutes)))
        .on(Traffic.Shape.USUAL.withEvents(Math.max(4_000, minutes * EVENTS_A_MINUTE)));
  }

  private void run(Duration length) {
    stage.start();
    makeSpare();
    stage.trickle(0.95, length);
    long end = System.nanoTime() + length.toNanos();
    while (System.nanoTime() < end) {
      Waiting.pause(Duration.ofSeconds(3 + random.nextInt(15)).toMillis());
      Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
      System.err.println("battery: soak: " + fault);
      stage.time(
          fault.name().toLowerCase(Locale.ROOT),
          () -> {
            cause(fault);
            awaitCheckpoint();
          });
    }
    stage.sendRest();
  }

  private void awaitCheckpoint() {
    stage.cluster().job().awaitCheckpoint();
  }

  /** Another of each that can be killed. */
  private void makeSpare() {
    stage.cluster().startTaskManager();
    stage.cluster().startJobManager(stage.jobSettings(), Optional.empty());
  }

  private void cause(Fault fault) {
    switch (fault) {
      case TASK_MANAGER_KILLED -> {
        stage.cluster().killTaskManager();
        stage.cluster().startTaskManager();
      }
      case LEADER_KILLED -> {
        stage.cluster().killLeader();
        stage.cluster().startJobManager(stage.jobSettings(), Optional.empty());
      }
      case BROKER_KILLED -> {
        stage.broker().kill();
        Waiting.pause(random.nextInt(5_000));
        stage.broker().restart();
      }
      case DATABASE_AWAY -> {
        stage.database().stop();
        Waiting.pause(random.nextInt(20_000));
        stage.database().startAgain();
      }
      case DATABASE_SLOW -> {
        stage.database().slowDown(0.3);
        Waiting.pause(10_000);
        stage.database().speedUp();
      }
      case SAVEPOINT_AND_START -> stopAndStart();
      case RESCALED -> {
        parallelism = 3 - parallelism;
        stage.rescale(parallelism);
        stopAndStart();
      }
    }
  }

  private void stopAndStart() {
    stage.cluster().killStandbys();
    String savepoint = stage.stopWithSavepoint();
    stage.start(Optional.of(savepoint));
    makeSpare();
  }
}
