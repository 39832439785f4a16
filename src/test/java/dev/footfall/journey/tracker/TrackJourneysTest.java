package dev.footfall.journey.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.UnitEvent;
import dev.footfall.funnel.Cohort;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Step;
import dev.footfall.funnel.Within;
import dev.footfall.journey.Difference;
import dev.footfall.journey.Progress;
import dev.footfall.journey.RandomStream;
import dev.footfall.journey.RandomStream.Feature;
import dev.footfall.journey.ReferenceFunnel;
import dev.footfall.journey.tracker.TrackJourneys.Units;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.KeyedStateBackend;
import org.apache.flink.runtime.state.StateBackend;
import org.apache.flink.runtime.state.hashmap.HashMapStateBackend;
import org.apache.flink.runtime.state.heap.HeapKeyedStateBackend;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.Test;

/** The operator as Flink runs it, fed as {@code Admit} would feed it. */
class TrackJourneysTest {

  @Test
  void onTheHeapItSaysWhatTheReferenceSaysForAnyWatermarksAndAnyRestore() throws Exception {
    for (long seed = 10_000; seed < 10_700; seed++) {
      compare(seed, new HashMapStateBackend());
    }
  }

  @Test
  void onRocksDbItSaysWhatTheReferenceSaysForAnyWatermarksAndAnyRestore() throws Exception {
    for (long seed = 20_000; seed < 20_030; seed++) {
      compare(seed, new EmbeddedRocksDBStateBackend());
    }
  }

  @Test
  void manyFunnelsInOneOperatorDoNotMindEachOther() throws Exception {
    Random random = new Random(1);
    List<Funnel> funnels = new ArrayList<>();
    List<Event> events = new ArrayList<>();
    EnumSet<Feature> features = EnumSet.complementOf(EnumSet.of(Feature.UNIT_BY_PROPERTY));
    for (long seed = 0; seed < 50; seed++) {
      RandomStream stream = RandomStream.of(seed, features);
      funnels.add(stream.funnel());
      events.addAll(seed % 10 == 0 ? stream.events() : List.of());
    }
    Folded folded = new Folded();
    Running running = Running.fresh(funnels, new HashMapStateBackend());
    long before = Long.MIN_VALUE;
    for (long watermark : List.of(1_741_500_000_000L, 1_750_000_000_000L, Long.MAX_VALUE)) {
      running.feed(events, before, watermark, random);
      folded.fold(running.takeChanges());
      before = watermark;
      List<Progress> expected = new ArrayList<>();
      for (Funnel funnel : funnels) {
        expected.addAll(ReferenceFunnel.at(watermark, funnel, events));
      }
      assertThat(shown(folded.progress())).isEqualTo(shown(expected));
      running = running.restored();
    }
    assertThat(running.entries()).isZero();
    running.close();
  }

  private static TreeSet<String> shown(List<Progress> progress) {
    return new TreeSet<>(progress.stream().map(Difference::show).toList());
  }

  @Test
  void whatWasKeptForADefinitionThatIsNoMoreGoesWithoutAWord() throws Exception {
    RandomStream stream = RandomStream.of(3, EnumSet.noneOf(Feature.class));
    RandomStream other = RandomStream.of(5, EnumSet.noneOf(Feature.class));
    Running running = Running.fresh(List.of(stream.funnel()), new HashMapStateBackend());
    long middle = stream.watermarks(9).get(4);
    running.feed(stream.events(), Long.MIN_VALUE, middle, new Random(1));
    assertThat(running.entries()).isPositive();
    Running changed = running.restoredWith(List.of(other.funnel()));
    changed.feed(List.of(), middle, Long.MAX_VALUE, new Random(1));
    assertThat(changed.takeChanges()).isEmpty();
    assertThat(changed.entries()).isZero();
    assertThat(changed.timers()).isZero();
    changed.close();
  }

  @Test
  void aUnitWithAnOpenRunTakesLittleOfACheckpoint() throws Exception {
    Funnel funnel =
        new Funnel(
            "shop",
            "",
            List.of(step("browse"), step("cart"), step("pay")),
            Within.of(Duration.ofDays(1)),
            Cohort.of(Duration.ofDays(1)),
            List.of("channel"),
            Funnel.DEFAULT_MAX_VALUES,
            Funnel.USER,
            List.of(),
            Funnel.Order.IN_ORDER,
            Set.of(),
            List.of(),
            Funnel.Engine.AUTO,
            ZoneId.of("UTC"));
    List<Event> events = new ArrayList<>();
    int users = 10_000;
    for (int user = 0; user < users; user++) {
      String id = "user-%016d".formatted(user);
      long time = 1_760_000_000_000L + 1234L * user;
      Map<String, String> social = Map.of("channel", "social");
      events.add(new Event(null, "browse", id, time, social));
      events.add(new Event(null, "cart", id, time + 98_765, social));
      events.add(new Event(null, "browse", id, time + 198_765, social));
    }
    Running running = Running.fresh(List.of(funnel), new HashMapStateBackend());
    running.feed(events, Long.MIN_VALUE, 1_760_000_000_000L + 13_000_000, new Random(1));
    assertThat(running.entries()).isEqualTo(users);
    long bytes = running.checkpointBytes() / users;
    System.out.println("a unit with two open runs takes " + bytes + " bytes of a checkpoint");
    assertThat(bytes).isLessThanOrEqualTo(250);
    running.close();
  }

  private static Step step(String name) {
    return new Step(name, Selector.named(name), false);
  }

  /** Lives a stream with random watermarks and restores, and compares at each watermark. */
  private static void compare(long seed, StateBackend backend) throws Exception {
    RandomStream stream = RandomStream.of(seed);
    Random random = new Random(seed);
    List<Long> watermarks = new ArrayList<>(stream.watermarks(random.nextInt(8)));
    watermarks.add(lastFinal(stream));
    Folded folded = new Folded();
    Running running = Running.fresh(List.of(stream.funnel()), backend);
    try {
      long before = Long.MIN_VALUE;
      for (long watermark : watermarks) {
        running.feed(stream.events(), before, watermark, random);
        folded.fold(running.takeChanges());
        before = watermark;
        Difference.between(
                "stream " + seed + " at " + watermark,
                stream.funnel(),
                stream.events(),
                ReferenceFunnel.at(watermark, stream.funnel(), stream.events()),
                folded.progress())
            .ifPresent(
                difference -> {
                  throw new AssertionError(difference);
                });
        if (random.nextBoolean()) {
          running = running.restored();
        }
      }
      assertThat(running.entries()).as("state left by stream %d", seed).isZero();
      assertThat(running.timers()).as("timers left by stream %d", seed).isZero();
    } finally {
      running.close();
    }
  }

  private static long lastFinal(RandomStream stream) {
    long last = Long.MIN_VALUE;
    for (Event event : stream.events()) {
      CohortWindow cohort = stream.funnel().cohort().windowOf(event.time(), stream.funnel().zone());
      last = Math.max(last, cohort.finalFrom(stream.funnel().within()));
    }
    return last;
  }

  /** Keeps the newest progress; each change must follow on the last. */
  private static final class Folded {
    private final Map<String, Progress> latest = new TreeMap<>();

    void fold(List<Progress.Change> changes) {
      for (Progress.Change change : changes) {
        Progress after = change.after();
        String key = after.funnel() + " " + after.unit() + " " + after.cohortStart();
        String known = latest.containsKey(key) ? Difference.show(latest.get(key)) : "nothing";
        String before = change.before() == null ? "nothing" : Difference.show(change.before());
        assertThat(before).isEqualTo(known);
        latest.put(key, after);
      }
    }

    List<Progress> progress() {
      return List.copyOf(latest.values());
    }
  }

  /** The operator in a harness. */
  private static final class Running {
    private final List<Funnel> funnels;
    private final StateBackend backend;
    private final String unit;
    private final KeyedOneInputStreamOperatorTestHarness<String, Intake, Progress.Change> harness;

    static Running fresh(List<Funnel> funnels, StateBackend backend) throws Exception {
      Running running = new Running(funnels, backend);
      running.harness.open();
      return running;
    }

    private Running(List<Funnel> funnels, StateBackend backend) throws Exception {
      this.funnels = funnels;
      this.backend = backend;
      this.unit = funnels.get(0).unit();
      this.harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new TrackJourneys(funnels, unit.equals(Funnel.USER) ? Units.USERS : Units.OTHERS),
              UnitOf.INTAKE,
              Types.STRING);
      harness.setStateBackend(backend);
    }

    /** Feeds the events between the watermarks, unit by unit, and then the watermark. */
    void feed(List<Event> events, long after, long upTo, Random random) throws Exception {
      List<Intake> due = new ArrayList<>();
      for (Event event : events) {
        if (event.time() > after && event.time() <= upTo) {
          addressed(event).ifPresent(due::add);
        }
      }
      Collections.shuffle(due, random);
      due.sort(Comparator.comparing(UnitOf.INTAKE::getKey).thenComparing(TakeInOrder::timeOf));
      for (Intake intake : due) {
        harness.processElement(intake, TakeInOrder.timeOf(intake));
      }
      harness.processWatermark(upTo);
    }

    private Optional<Intake> addressed(Event event) {
      if (unit.equals(Funnel.USER)) {
        return Optional.of(event);
      }
      String value = event.properties().getOrDefault(unit, "");
      return value.isEmpty() ? Optional.empty() : Optional.of(new UnitEvent(unit, value, event));
    }

    List<Progress.Change> takeChanges() {
      List<Progress.Change> changes = harness.extractOutputValues();
      harness.getOutput().clear();
      return changes;
    }

    long checkpointBytes() throws Exception {
      return harness.snapshot(1, 1).getStateSize();
    }

    Running restored() throws Exception {
      return restoredWith(funnels);
    }

    Running restoredWith(List<Funnel> others) throws Exception {
      OperatorSubtaskState state = harness.snapshot(1, 1);
      harness.close();
      Running restored = new Running(others, backend);
      restored.harness.setup();
      restored.harness.initializeState(state);
      restored.harness.open();
      return restored;
    }

    int entries() {
      KeyedStateBackend<?> state = ((TrackJourneys) harness.getOperator()).getKeyedStateBackend();
      if (state instanceof HeapKeyedStateBackend) {
        return harness.numKeyedStateEntries();
      }
      // RocksDB counts timers too, and those that it has still to delete.
      return (int)
          funnels.stream().flatMap(funnel -> state.getKeys("journeys", funnel.number(1))).count();
    }

    int timers() {
      return harness.numEventTimeTimers();
    }

    void close() throws Exception {
      harness.close();
    }
  }
}
