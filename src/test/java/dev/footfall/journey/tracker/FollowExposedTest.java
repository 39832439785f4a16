package dev.footfall.journey.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Experiment.Variant;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Selector;
import dev.footfall.ingest.EventTypes;
import dev.footfall.journey.DeclaredExperiment;
import dev.footfall.journey.ExposureNews;
import dev.footfall.journey.ExposureNews.Change;
import dev.footfall.journey.ExposureNews.Standing;
import dev.footfall.journey.RandomStream;
import dev.footfall.journey.RandomStream.Feature;
import dev.footfall.journey.ReferenceExperiment;
import dev.footfall.testing.OperatorChain;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Users that are exposed, followed as the operator does and as plain words say. */
class FollowExposedTest {

  private static final EnumSet<Feature> FEATURES =
      EnumSet.of(
          Feature.STRICT,
          Feature.OPTIONAL_STEPS,
          Feature.EXCLUSIONS,
          Feature.HOLD,
          Feature.BREAKDOWNS,
          Feature.FILTERS);

  private static final String VARIANT = "flow";
  private static final List<String> VALUES = List.of("a", "b", "c", "elsewhere", "");

  @Test
  void itSaysWhatTheWordsSayWhateverTheOrderOfArrivalAndAfterAnyRestore() throws Exception {
    int exposed = 0;
    int several = 0;
    int converted = 0;
    for (long seed = 1; seed <= 200; seed++) {
      Map<Standing, Integer> last = compare(seed);
      exposed += last.size();
      several += last.keySet().stream().anyMatch(one -> one.variant() < 0) ? 1 : 0;
      converted += last.keySet().stream().anyMatch(one -> one.convertedAfter() > 0) ? 1 : 0;
    }
    // What is compared must have been there.
    assertThat(exposed).isGreaterThan(100);
    assertThat(several).isGreaterThan(10);
    assertThat(converted).isGreaterThan(10);
  }

  private static Map<Standing, Integer> compare(long seed) throws Exception {
    Random random = new Random(seed);
    RandomStream stream = RandomStream.of(seed, FEATURES);
    List<Event> events = withVariants(stream.events(), random);
    Experiment experiment = experiment(stream.funnel(), events, random);
    Map<Standing, Integer> folded = new HashMap<>();
    try (OperatorChain<Event, ExposureNews> chain = chain(experiment)) {
      List<Event> waiting = new ArrayList<>(events);
      List<Long> watermarks = new ArrayList<>(stream.watermarks(random.nextInt(6)));
      watermarks.add(experiment.funnel().within().endOf(experiment.end()) - 1);
      watermarks.removeIf(one -> one >= watermarks.get(watermarks.size() - 1));
      watermarks.add(experiment.funnel().within().endOf(experiment.end()) - 1);
      int told = 0;
      for (long watermark : watermarks) {
        for (Event event : List.copyOf(waiting)) {
          if (event.time() <= watermark || random.nextBoolean()) {
            chain.send(event, event.time());
            waiting.remove(event);
          }
        }
        if (random.nextInt(4) == 0) {
          chain.restart(watermark);
        }
        chain.watermark(watermark);
        for (; told < chain.output().size(); told++) {
          fold(chain.output().get(told).change(), watermark, folded);
        }
        assertThat(folded)
            .as("stream %d at watermark %d", seed, watermark)
            .isEqualTo(reference(watermark, experiment, events));
      }
      assertEveryMomentIsTold(seed, chain.output(), experiment, events);
      chain.watermark(Long.MAX_VALUE);
      assertThat(chain.output().subList(told, chain.output().size())).isEmpty();
      assertThat(chain.held()).as("left by stream %d", seed).isZero();
    }
    return folded;
  }

  /** A look at any moment finds what was so then, however far the watermark went at once. */
  private static void assertEveryMomentIsTold(
      long seed, List<ExposureNews> told, Experiment experiment, List<Event> events) {
    List<Change> changes =
        told.stream()
            .map(ExposureNews::change)
            .filter(Objects::nonNull)
            .sorted(Comparator.comparingLong(Change::time))
            .toList();
    Map<Standing, Integer> folded = new HashMap<>();
    for (int i = 0; i < changes.size(); i++) {
      long time = changes.get(i).time();
      fold(changes.get(i), time, folded);
      if (i + 1 == changes.size() || changes.get(i + 1).time() != time) {
        assertThat(folded)
            .as("stream %d at %d, as it is told afterwards", seed, time)
            .isEqualTo(reference(time, experiment, events));
      }
    }
  }

  private static void fold(@Nullable Change change, long watermark, Map<Standing, Integer> folded) {
    if (change == null) {
      return;
    }
    assertThat(change.time()).isLessThanOrEqualTo(watermark);
    folded.merge(plain(change.after()), 1, Integer::sum);
    if (change.before() != null) {
      folded.merge(plain(change.before()), -1, Integer::sum);
    }
    folded.values().removeIf(count -> count == 0);
  }

  /** What a user did before it was seen in a second variant counts no more. */
  private static Standing plain(Standing standing) {
    return standing.variant() == Standing.IN_SEVERAL
        ? ReferenceExperiment.inSeveral(standing.exposedAt())
        : standing;
  }

  private static List<Event> withVariants(List<Event> events, Random random) {
    Map<String, String> usual = new HashMap<>();
    List<Event> all = new ArrayList<>();
    for (Event event : events) {
      String own = usual.computeIfAbsent(event.user(), user -> VALUES.get(random.nextInt(3)));
      String value = random.nextInt(8) == 0 ? VALUES.get(random.nextInt(VALUES.size())) : own;
      Map<String, String> properties = new HashMap<>(event.properties());
      if (!value.isEmpty()) {
        properties.put(VARIANT, value);
      }
      all.add(new Event(event.id(), event.name(), event.user(), event.time(), properties));
    }
    return all;
  }

  private static Experiment experiment(Funnel funnel, List<Event> events, Random random) {
    long first = events.stream().mapToLong(Event::time).min().orElse(1);
    long last = events.stream().mapToLong(Event::time).max().orElse(1);
    Selector exposure =
        random.nextInt(3) == 0 ? Selector.named("x", "a") : funnel.steps().get(0).fills();
    return new Experiment(
        "test",
        "",
        funnel,
        VARIANT,
        "a",
        List.of(new Variant("a", 0.4), new Variant("b", 0.4), new Variant("c", 0.2)),
        first + random.nextInt(3) * (last - first) / 8,
        last - random.nextInt(3) * (last - first) / 8 + 1,
        exposure,
        funnel.lastRequiredStep(),
        List.of(),
        0.05,
        5000,
        0);
  }

  /** How many users stand so, by what the README says. */
  private static Map<Standing, Integer> reference(
      long watermark, Experiment experiment, List<Event> events) {
    Map<Standing, Integer> standings = new HashMap<>();
    for (String user : new TreeSet<>(events.stream().map(Event::user).toList())) {
      SortedMap<Long, Standing> its =
          ReferenceExperiment.of(
              experiment, events.stream().filter(event -> event.user().equals(user)).toList());
      SortedMap<Long, Standing> known = its.headMap(watermark + 1);
      if (!known.isEmpty()) {
        standings.merge(known.get(known.lastKey()), 1, Integer::sum);
      }
    }
    return standings;
  }

  private static OperatorChain<Event, ExposureNews> chain(Experiment experiment) throws Exception {
    Configuration strict = new Configuration();
    strict.setString("pipeline.generic-types", "false");
    DataStream<Intake> inOrder =
        StreamExecutionEnvironment.createLocalEnvironment(1, strict)
            .fromData(EventTypes.INTAKE, new Event(null, "a", "ann", 1, Map.of()))
            .keyBy(UnitOf.INTAKE, Types.STRING)
            .transform("In order", EventTypes.INTAKE, new TakeInOrder(EventTypes.INTAKE))
            .uid("in-order");
    return OperatorChain.endingWith(
        FollowExposed.of(inOrder, List.of(DeclaredExperiment.first(experiment))));
  }
}
