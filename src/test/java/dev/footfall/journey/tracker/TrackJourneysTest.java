package dev.footfall.journey.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.funnel.CohortWindow;
import dev.footfall.funnel.Funnel;
import dev.footfall.journey.Difference;
import dev.footfall.journey.Progress;
import dev.footfall.journey.RandomStream;
import dev.footfall.journey.ReferenceFunnel;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
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
    for (long seed = 10_000; seed < 12_000; seed++) {
      compare(seed, new HashMapStateBackend());
    }
  }

  @Test
  void onRocksDbItSaysWhatTheReferenceSaysForAnyWatermarksAndAnyRestore() throws Exception {
    for (long seed = 20_000; seed < 20_060; seed++) {
      compare(seed, new EmbeddedRocksDBStateBackend());
    }
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
    private final UnitOf unitOf;
    private final KeyedOneInputStreamOperatorTestHarness<String, Event, Progress.Change> harness;

    static Running fresh(List<Funnel> funnels, StateBackend backend) throws Exception {
      Running running = new Running(funnels, backend);
      running.harness.open();
      return running;
    }

    private Running(List<Funnel> funnels, StateBackend backend) throws Exception {
      this.funnels = funnels;
      this.backend = backend;
      this.unitOf = new UnitOf(funnels.get(0).unit());
      this.harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new TrackJourneys(funnels, unitOf), unitOf, Types.STRING);
      harness.setStateBackend(backend);
    }

    /** Feeds the events between the watermarks, unit by unit, and then the watermark. */
    void feed(List<Event> events, long after, long upTo, Random random) throws Exception {
      List<Event> due = new ArrayList<>();
      for (Event event : events) {
        if (event.time() > after && event.time() <= upTo && unitOf.filter(event)) {
          due.add(event);
        }
      }
      Collections.shuffle(due, random);
      due.sort(Comparator.comparing(unitOf::getKey).thenComparing(Event::time));
      for (Event event : due) {
        harness.processElement(event, event.time());
      }
      harness.processWatermark(upTo);
    }

    List<Progress.Change> takeChanges() {
      List<Progress.Change> changes = harness.extractOutputValues();
      harness.getOutput().clear();
      return changes;
    }

    Running restored() throws Exception {
      OperatorSubtaskState state = harness.snapshot(1, 1);
      harness.close();
      Running restored = new Running(funnels, backend);
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
          funnels.stream()
              .flatMap(funnel -> state.getKeys("journeys", DefinitionNumber.of(funnel)))
              .count();
    }

    int timers() {
      return harness.numEventTimeTimers();
    }

    void close() throws Exception {
      harness.close();
    }
  }
}
