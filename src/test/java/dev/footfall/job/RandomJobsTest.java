package dev.footfall.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.footfall.event.Event;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.ingest.Ingest;
import dev.footfall.journey.RandomStream;
import dev.footfall.journey.cep.PatternLimits;
import dev.footfall.metric.CohortReport;
import dev.footfall.metric.Emit;
import dev.footfall.metric.RowSets;
import dev.footfall.metric.StepRow;
import dev.footfall.testing.Collected;
import dev.footfall.testing.Gate;
import dev.footfall.testing.GatedSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.RuntimeExecutionMode;
import org.apache.flink.runtime.testutils.MiniClusterResourceConfiguration;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.test.junit5.MiniClusterExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random events, in disorder and some twice, through the whole job with many random funnels at
 * once, against rows that are counted in plain Java.
 */
class RandomJobsTest {

  private static final int FUNNELS = 24;
  private static final Duration DISORDER = Duration.ofMinutes(90);
  private static final int PARALLELISM = 2;

  @RegisterExtension
  static final MiniClusterExtension FLINK =
      new MiniClusterExtension(
          new MiniClusterResourceConfiguration.Builder()
              .setNumberTaskManagers(1)
              .setNumberSlotsPerTaskManager(PARALLELISM)
              .build());

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
  void aJobWritesWhatTheSemanticsSayAndEveryRowSetAddsUp(long seed) throws Exception {
    Random random = new Random(seed);
    List<Funnel> funnels = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < FUNNELS; i++) {
      RandomStream stream = RandomStream.of(seed * 1000 + i);
      funnels.add(with(stream.funnel(), stream.funnel().id(), Engine.TRACKER, i % 3));
      if (i % 4 == 0) {
        // Several streams fall on the same days: their events must differ.
        String suffix = "-" + i;
        stream.events().forEach(event -> events.add(withIdEnding(suffix, event)));
      }
    }
    Map<String, ExpectedRows.Row> expected = new TreeMap<>();
    funnels.forEach(funnel -> expected.putAll(ExpectedRows.of(funnel, events)));

    List<StepRow> rows = run("random " + seed, withCep(funnels), arriving(events, random));
    List<StepRow> last = rows.stream().filter(StepRow::isFinal).toList();
    CohortReport report = new CohortReport(funnels);
    last.forEach(report::add);
    Map<Boolean, List<StepRow>> byEngine =
        report.rows(OptionalInt.empty()).stream()
            .collect(java.util.stream.Collectors.partitioningBy(row -> row.funnel().endsWith(CEP)));
    assertAgree(Objects.requireNonNull(byEngine.get(false)), expected);
    expected.keySet().removeIf(key -> sayable(funnels).stream().noneMatch(key::startsWith));
    assertAgree(Objects.requireNonNull(byEngine.get(true)), expected);
    assertEveryRowSetAddsUp(rows, withCep(funnels));
  }

  private static final String CEP = "-cep";

  private static List<String> sayable(List<Funnel> funnels) {
    return funnels.stream()
        .filter(funnel -> PatternLimits.of(funnel).isEmpty())
        .map(funnel -> funnel.id() + " ")
        .toList();
  }

  /** Those that a pattern can say are there twice, once for each engine. */
  private static List<Funnel> withCep(List<Funnel> funnels) {
    List<Funnel> all = new ArrayList<>(funnels);
    for (Funnel funnel : funnels) {
      if (PatternLimits.of(funnel).isEmpty()) {
        int room = funnel.maxValues() == Funnel.DEFAULT_MAX_VALUES ? 0 : funnel.maxValues();
        all.add(with(funnel, funnel.id() + CEP, Engine.CEP, room));
      }
    }
    return all;
  }

  private static Funnel with(Funnel funnel, String id, Engine engine, int room) {
    return new Funnel(
        id,
        funnel.title(),
        funnel.steps(),
        funnel.within(),
        funnel.cohort(),
        funnel.breakdowns(),
        room == 0 ? Funnel.DEFAULT_MAX_VALUES : room,
        funnel.unit(),
        funnel.hold(),
        funnel.order(),
        funnel.ignore(),
        funnel.exclusions(),
        engine,
        funnel.zone());
  }

  private static Event withIdEnding(String suffix, Event event) {
    String id = event.id() == null ? null : event.id() + suffix;
    return new Event(id, event.name(), event.user(), event.time(), event.properties());
  }

  /** The events as lines, in disorder, and some of those with ids a second time. */
  private static List<String> arriving(List<Event> events, Random random) throws Exception {
    record Arriving(String line, long at) {}
    List<Arriving> arriving = new ArrayList<>();
    for (Event event : events) {
      int times = event.id() != null && random.nextInt(3) == 0 ? 2 : 1;
      for (int i = 0; i < times; i++) {
        long at = event.time() + random.nextLong(DISORDER.toMillis());
        arriving.add(new Arriving(line(event), at));
      }
    }
    arriving.sort(Comparator.comparingLong(Arriving::at));
    return arriving.stream().map(Arriving::line).toList();
  }

  private static String line(Event event) throws JsonProcessingException {
    JsonMapper json = new JsonMapper();
    ObjectNode line = json.createObjectNode();
    line.put("id", event.id()).put("event", event.name()).put("user", event.user());
    line.put("time", event.time()).set("properties", json.valueToTree(event.properties()));
    return json.writeValueAsString(line);
  }

  private static List<StepRow> run(String name, List<Funnel> funnels, List<String> lines)
      throws Exception {
    StreamExecutionEnvironment environment =
        StreamExecutionEnvironment.getExecutionEnvironment(LocalFlink.strict());
    environment.setParallelism(PARALLELISM);
    environment.setRuntimeMode(RuntimeExecutionMode.STREAMING);
    // Watermarks come often, so that much happens between them and not all at the end.
    environment.getConfig().setAutoWatermarkInterval(1);
    Gate.lettingThrough(name, lines.size());
    Ingest ingest =
        Ingest.from(
            environment,
            new GatedSource(lines, PARALLELISM, name),
            new Ingest.Timing(Optional.of(DISORDER), Optional.empty(), Duration.ofHours(1)));
    Collected<StepRow> rows = new Collected<>(name);
    Topology.of(ingest.admitted(), funnels, Emit.live(1)).steps().sinkTo(rows).uid("rows");
    environment.execute(name);
    return rows.soFar();
  }

  private static void assertAgree(List<StepRow> rows, Map<String, ExpectedRows.Row> expected) {
    Map<String, String> said = new TreeMap<>();
    Map<String, String> wanted = new TreeMap<>();
    expected.forEach((key, row) -> wanted.put(key, row.counts()));
    for (StepRow row : rows) {
      String key =
          "%s %d %s %s %d"
              .formatted(
                  row.funnel().replace(CEP, ""),
                  row.cohortStart(),
                  row.breakdown(),
                  row.value(),
                  row.step());
      String counts =
          "reached %d dropped %d in progress %d excluded %d"
              .formatted(row.reached(), row.dropped(), row.inProgress(), row.excluded());
      assertThat(said.put(key, counts)).as("%s is final once", key).isNull();
    }
    assertThat(differences(wanted, said)).isEmpty();
    for (StepRow row : rows) {
      ExpectedRows.Row exact =
          Objects.requireNonNull(
              expected.get(
                  "%s %d %s %s %d"
                      .formatted(
                          row.funnel().replace(CEP, ""),
                          row.cohortStart(),
                          row.breakdown(),
                          row.value(),
                          row.step())));
      assertNear(row.medianMs(), exact.fromPrevious(), 0.5);
      assertNear(row.p90Ms(), exact.fromPrevious(), 0.9);
      assertNear(row.medianFromEntryMs(), exact.fromEntry(), 0.5);
      assertNear(row.p90FromEntryMs(), exact.fromEntry(), 0.9);
    }
  }

  private static List<String> differences(Map<String, String> wanted, Map<String, String> said) {
    TreeSet<String> keys = new TreeSet<>(wanted.keySet());
    keys.addAll(said.keySet());
    return keys.stream()
        .filter(key -> !Objects.equals(wanted.get(key), said.get(key)))
        .map(key -> "%s: wanted %s, said %s".formatted(key, wanted.get(key), said.get(key)))
        .toList();
  }

  private static void assertNear(@Nullable Long said, List<Long> exact, double share) {
    if (exact.isEmpty()) {
      assertThat(said).isNull();
    } else {
      double wanted = ExpectedRows.quantile(exact, share);
      assertThat(Objects.requireNonNull(said).doubleValue())
          .isCloseTo(wanted, within(0.02 * wanted + 0.5));
    }
  }

  /** Whenever rows of a cohort were written, what a reader then saw of it adds up. */
  private static void assertEveryRowSetAddsUp(List<StepRow> rows, List<Funnel> funnels) {
    for (Funnel funnel : funnels) {
      Map<Long, List<StepRow>> byCohort = new TreeMap<>();
      for (StepRow row : rows) {
        if (row.funnel().equals(funnel.id())) {
          byCohort.computeIfAbsent(row.cohortStart(), c -> new ArrayList<>()).add(row);
        }
      }
      for (List<StepRow> its : byCohort.values()) {
        RowSets.assertEachAddsUp(its, funnel.lastRequiredStep());
      }
    }
  }
}
