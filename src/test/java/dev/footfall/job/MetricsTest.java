package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.ingest.Ingest;
import dev.footfall.metric.Emit;
import dev.footfall.table.TableFolder;
import dev.footfall.testing.Gate;
import dev.footfall.testing.GatedSource;
import dev.footfall.testing.SeenMetrics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.core.execution.JobClient;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What those who watch a job are told while it runs. */
class MetricsTest {

  private static final String GATE = "metrics";

  @TempDir private Path folder;

  @Test
  void aJobTellsWhatBecomesOfEventsAndUnits() throws Exception {
    List<String> lines =
        List.of(
            "{\"event\":\"browse\",\"user\":\"ann\",\"id\":\"e1\",\"time\":\"2026-11-21T10:00:00Z\"}",
            "{\"event\":\"browse\",\"user\":\"ann\",\"id\":\"e1\",\"time\":\"2026-11-21T10:00:00Z\"}",
            "{\"event\":\"browse\",\"user\":\"ben\",\"time\":\"2026-11-21T10:05:00Z\"}",
            "no event",
            "{\"event\":\"browse\",\"time\":\"2026-11-21T10:05:00Z\"}",
            "{\"event\":\"else\",\"user\":\"cat\",\"time\":\"2026-11-21T10:30:00Z\"}",
            // Here the watermark has come to 10:29:30.
            "{\"event\":\"pay\",\"user\":\"ben\",\"time\":\"2026-11-21T10:29:00Z\"}",
            "{\"event\":\"pay\",\"user\":\"ann\",\"time\":\"2026-11-21T10:31:00Z\"}",
            "{\"event\":\"else\",\"user\":\"cat\",\"time\":\"2026-11-21T10:40:00Z\"}",
            "{\"event\":\"else\",\"user\":\"cat\",\"time\":\"2026-11-21T10:41:00Z\"}");
    Gate gate = Gate.lettingThrough(GATE, 6);
    Configuration configuration = LocalFlink.strict();
    SeenMetrics metrics = SeenMetrics.of(configuration);
    JobClient job = start(lines, configuration);

    awaitThat(() -> metrics.sum("footfall.funnel.shop.unitsInProgress"), 2);
    awaitThat(() -> metrics.updates("footfall.funnel.shop.eventToRowMs"), 1);
    long behind = System.currentTimeMillis() - Instant.parse("2026-11-21T10:29:30Z").toEpochMilli();
    // Two instances, each of which knows the watermark.
    assertThat(metrics.sum("footfall.watermarkLag"))
        .isBetween(2 * behind - 120_000, 2 * behind + 120_000);

    gate.openTo(9);
    awaitThat(() -> metrics.sum("footfall.funnel.shop.unitsInProgress"), 1);
    gate.openTo(lines.size());
    job.getJobExecutionResult().get();

    assertThat(metrics.sum("footfall.funnel.shop.unitsInProgress")).isZero();
    assertThat(metrics.sum("footfall.events")).isEqualTo(8);
    assertThat(metrics.sum("footfall.duplicates")).isEqualTo(1);
    assertThat(metrics.sum("footfall.late")).isEqualTo(1);
    assertThat(metrics.sum("footfall.admitted")).isEqualTo(6);
    assertThat(metrics.sum("footfall.reason.malformed.rejected")).isEqualTo(1);
    assertThat(metrics.sum("footfall.reason.no_user.rejected")).isEqualTo(1);
    assertThat(metrics.sum("footfall.reason.too_early.rejected")).isZero();
    assertThat(metrics.sum("footfall.table.rejected_events.rows")).isEqualTo(2);
    assertThat(metrics.sum("footfall.table.late_events.rows")).isEqualTo(1);
    assertThat(metrics.sum("footfall.table.journeys.rows")).isEqualTo(2);
    assertThat(metrics.sum("footfall.changesAfterFinal")).isZero();
  }

  private JobClient start(List<String> lines, Configuration configuration) throws Exception {
    Path definitions =
        Files.writeString(
            folder.resolve("funnels.yaml"),
            "funnels: [{id: shop, steps: [browse, pay], within: 1h, cohort: 1h}]");
    List<Funnel> funnels = FunnelFile.read(List.of(definitions), FunnelFile.Use.CONTINUOUS);
    StreamExecutionEnvironment environment = LocalFlink.environment(configuration, 2);
    environment.getConfig().setAutoWatermarkInterval(1);
    Job.assemble(
        environment,
        new GatedSource(lines, 1, GATE),
        new Ingest.Timing(
            Optional.of(Duration.ofSeconds(30)), Optional.empty(), Duration.ofHours(1)),
        funnels,
        List.of(),
        List.of(),
        Emit.live(50),
        TableFolder.shipped("files", name -> Optional.of(folder.toString())));
    return environment.executeAsync("metrics");
  }

  private static void awaitThat(LongSupplier actual, long expected) throws Exception {
    long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (actual.getAsLong() != expected && System.nanoTime() < end) {
      Thread.sleep(20);
    }
    assertThat(actual.getAsLong()).isEqualTo(expected);
  }
}
