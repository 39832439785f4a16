package dev.footfall.metric;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.Outcome;
import dev.footfall.journey.Progress;
import dev.footfall.journey.VersionNote;
import dev.footfall.journey.VersionNotes;
import java.time.Duration;
import java.util.List;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.co.CoBroadcastWithKeyedOperator;
import org.apache.flink.streaming.api.watermark.Watermark;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedTwoInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CountUnitsOfVersionsTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long NOON = 1_795_262_400_000L;
  private static final long EVERY = 100;

  private static final FunnelVersion OLD = version("v1", FunnelVersion.FROM_THE_BEGINNING);
  private static final FunnelVersion NEW = version("v2", NOON + 10);

  private KeyedTwoInputStreamOperatorTestHarness<CohortKey, CohortDelta, VersionNote, StepRow>
      harness;
  private long clock;

  @BeforeEach
  void start() throws Exception {
    harness = harness();
    harness.open();
  }

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void aVersionThatIsSupersededIsWrittenNoMoreAndNeverFinal() throws Exception {
    count(OLD, "ann");
    watermark(NOON + 2);
    tell();
    assertThat(rows()).containsExactly("v1 step 1 reached 1", "v1 step 2 reached 0");

    count(OLD, "ben");
    note(VersionNote.of(OLD).asSuperseded());
    tell();
    watermark(NOON + 3 * HOUR);
    assertThat(rows()).hasSize(2);
    assertThat(harness.extractOutputValues()).noneMatch(StepRow::isFinal);
    assertNothingIsKept();
  }

  @Test
  void whatStillComesForASupersededVersionIsNotCounted() throws Exception {
    note(VersionNote.of(OLD).asSuperseded());
    count(OLD, "ann");
    assertNothingIsKept();
    watermark(NOON + 3 * HOUR);
    tell();
    assertThat(rows()).isEmpty();
  }

  @Test
  void rowsBearTheLatestOfWhatIsSaidOfTheirVersion() throws Exception {
    note(VersionNote.of(NEW).since(NOON + 7));
    count(NEW, "ann");
    watermark(NOON + 20);
    tell();
    assertThat(harness.extractOutputValues()).hasSize(2).allMatch(row -> row.since() == NOON + 10);

    note(VersionNote.of(NEW).since(NOON + 12));
    note(VersionNote.of(NEW).since(NOON + 11));
    restart();
    watermark(NOON + 3 * HOUR);
    assertThat(harness.extractOutputValues())
        .hasSize(2)
        .allMatch(row -> row.isFinal() && row.since() == NOON + 12);
    assertNothingIsKept();
  }

  @Test
  void aNoteOnOneVersionIsNoneOnOthers() throws Exception {
    note(VersionNote.of(OLD).asSuperseded());
    count(NEW, "ann");
    watermark(NOON + 3 * HOUR);
    assertThat(rows()).containsExactly("v2 step 1 reached 1", "v2 step 2 reached 0");
  }

  // --- what goes in

  private static KeyedTwoInputStreamOperatorTestHarness<
          CohortKey, CohortDelta, VersionNote, StepRow>
      harness() throws Exception {
    return new KeyedTwoInputStreamOperatorTestHarness<>(
        new CoBroadcastWithKeyedOperator<>(
            new CountUnitsOfVersions(Emit.live(EVERY)), List.of(VersionNotes.STATE)),
        CohortDelta::cohort,
        // The harness wants a key; a broadcast has none, and nobody asks for it.
        note -> new CohortKey(note.funnel(), note.version(), 0),
        TypeInformation.of(CohortKey.class));
  }

  private void restart() throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = harness();
    harness.initializeState(state);
    harness.open();
  }

  /** This unit enters at one millisecond past noon. */
  private void count(FunnelVersion version, String unit) throws Exception {
    Progress progress =
        new Progress(
            version,
            unit,
            NOON,
            NOON + HOUR,
            1,
            Outcome.IN_PROGRESS,
            new long[] {NOON + 1, Progress.NOT_TAKEN},
            new String[0]);
    try (OneInputStreamOperatorTestHarness<Progress.Change, CohortDelta> combine =
        new OneInputStreamOperatorTestHarness<>(new CombineChanges())) {
      combine.open();
      combine.processElement(new StreamRecord<>(new Progress.Change(null, progress)));
      combine.endInput();
      for (CohortDelta delta : combine.extractOutputValues()) {
        harness.processElement1(new StreamRecord<>(delta));
      }
    }
  }

  private void note(VersionNote note) throws Exception {
    harness.processElement2(new StreamRecord<>(note));
  }

  private void watermark(long time) throws Exception {
    harness.processWatermark1(new Watermark(time));
    harness.processWatermark2(new Watermark(time));
  }

  /** Lets the clock go on, so that live rows are due. */
  private void tell() throws Exception {
    clock += EVERY;
    harness.setProcessingTime(clock);
  }

  private static FunnelVersion version(String name, long since) {
    return new FunnelVersion("shop", name, since, List.of("a", "b"), 0, List.of(), 10, HOUR);
  }

  // --- what comes out

  private List<String> rows() {
    return harness.extractOutputValues().stream()
        .map(row -> row.version() + " step " + row.step() + " reached " + row.reached())
        .toList();
  }

  private void assertNothingIsKept() {
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }
}
