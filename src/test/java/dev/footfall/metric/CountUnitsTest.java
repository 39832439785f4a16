package dev.footfall.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Funnel;
import dev.footfall.ingest.EventTypes;
import dev.footfall.job.LocalFlink;
import dev.footfall.job.Topology;
import dev.footfall.journey.RandomStream;
import dev.footfall.testing.OperatorChain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.api.Test;

/**
 * From admitted events to rows, operator by operator, on random streams with few values allowed.
 */
class CountUnitsTest {

  private static final int STREAMS = 300;
  private static final int EVERY_MILLIS = 100;

  @Test
  void rowsAddUpAndAreFinalExactlyWhenNothingCanChangeThemAndNothingIsKept() throws Exception {
    for (long seed = 1; seed <= STREAMS; seed++) {
      Funnel funnel = withFewValues(seed);
      List<StepRow> calm = run(seed, funnel, new Random(seed), false);
      List<StepRow> often = run(seed, funnel, new Random(-seed), true);
      assertThat(finals(often)).as("stream %d", seed).isEqualTo(finals(calm));
      assertEachAddsUp(often, funnel);
    }
  }

  private static void assertEachAddsUp(List<StepRow> rows, Funnel funnel) {
    Map<Long, List<StepRow>> byCohort = new LinkedHashMap<>();
    for (StepRow row : rows) {
      byCohort.computeIfAbsent(row.cohortStart(), c -> new ArrayList<>()).add(row);
    }
    for (List<StepRow> its : byCohort.values()) {
      RowSets.assertEachAddsUp(its, funnel.lastRequiredStep());
    }
  }

  /** The stream's funnel, with room for none to two values but (other). */
  private static Funnel withFewValues(long seed) {
    Funnel funnel = RandomStream.of(seed).funnel();
    return new Funnel(
        funnel.id(),
        funnel.title(),
        funnel.steps(),
        funnel.within(),
        funnel.cohort(),
        List.of("color", "size"),
        1 + (int) (seed % 3),
        Funnel.USER,
        funnel.hold(),
        funnel.order(),
        funnel.ignore(),
        funnel.exclusions(),
        funnel.engine(),
        funnel.zone());
  }

  /** Everything written; asserts on the way when it is final, and that nothing stays behind. */
  private static List<StepRow> run(long seed, Funnel funnel, Random random, boolean often)
      throws Exception {
    RandomStream stream = RandomStream.of(seed);
    List<Long> watermarks = new ArrayList<>(stream.watermarks(often ? 30 : random.nextInt(3)));
    watermarks.add(Long.MAX_VALUE);
    List<Event> events = new ArrayList<>(stream.events());
    events.sort(Comparator.comparingLong(Event::time).thenComparing(Event::user));
    try (OperatorChain<Event, StepRow> chain = chain(funnel)) {
      long before = Long.MIN_VALUE;
      long clock = 1;
      int read = 0;
      for (long watermark : watermarks) {
        for (Event event : events) {
          if (before < event.time() && event.time() <= watermark) {
            chain.send(event, event.time());
          }
        }
        chain.watermark(watermark);
        for (; read < chain.output().size(); read++) {
          assertIsWrittenInTime(chain.output().get(read), funnel, before, watermark);
        }
        if (often && random.nextInt(3) == 0) {
          chain.restart(clock);
        }
        clock += EVERY_MILLIS;
        chain.clock(clock);
        for (; read < chain.output().size(); read++) {
          assertThat(chain.output().get(read).isFinal()).isFalse();
          assertIsWrittenInTime(chain.output().get(read), funnel, watermark, watermark);
        }
        before = watermark;
      }
      assertThat(chain.held()).as("stream %d", seed).isZero();
      return List.copyOf(chain.output());
    }
  }

  /** Final rows come with the watermark that makes them final, all others before. */
  private static void assertIsWrittenInTime(
      StepRow row, Funnel funnel, long before, long watermark) {
    long finalFrom =
        funnel
            .cohort()
            .windowOf(Math.max(row.cohortStart(), 0), funnel.zone())
            .finalFrom(funnel.within());
    assertThat(row.isFinal()).as("%s", row).isEqualTo(finalFrom <= watermark);
    if (row.isFinal()) {
      assertThat(finalFrom).as("%s", row).isGreaterThan(before);
    }
  }

  private static OperatorChain<Event, StepRow> chain(Funnel funnel) throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.createLocalEnvironment(1, LocalFlink.strict());
    DataStream<Intake> events =
        environment
            .fromData(EventTypes.INTAKE, new Event(null, "a", "ann", 1, Map.of()))
            .uid("events");
    return OperatorChain.endingWith(
        Topology.of(events, List.of(funnel), Emit.live(EVERY_MILLIS)).steps());
  }

  /** Final rows but for when they were written. */
  private static TreeSet<String> finals(List<StepRow> rows) {
    TreeSet<String> finals = new TreeSet<>();
    for (StepRow row : rows) {
      if (row.isFinal()) {
        String text = row.toString();
        assertThat(finals.add(text.substring(0, text.indexOf(", watermark="))))
            .as("%s is final once", row)
            .isTrue();
      }
    }
    return finals;
  }
}
