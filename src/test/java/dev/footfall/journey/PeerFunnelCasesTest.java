package dev.footfall.journey;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Funnel;
import dev.footfall.ingest.EventTypes;
import dev.footfall.journey.cep.CepEngine;
import dev.footfall.journey.cep.PatternLimits;
import dev.footfall.journey.tracker.TrackerEngine;
import dev.footfall.testing.OperatorChain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/** The figures of other tools, against both engines as Flink runs their operators. */
class PeerFunnelCasesTest {

  @Test
  void theOperatorsOfTheTrackerGiveThem() throws Exception {
    PeerCases.assertAgreement(
        "tracker's operators",
        (funnel, events) ->
            run(
                funnel,
                events,
                (stream, it) -> TrackerEngine.follow(stream, List.of(it)).changes()),
        funnel -> true);
  }

  @Test
  void theOperatorsOfFlinkCepGiveThoseThatAPatternCanSay() throws Exception {
    PeerCases.assertAgreement(
        "Flink CEP's operators",
        (funnel, events) -> run(funnel, events, CepEngine::follow),
        funnel -> PatternLimits.of(funnel).isEmpty());
  }

  /**
   * What every unit has done in every cohort when all events have come, a watermark behind each.
   */
  private static List<Progress> run(
      Funnel funnel,
      List<Event> events,
      BiFunction<DataStream<Intake>, Funnel, DataStream<Progress.Change>> engine)
      throws Exception {
    Configuration strict = new Configuration();
    strict.setString("pipeline.generic-types", "false");
    DataStream<Intake> stream =
        StreamExecutionEnvironment.createLocalEnvironment(1, strict)
            .fromData(EventTypes.INTAKE, new Event(null, "a", "ann", 1, Map.of()));
    Map<String, Progress> latest = new LinkedHashMap<>();
    try (OperatorChain<Event, Progress.Change> chain =
        OperatorChain.endingWith(engine.apply(stream, funnel))) {
      List<Event> inOrder = new ArrayList<>(events);
      // As they are admitted: what a user did at one instant comes in one go.
      inOrder.sort(Comparator.comparingLong(Event::time).thenComparing(Event::user));
      long watermark = Long.MIN_VALUE;
      for (Event event : inOrder) {
        if (event.time() - 1 > watermark) {
          watermark = event.time() - 1;
          chain.watermark(watermark);
        }
        chain.send(event, event.time());
      }
      chain.watermark(Long.MAX_VALUE);
      for (Progress.Change change : chain.output()) {
        latest.put(change.after().unit() + " " + change.after().cohortStart(), change.after());
      }
    }
    return List.copyOf(latest.values());
  }
}
