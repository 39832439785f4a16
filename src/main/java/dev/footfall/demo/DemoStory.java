package dev.footfall.demo;

import dev.footfall.funnel.FunnelFile;
import dev.footfall.ingest.Ingest;
import dev.footfall.job.InProcessJob;
import dev.footfall.job.Job;
import dev.footfall.metric.Emit;
import dev.footfall.table.TableFolder;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * The traffic of the demo: a month of history at once, then a week many times faster than the
 * clock, then as the clock goes.
 *
 * @param traffic what happens
 * @param pace when
 */
record DemoStory(TrafficSettings traffic, Pace pace) {

  /** How many times faster than the clock time runs at first. */
  static final int SPEED = 120;

  /**
   * How far back the story begins: longer than the trial's 14 days, so that many cohorts are
   * closed.
   */
  static final Duration HISTORY = Duration.ofDays(37);

  private static final Duration REPLAYED = Duration.ofDays(7);

  /** How far behind the newest an event may come; the traffic's own disorder stays within. */
  private static final Duration MAX_DISORDER = Duration.ofSeconds(30);

  private static final Duration REMEMBERED = Duration.ofHours(1);

  private static final Duration MAX_AHEAD = Duration.ofHours(1);

  private static final long WRITE_EVERY_MILLIS = 2_000;

  /** A share of a middling business, so that a month of it is read within seconds. */
  private static final double SHARE = 0.5;

  static DemoStory of(long seed, Instant began) {
    return new DemoStory(
        TrafficSettings.usual(seed, began.minus(HISTORY)).times(SHARE),
        Pace.replaying(REPLAYED, SPEED, began));
  }

  /** What is counted of it. */
  FunnelFile.Content declared() {
    return DemoFunnels.declared(Instant.ofEpochMilli(traffic.start()));
  }

  /** Starts the job that reads it, or goes on with it. */
  InProcessJob start(EmbeddedDatabase.Access database, Path checkpoints) throws Exception {
    Map<String, String> variables =
        Map.of(
            "DATABASE_URL", database.url(),
            "DATABASE_USER", database.user(),
            "DATABASE_PASSWORD", database.password());
    return InProcessJob.start(
        checkpoints,
        Runtime.getRuntime().availableProcessors(),
        environment ->
            Job.assemble(
                environment,
                SimulatorSource.endless(traffic, pace, MAX_AHEAD),
                new Ingest.Timing(Optional.of(MAX_DISORDER), Optional.empty(), REMEMBERED),
                declared(),
                Emit.live(WRITE_EVERY_MILLIS),
                TableFolder.shipped(
                    "postgresql", name -> Optional.ofNullable(variables.get(name)))));
  }
}
