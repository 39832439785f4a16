package dev.footfall.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.PatternAlert;
import dev.footfall.ingest.EventTypes;
import dev.footfall.testing.OperatorChain;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

class PatternAlertTest {

  /** Of as many patterns, each with the events of {@link RandomAlert#USERS} users. */
  private static final int STREAMS = 250;

  @Test
  void saysWhatTheReferenceSaysAtEveryWatermarkAndLeavesNothing() throws Exception {
    int alerts = 0;
    int withAbsence = 0;
    for (long seed = 1; seed <= STREAMS; seed++) {
      RandomAlert stream = RandomAlert.of(seed);
      int told = follow(stream);
      alerts += told;
      withAbsence += stream.alert().endsWithAbsence() ? told : 0;
    }
    // Or the streams are not what they should be.
    assertThat(alerts).isGreaterThan(5 * STREAMS);
    assertThat(withAbsence).isGreaterThan(STREAMS);
  }

  /** Holds one stream against the reference, with watermarks and restarts at moments of its own. */
  private static int follow(RandomAlert stream) throws Exception {
    Random random = new Random(stream.seed());
    PatternAlert alert = stream.alert();
    try (OperatorChain<Event, AlertRow> chain = chainFor(alert)) {
      List<Event> waiting = new ArrayList<>(stream.events());
      List<Long> watermarks = new ArrayList<>(stream.watermarks(random.nextInt(8), random));
      watermarks.add(Long.MAX_VALUE);
      for (long watermark : watermarks) {
        for (Event event : List.copyOf(waiting)) {
          if (event.time() <= watermark || random.nextBoolean()) {
            chain.send(event, event.time());
            waiting.remove(event);
          }
        }
        if (random.nextInt(4) == 0) {
          chain.restart(1);
        }
        chain.watermark(watermark);
        assertThat(said(chain.output()))
            .as("%s at watermark %s", stream, watermark)
            .isEqualTo(ReferenceAlert.at(watermark, alert, stream.events()));
      }
      assertThat(chain.held()).as("left of %s", stream).isZero();
      return chain.output().size();
    }
  }

  private static List<String> said(List<AlertRow> rows) {
    return rows.stream()
        .map(row -> ReferenceAlert.say(row.unit(), row.at(), row.events()))
        .sorted()
        .toList();
  }

  private static OperatorChain<Event, AlertRow> chainFor(PatternAlert alert) throws Exception {
    Configuration strict = new Configuration();
    strict.setString("pipeline.generic-types", "false");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, strict);
    DataStream<Intake> events =
        environment.fromData(EventTypes.INTAKE, new Event(null, "a", "ann", 1, Map.of()));
    return OperatorChain.endingWith(Alerts.ofPattern(events, alert));
  }
}
