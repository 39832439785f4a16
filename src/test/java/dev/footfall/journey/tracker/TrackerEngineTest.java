package dev.footfall.journey.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.ingest.EventTypes;
import dev.footfall.journey.Difference;
import dev.footfall.journey.Progress;
import dev.footfall.journey.RandomStream;
import dev.footfall.journey.ReferenceFunnel;
import dev.footfall.testing.OperatorChain;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** All operators of the engine behind each other, fed in any order within the watermarks. */
class TrackerEngineTest {

  private static final int STREAMS = 500;

  @Test
  void saysWhatTheReferenceSaysWhateverTheOrderOfArrivalAndLeavesNothing() throws Exception {
    List<String> differences = new ArrayList<>();
    for (long seed = 1; seed <= STREAMS && differences.isEmpty(); seed++) {
      follow(RandomStream.of(seed)).ifPresent(differences::add);
    }
    assertThat(differences).isEmpty();
  }

  private static Optional<String> follow(RandomStream stream) throws Exception {
    Random random = new Random(stream.seed());
    Map<String, Progress> latest = new LinkedHashMap<>();
    int told = 0;
    try (OperatorChain<Event, Progress.Change> engine = engineFor(stream.funnel())) {
      List<Event> waiting = new ArrayList<>(stream.events());
      List<Long> watermarks = new ArrayList<>(stream.watermarks(random.nextInt(6)));
      watermarks.add(Long.MAX_VALUE);
      for (long watermark : watermarks) {
        for (Event event : List.copyOf(waiting)) {
          if (event.time() <= watermark || random.nextBoolean()) {
            engine.send(event, event.time());
            waiting.remove(event);
          }
        }
        if (random.nextInt(4) == 0) {
          engine.restart(watermark);
        }
        engine.watermark(watermark);
        for (; told < engine.output().size(); told++) {
          Progress after = engine.output().get(told).after();
          latest.put(after.unit() + " " + after.cohortStart(), after);
        }
        Optional<String> difference =
            Difference.between(
                "stream " + stream.seed() + " at watermark " + watermark,
                stream.funnel(),
                stream.events(),
                ReferenceFunnel.at(watermark, stream.funnel(), stream.events()),
                List.copyOf(latest.values()));
        if (difference.isPresent()) {
          return difference;
        }
      }
      assertThat(engine.held()).as("left by stream %d", stream.seed()).isZero();
      return Optional.empty();
    }
  }

  private static OperatorChain<Event, Progress.Change> engineFor(Funnel funnel) throws Exception {
    Configuration strict = new Configuration();
    strict.setString("pipeline.generic-types", "false");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, strict);
    DataStream<Event> events =
        environment
            .fromData(EventTypes.EVENT, new Event(null, "a", "ann", 1, Map.of()))
            .keyBy(Event::user, Types.STRING)
            .transform("In order", EventTypes.EVENT, new TakeInOrder(EventTypes.EVENT));
    return OperatorChain.endingWith(TrackerEngine.follow(events, List.of(funnel)));
  }
}
