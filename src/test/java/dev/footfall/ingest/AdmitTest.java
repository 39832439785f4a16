package dev.footfall.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.runtime.state.VoidNamespace;
import org.apache.flink.state.rocksdb.EmbeddedRocksDBStateBackend;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.runtime.watermarkstatus.WatermarkStatus;
import org.apache.flink.streaming.util.AbstractStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AdmitTest {

  private static final int MAX_PARALLELISM = 16;
  static final Duration DEDUPE = Duration.ofMillis(100);
  private static final long MUCH_MEMORY = 1 << 20;

  /** The hash of the first two is the same. */
  private static final List<String> USERS = List.of("Aa", "BB", "ann");

  private static Event event(@Nullable String id, String name, String user, long time) {
    return new Event(id, name, user, time, Map.of());
  }

  private static Event event(String name, long time) {
    return event(null, name, "ann", time);
  }

  /** One parallel instance of the operator, which can be stopped and started again. */
  private static final class Desk implements AutoCloseable {

    private final boolean onDisk;
    private final long bytesInMemory;
    private KeyedOneInputStreamOperatorTestHarness<String, Event, Intake> harness;
    private final List<Event> admitted = new ArrayList<>();
    private final List<LateEvent> late = new ArrayList<>();

    Desk() throws Exception {
      this(false);
    }

    Desk(boolean onDisk) throws Exception {
      this(onDisk, MUCH_MEMORY);
    }

    Desk(boolean onDisk, long bytesInMemory) throws Exception {
      this.onDisk = onDisk;
      this.bytesInMemory = bytesInMemory;
      harness = start(null, 1, 0);
    }

    Desk(OperatorSubtaskState state, int parallelism, int index) throws Exception {
      onDisk = false;
      bytesInMemory = MUCH_MEMORY;
      harness = start(state, parallelism, index);
    }

    private KeyedOneInputStreamOperatorTestHarness<String, Event, Intake> start(
        @Nullable OperatorSubtaskState state, int parallelism, int index) throws Exception {
      KeyedOneInputStreamOperatorTestHarness<String, Event, Intake> harness =
          new KeyedOneInputStreamOperatorTestHarness<>(
              new Admit(DEDUPE, bytesInMemory),
              Event::user,
              Types.STRING,
              MAX_PARALLELISM,
              parallelism,
              index);
      if (onDisk) {
        harness.setStateBackend(new EmbeddedRocksDBStateBackend());
      }
      harness.setup(EventTypes.INTAKE.createSerializer(new SerializerConfigImpl()));
      if (state != null) {
        harness.initializeState(state);
      }
      harness.open();
      return harness;
    }

    void takes(Event... events) throws Exception {
      for (Event event : events) {
        harness.processElement(event, event.time());
      }
    }

    void watermark(long time) throws Exception {
      harness.processWatermark(new Watermark(time));
    }

    OperatorSubtaskState snapshot() throws Exception {
      return harness.snapshot(1, 1);
    }

    void restart() throws Exception {
      OperatorSubtaskState state = snapshot();
      collect();
      harness.close();
      harness = start(state, 1, 0);
    }

    private void collect() {
      for (Object output : harness.getOutput()) {
        if (output instanceof StreamRecord<?> record) {
          Event event = (Event) record.getValue();
          assertThat(record.getTimestamp()).isEqualTo(event.time());
          admitted.add(event);
        }
      }
      harness.getOutput().clear();
      if (harness.getSideOutput(Admit.LATE) != null) {
        harness.getSideOutput(Admit.LATE).forEach(record -> late.add(record.getValue()));
        harness.getSideOutput(Admit.LATE).clear();
      }
    }

    List<Event> admitted() {
      collect();
      return admitted;
    }

    List<LateEvent> late() {
      collect();
      return late;
    }

    long count(String what) {
      return (long) harness.getOperator().getRuntimeContext().getAccumulator(what).getLocalValue();
    }

    void assertNothingIsKept() throws Exception {
      if (onDisk) {
        for (String state : List.of("waiting-events", "seen-ids", "wake-at")) {
          assertThat(
                  harness
                      .getOperator()
                      .getKeyedStateBackend()
                      .getKeys(state, VoidNamespace.INSTANCE))
              .as(state)
              .isEmpty();
        }
      } else {
        assertThat(harness.numKeyedStateEntries()).isZero();
      }
      assertThat(harness.numEventTimeTimers()).isZero();
    }

    @Override
    public void close() throws Exception {
      harness.close();
    }
  }

  @Test
  void eventsWaitForTheWatermarkAndLeaveInTheOrderOfTheirTimes() throws Exception {
    try (Desk desk = new Desk()) {
      desk.takes(event("pay", 30), event("browse", 10), event("cart", 20));
      desk.watermark(9);
      assertThat(desk.admitted()).isEmpty();
      desk.watermark(20);
      assertThat(desk.admitted()).containsExactly(event("browse", 10), event("cart", 20));
      desk.watermark(30);
      assertThat(desk.admitted())
          .containsExactly(event("browse", 10), event("cart", 20), event("pay", 30));
      desk.assertNothingIsKept();
    }
  }

  @Test
  void anEventAtTheWatermarkOrBehindItIsLateAndLeavesNothing() throws Exception {
    try (Desk desk = new Desk()) {
      desk.watermark(50);
      desk.takes(event("browse", 50), event("cart", 51));
      desk.watermark(51);
      assertThat(desk.late()).containsExactly(new LateEvent(event("browse", 50), 50));
      assertThat(desk.admitted()).containsExactly(event("cart", 51));
      assertThat(desk.count(Counted.LATE)).isEqualTo(1);
      assertThat(desk.count(Counted.ADMITTED)).isEqualTo(1);
      desk.assertNothingIsKept();
    }
  }

  @Test
  void atOneInstantEventsLeaveByIdThenByWhatTheySayHoweverTheyCame() throws Exception {
    Event first = event("z", 10);
    Event second = event("e1", "z", "ann", 10);
    Event third = event("e2", "a", "ann", 10);
    Event fourth = new Event("e3", "a", "ann", 10, Map.of("plan", "free"));
    Event fifth = new Event("e4", "a", "ann", 10, Map.of());
    try (Desk desk = new Desk()) {
      desk.takes(fifth, third, first, fourth, second);
      desk.watermark(10);
      assertThat(desk.admitted()).containsExactly(first, second, third, fourth, fifth);
    }
  }

  @Test
  void twoEqualEventsWithoutIdAreTwoEvents() throws Exception {
    try (Desk desk = new Desk()) {
      desk.takes(event("browse", 10), event("browse", 10));
      desk.watermark(10);
      assertThat(desk.admitted()).containsExactly(event("browse", 10), event("browse", 10));
    }
  }

  @Test
  void anIdSeenWithinTheTimeBeforeIsADuplicateItsBeginningIncluded() throws Exception {
    try (Desk desk = new Desk()) {
      desk.takes(event("e1", "pay", "ann", 10), event("e1", "pay", "ann", 110));
      desk.takes(event("e2", "pay", "ann", 10), event("e2", "pay", "ann", 111));
      desk.watermark(Long.MAX_VALUE);
      assertThat(desk.admitted())
          .containsExactly(
              event("e1", "pay", "ann", 10),
              event("e2", "pay", "ann", 10),
              event("e2", "pay", "ann", 111));
      assertThat(desk.count(Counted.DUPLICATES)).isEqualTo(1);
      desk.assertNothingIsKept();
    }
  }

  @Test
  void aDuplicateIsRememberedAsWellSoThatAChainOfThemIsOneEvent() throws Exception {
    try (Desk desk = new Desk()) {
      for (long time = 10; time <= 410; time += 80) {
        desk.takes(event("e1", "pay", "ann", time));
        desk.watermark(time);
      }
      assertThat(desk.admitted()).containsExactly(event("e1", "pay", "ann", 10));
      desk.watermark(509);
      assertThat(desk.harness.numKeyedStateEntries()).isPositive();
      desk.watermark(510);
      desk.assertNothingIsKept();
    }
  }

  @Test
  void theSameIdOfAnotherUserIsAnotherEvent() throws Exception {
    try (Desk desk = new Desk()) {
      desk.takes(event("e1", "pay", "ann", 10), event("e1", "pay", "bob", 10));
      desk.watermark(10);
      assertThat(desk.admitted())
          .containsExactlyInAnyOrder(event("e1", "pay", "ann", 10), event("e1", "pay", "bob", 10));
    }
  }

  @Test
  void idsGoOneByOneWhileTheirUserIsActiveAndAllOnceNoEventCanRepeatThem() throws Exception {
    try (Desk desk = new Desk()) {
      for (int i = 1; i <= 1000; i++) {
        desk.takes(event("e" + i, "browse", "ann", i * 10L));
        desk.watermark(i * 10L);
      }
      assertThat(desk.admitted()).hasSize(1000);
      desk.watermark(10_099);
      // One value: the ids of the last moments.
      assertThat(desk.harness.numKeyedStateEntries()).isEqualTo(1);
      assertThat(desk.harness.numEventTimeTimers()).isEqualTo(1);
      desk.watermark(10_100);
      desk.assertNothingIsKept();
    }
  }

  @Test
  void whatWasLateBeforeARestartIsLateAfterItAndWhatWaitedStillLeaves() throws Exception {
    try (Desk desk = new Desk()) {
      desk.takes(event("e1", "browse", "ann", 10), event("pay", 30));
      desk.watermark(20);
      desk.restart();
      desk.takes(event("cart", 15), event("e1", "browse", "ann", 25));
      desk.watermark(30);
      assertThat(desk.late()).containsExactly(new LateEvent(event("cart", 15), 20));
      assertThat(desk.admitted())
          .containsExactly(event("e1", "browse", "ann", 10), event("pay", 30));
    }
  }

  @Test
  void aSnapshotCanBeTakenUpByMoreInstances() throws Exception {
    List<String> users = Stream.iterate(0, i -> i + 1).limit(40).map(i -> "u" + i).toList();
    OperatorSubtaskState snapshot;
    try (Desk desk = new Desk()) {
      for (String user : users) {
        desk.takes(event("e", "browse", user, 10), event(null, "pay", user, 30));
      }
      desk.watermark(20);
      snapshot = desk.snapshot();
    }
    List<Event> admitted = new ArrayList<>();
    for (int index = 0; index < 2; index++) {
      OperatorSubtaskState part =
          AbstractStreamOperatorTestHarness.repartitionOperatorState(
              snapshot, MAX_PARALLELISM, 1, 2, index);
      try (Desk desk = new Desk(part, 2, index)) {
        desk.watermark(Long.MAX_VALUE);
        admitted.addAll(desk.admitted());
        desk.assertNothingIsKept();
      }
    }
    assertThat(admitted)
        .containsExactlyInAnyOrderElementsOf(
            users.stream().map(user -> event(null, "pay", user, 30)).toList());
  }

  /** Some events of a few users, many at the same instants, with the same ids, and equal. */
  static List<Event> randomEvents(Random random) {
    List<Event> events = new ArrayList<>();
    int count = 1 + random.nextInt(60);
    int span = 1 + random.nextInt(1000);
    for (int i = 0; i < count; i++) {
      String id = random.nextInt(3) == 0 ? null : "e" + random.nextInt(12);
      Map<String, String> properties = new HashMap<>();
      for (int p = random.nextInt(3); p > 0; p--) {
        properties.put("p" + random.nextInt(2), "v" + random.nextInt(2));
      }
      events.add(
          new Event(
              id,
              random.nextBoolean() ? "browse" : "pay",
              USERS.get(random.nextInt(USERS.size())),
              1 + random.nextInt(span),
              properties));
    }
    return events;
  }

  /** By the definition and nothing else: an event is dropped if its id is there shortly before. */
  static Map<String, List<Event>> byTheDefinition(List<Event> inTime) {
    Map<String, List<Event>> admitted = new TreeMap<>();
    List<Event> ordered =
        inTime.stream()
            .sorted(
                Comparator.comparingLong(Event::time)
                    .thenComparing(event -> event.id() == null ? "" : event.id())
                    .thenComparing(Event::name)
                    .thenComparing(event -> inWords(event.properties())))
            .toList();
    for (int i = 0; i < ordered.size(); i++) {
      Event event = ordered.get(i);
      boolean seen =
          event.id() != null
              && ordered.subList(0, i).stream()
                  .anyMatch(
                      earlier ->
                          event.id().equals(earlier.id())
                              && event.user().equals(earlier.user())
                              && event.time() - earlier.time() <= DEDUPE.toMillis());
      if (!seen) {
        admitted.computeIfAbsent(event.user(), user -> new ArrayList<>()).add(event);
      }
    }
    return admitted;
  }

  private static String inWords(Map<String, String> properties) {
    StringBuilder words = new StringBuilder();
    new TreeMap<>(properties).forEach((name, value) -> words.append(name).append(value));
    return words.toString();
  }

  static Map<String, List<Event>> byUser(List<Event> events) {
    Map<String, List<Event>> byUser = new TreeMap<>();
    events.forEach(
        event -> byUser.computeIfAbsent(event.user(), user -> new ArrayList<>()).add(event));
    return byUser;
  }

  private static Stream<Integer> seeds() {
    return Stream.iterate(0, seed -> seed + 1).limit(20);
  }

  @Test
  void stateOnDiskGivesTheSame() throws Exception {
    for (int seed = 10_000; seed < 10_006; seed++) {
      assertAdmitsByTheDefinition(seed, true);
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void neitherArrivalNorWatermarksNorRestartsNorMemoryChangeWhatIsAdmitted(int block)
      throws Exception {
    for (int seed = block * 25; seed < (block + 1) * 25; seed++) {
      assertAdmitsByTheDefinition(seed, false);
    }
  }

  private static void assertAdmitsByTheDefinition(int seed, boolean onDisk) throws Exception {
    Random random = new Random(seed);
    List<Event> events = randomEvents(random);
    boolean mayBeLate = random.nextBoolean();
    List<Event> inTime = new ArrayList<>();
    List<LateEvent> late = new ArrayList<>();
    // Room for none, a few, or all.
    long bytesInMemory = List.of(0L, 1000L, MUCH_MEMORY).get(random.nextInt(3));
    try (Desk desk = new Desk(onDisk, bytesInMemory)) {
      long watermark = Long.MIN_VALUE;
      for (Event event : events) {
        desk.takes(event);
        if (event.time() <= watermark) {
          late.add(new LateEvent(event, watermark));
        } else {
          inTime.add(event);
        }
        if (mayBeLate && random.nextInt(4) == 0) {
          watermark = Math.max(watermark, 1 + random.nextInt(800));
          desk.watermark(watermark);
        }
        if (random.nextInt(10) == 0) {
          desk.restart();
        }
      }
      while (watermark < 1000 && random.nextInt(5) != 0) {
        watermark = Math.max(watermark, 1) + random.nextInt(200);
        desk.watermark(watermark);
        if (random.nextInt(4) == 0) {
          desk.restart();
        }
      }
      desk.watermark(random.nextBoolean() ? Long.MAX_VALUE : 1000 + DEDUPE.toMillis());

      assertThat(byUser(desk.admitted())).as("seed %d", seed).isEqualTo(byTheDefinition(inTime));
      assertThat(desk.late()).as("seed %d", seed).isEqualTo(late);
      desk.assertNothingIsKept();
    }
  }

  /** Whoever comes after it would else go on with some instances and find the others late. */
  @Test
  void itIsNeverIdle() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, Event, Intake> harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new Admit(DEDUPE, MUCH_MEMORY), Event::user, Types.STRING)) {
      harness.setup(EventTypes.INTAKE.createSerializer(new SerializerConfigImpl()));
      harness.open();
      harness.processWatermark(new Watermark(10));
      harness.processWatermarkStatus(WatermarkStatus.IDLE);
      harness.processWatermarkStatus(WatermarkStatus.ACTIVE);
      harness.processWatermark(new Watermark(20));

      assertThat(harness.getOutput()).containsExactly(new Watermark(10), new Watermark(20));
    }
  }

  @Test
  void itIsNeverIdleWhereFunnelsChangeAndNobodyWaitsForThat() throws Exception {
    Admit admit = new Admit(DEDUPE, MUCH_MEMORY);
    try (KeyedTwoInputStreamOperatorTestHarness<String, Event, Declaration, Intake> harness =
        new KeyedTwoInputStreamOperatorTestHarness<>(
            admit, Event::user, declaration -> "", Types.STRING)) {
      harness.setup(EventTypes.INTAKE.createSerializer(new SerializerConfigImpl()));
      harness.open();
      admit.processWatermarkStatus2(WatermarkStatus.IDLE);
      harness.processWatermark1(new Watermark(10));
      admit.processWatermarkStatus1(WatermarkStatus.IDLE);
      admit.processWatermarkStatus1(WatermarkStatus.ACTIVE);
      harness.processWatermark1(new Watermark(20));

      assertThat(harness.getOutput()).containsExactly(new Watermark(10), new Watermark(20));
    }
  }
}
