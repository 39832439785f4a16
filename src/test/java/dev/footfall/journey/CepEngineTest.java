package dev.footfall.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.ingest.EventTypes;
import dev.footfall.journey.RandomStream.Feature;
import dev.footfall.journey.cep.CepEngine;
import dev.footfall.testing.OperatorChain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CepEngineTest {

  private static final int STREAMS = 2_000;

  /** What a pattern can say. */
  private static final Set<Feature> SAYABLE =
      EnumSet.complementOf(EnumSet.of(Feature.STRICT, Feature.ANY_ORDER, Feature.OPTIONAL_STEPS));

  @Test
  void saysWhatTheReferenceSaysAtEveryWatermarkAndLeavesNothing() throws Exception {
    List<String> differences = new ArrayList<>();
    for (long seed = 1; seed <= STREAMS && differences.isEmpty(); seed++) {
      follow(RandomStream.of(seed, SAYABLE)).ifPresent(differences::add);
    }
    assertThat(differences).isEmpty();
  }

  @Test
  void stateOfAnotherDefinitionIsNotTakenForThisOnes(@TempDir Path folder) throws Exception {
    String definition = "funnels: [{id: shop, title: %s, steps: [browse, pay], within: %s}]";
    List<String> uids = uids(definition.formatted("Shop", "1h"), folder);

    assertThat(uids).hasSize(3).anyMatch(uid -> uid.matches("runs-shop-[0-9a-f]+"));
    assertThat(uids(definition.formatted("The shop", "60m"), folder)).isEqualTo(uids);
    assertThat(uids(definition.formatted("Shop", "2h"), folder))
        .hasSize(3)
        .filteredOn(uids::contains)
        .containsExactly("classify-shop");
  }

  private static List<String> uids(String definition, Path folder) throws Exception {
    Path file = Files.writeString(folder.resolve("funnels.yaml"), definition);
    Funnel funnel = FunnelFile.read(List.of(file), FunnelFile.Use.CONTINUOUS).get(0);
    StreamExecutionEnvironment environment = StreamExecutionEnvironment.getExecutionEnvironment();
    DataStream<Intake> events =
        environment.fromData(EventTypes.INTAKE, new Event(null, "browse", "ann", 1, Map.of()));
    CepEngine.follow(events, funnel);
    return environment.getTransformations().stream()
        .map(transformation -> String.valueOf(transformation.getUid()))
        .filter(uid -> uid.contains("shop"))
        .toList();
  }

  /** The first difference of one stream, with watermarks and restarts at moments of its own. */
  private static Optional<String> follow(RandomStream stream) throws Exception {
    Random random = new Random(stream.seed());
    Funnel funnel = stream.funnel();
    try (OperatorChain<Event, Progress.Change> engine = engineFor(funnel)) {
      List<Event> waiting = new ArrayList<>(stream.events());
      Map<String, Progress> latest = new LinkedHashMap<>();
      int told = 0;
      for (long watermark : withTheEnd(stream.watermarks(random.nextInt(8)))) {
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
          fold(engine.output().get(told), latest);
        }
        Optional<String> difference =
            Difference.between(
                "stream " + stream.seed() + " at watermark " + watermark,
                funnel,
                stream.events(),
                ReferenceFunnel.at(watermark, funnel, stream.events()),
                List.copyOf(latest.values()));
        if (difference.isPresent()) {
          return difference;
        }
      }
      // Without a limit a pattern keeps its runs for as long as the bounded job lasts.
      return engine.held() == 0 || funnel.within().isNone()
          ? Optional.empty()
          : Optional.of("stream " + stream.seed() + " leaves " + engine.held() + " in state");
    }
  }

  private static List<Long> withTheEnd(List<Long> watermarks) {
    List<Long> all = new ArrayList<>(watermarks);
    all.add(Long.MAX_VALUE);
    return all;
  }

  private static void fold(Progress.Change change, Map<String, Progress> latest) {
    Progress after = change.after();
    String key = after.unit() + " " + after.cohortStart();
    Progress before = latest.put(key, after);
    assertThat(change.before() == null ? null : Difference.show(change.before()))
        .isEqualTo(before == null ? null : Difference.show(before));
  }

  private static OperatorChain<Event, Progress.Change> engineFor(Funnel funnel) throws Exception {
    Configuration strict = new Configuration();
    strict.setString("pipeline.generic-types", "false");
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, strict);
    DataStream<Intake> events =
        environment.fromData(EventTypes.INTAKE, new Event(null, "a", "ann", 1, Map.of()));
    return OperatorChain.endingWith(CepEngine.follow(events, funnel));
  }
}
