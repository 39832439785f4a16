package dev.footfall.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.RejectedEvent;
import dev.footfall.event.RejectionReason;
import dev.footfall.ingest.Ingest;
import dev.footfall.job.Topology;
import dev.footfall.metric.Emit;
import dev.footfall.metric.StepRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.util.CloseableIterator;
import org.junit.jupiter.api.Test;

final class SimulatorSourceTest {

  private static final int LINES = 40_000;
  private static final TrafficSettings SETTINGS =
      TrafficSettings.usual(6, Instant.parse("2026-09-01T00:00:00Z"))
          .times(0.1)
          .with(new Noise(0.5, 30_000, 0.05, 0.05, 0.05, 0.1));

  @Test
  void theJobFindsTheTruthInTheTrafficAndRejectsWhatIsBroken() throws Exception {
    Configuration strict = new Configuration();
    strict.set(PipelineOptions.GENERIC_TYPES, false);
    strict.set(PipelineOptions.AUTO_GENERATE_UIDS, false);
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(2, strict);
    Ingest ingest =
        Ingest.from(
            environment,
            SimulatorSource.endless(SETTINGS, Pace.AT_ONCE, Duration.ofHours(1)).endingAfter(LINES),
            new Ingest.Timing(
                Optional.of(Duration.ofSeconds(30)),
                Optional.of(Duration.ofMinutes(1)),
                Duration.ofHours(1)));
    CloseableIterator<RejectedEvent> rejected = ingest.rejected().collectAsync();
    CloseableIterator<StepRow> rows =
        Topology.of(ingest.admitted(), DemoFunnels.all(), Emit.FINAL).steps().collectAsync();
    environment.execute();

    Traffic traffic = new Traffic(SETTINGS);
    List<RejectionReason> broken = new ArrayList<>();
    for (int i = 0; i < LINES; i++) {
      traffic.next().flaw().rejection().ifPresent(broken::add);
    }
    List<TruthRow> found = new ArrayList<>();
    rows.forEachRemaining(row -> found.add(truthOf(row)));
    found.sort(TruthRow.ORDER);
    assertThat(found).isEqualTo(traffic.truth());
    List<RejectionReason> reasons = new ArrayList<>();
    rejected.forEachRemaining(rejection -> reasons.add(rejection.reason()));
    assertThat(reasons).containsExactlyElementsOf(broken);
  }

  private static TruthRow truthOf(StepRow row) {
    boolean total = row.breakdown().isEmpty();
    return new TruthRow(
        row.funnel(),
        row.cohortStart(),
        total ? null : row.breakdown(),
        total ? null : row.value(),
        row.step(),
        row.reached());
  }
}
