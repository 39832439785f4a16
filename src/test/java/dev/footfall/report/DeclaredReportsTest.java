package dev.footfall.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.UnitEvent;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.VersionNote;
import dev.footfall.journey.tracker.UnitOf;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Since when reports are whole that are declared while the job runs. */
class DeclaredReportsTest {

  private static final long HOUR = Declared.HOUR;
  private static final String HOURS = "rhythm: [{id: hours, event: buy}]\n";
  private static final String SOURCES =
      "channels: [{id: sources, channel: channel, conversion: buy, look_back: 2h, unit: %s}]\n";
  private static final String WAYS = "paths: [{id: ways, visit: {gap: 10m, longest: 3h}}]\n";

  @SuppressWarnings("NullAway.Init") // by each test
  private KeyedOneInputStreamOperatorTestHarness<String, Intake, FigureDelta> harness;

  @AfterEach
  void close() throws Exception {
    harness.close();
  }

  @Test
  void aReportIsWholeOnceWhatItReachesBackToWasSeen() throws Exception {
    start(declaration(0, HOURS), Units.USERS, null);
    harness.processWatermark(10 * HOUR);
    harness.processElement(new StreamRecord<>(declaration(1, HOURS, ofUsers(), WAYS)));
    buy("ann", 11);
    harness.processWatermark(20 * HOUR);
    Map<String, Long> since =
        Map.of(
            "hours", FunnelVersion.FROM_THE_BEGINNING,
            "sources", 12 * HOUR,
            "ways", 13 * HOUR);
    assertThat(sinceByReport()).isEqualTo(since);

    restart(declaration(0, HOURS));
    buy("ben", 21);
    harness.processWatermark(40 * HOUR);
    assertThat(sinceByReport()).as("after a restart").isEqualTo(since);
  }

  @Test
  void whoeverHasSeenLessSaysSo() throws Exception {
    String ofShops = SOURCES.formatted("shop");
    start(declaration(0, HOURS), Units.OTHERS, null);
    harness.processElement(new StreamRecord<>(declaration(1, HOURS, ofShops).since(10 * HOUR)));
    harness.processElement(new StreamRecord<>(declaration(1, HOURS, ofShops).since(14 * HOUR)));
    harness.processElement(new StreamRecord<>(declaration(1, HOURS, ofShops).since(9 * HOUR)));
    assertThat(notes())
        .extracting(VersionNote::funnel, VersionNote::since)
        .containsExactly(tuple("sources", 16 * HOUR));

    Event buys = new Event(null, "buy", "ann", 15 * HOUR, Map.of("shop", "s1"));
    harness.processElement(new StreamRecord<>(new UnitEvent("shop", "s1", buys), buys.time()));
    harness.processWatermark(20 * HOUR);
    assertThat(sinceByReport()).isEqualTo(Map.of("sources", 12 * HOUR));
  }

  private static String ofUsers() {
    return SOURCES.formatted("user");
  }

  private static Declaration declaration(long number, String... yaml) {
    return new Declaration(
        number,
        Long.MIN_VALUE,
        List.of(new Declaration.Text("reports.yaml", String.join("", yaml))),
        Map.of());
  }

  private void buy(String user, long hour) throws Exception {
    Event event = new Event(null, "buy", user, hour * HOUR, Map.of("channel", "mail"));
    harness.processElement(new StreamRecord<>(event, event.time()));
  }

  private void start(Declaration initial, Units units, @Nullable OperatorSubtaskState from)
      throws Exception {
    harness =
        new KeyedOneInputStreamOperatorTestHarness<>(
            new FollowReports(initial, units), UnitOf.INTAKE, Types.STRING);
    harness.setup();
    if (from != null) {
      harness.initializeState(from);
    }
    harness.open();
  }

  private void restart(Declaration initial) throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    start(initial, Units.USERS, state);
  }

  /** Of what was counted since this was asked before. */
  private Map<String, Long> sinceByReport() {
    Map<String, Long> since = new TreeMap<>();
    for (Object one : harness.getOutput()) {
      if (one instanceof StreamRecord<?> record && record.getValue() instanceof FigureDelta delta) {
        since.put(delta.report().id(), delta.report().since());
      }
    }
    harness.getOutput().clear();
    return since;
  }

  private List<VersionNote> notes() {
    List<VersionNote> notes = new ArrayList<>();
    Queue<StreamRecord<VersionNote>> said = harness.getSideOutput(FollowReports.NOTES);
    if (said != null) {
      said.forEach(note -> notes.add(note.getValue()));
    }
    return notes;
  }
}
