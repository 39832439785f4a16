package dev.footfall.journey.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.event.UnitEvent;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.FunnelFile.Use;
import dev.footfall.funnel.FunnelVersion;
import dev.footfall.journey.Progress;
import dev.footfall.journey.VersionNote;
import dev.footfall.journey.tracker.TrackJourneys.Units;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.apache.flink.streaming.api.operators.ProcessOperator;
import org.apache.flink.streaming.runtime.streamrecord.StreamRecord;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OneInputStreamOperatorTestHarness;
import org.apache.flink.util.OutputTag;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Journeys while the funnels change. */
class DeclaredJourneysTest {

  private static final String SHOP = "{id: shop, steps: [browse, pay], within: 1h, cohort: 1h}";
  private static final String SHOP_CHANGED =
      "{id: shop, steps: [browse, pay], within: 2h, cohort: 1h}";
  private static final String TOUR = "{id: tour, steps: [browse, ask], within: 1h, cohort: 1h}";
  private static final String CARTS =
      "{id: carts, unit: basket, steps: [browse, pay], within: 1h, cohort: 1h}";
  private static final String PATTERN =
      "{id: pattern, steps: [browse, pay], within: 1h, cohort: 1h, engine: cep}";

  private static final long NOON = 1_795_262_400_000L;
  private static final long UNKNOWN = Long.MIN_VALUE;

  @SuppressWarnings("NullAway.Init") // by the tests that need it
  private KeyedOneInputStreamOperatorTestHarness<String, Intake, Progress.Change> harness;

  private int notesRead;

  @AfterEach
  void close() throws Exception {
    if (harness != null) {
      harness.close();
    }
  }

  @Test
  void aFunnelThatIsAddedSeesWhatComesAfterwardsAndOthersGoOn() throws Exception {
    start(declaration(0, SHOP), Units.USERS);
    take("browse", "ann", 5);
    watermark(10);
    declare(declaration(1, SHOP, TOUR, CARTS, PATTERN));
    assertThat(notes()).containsExactly(note(TOUR, 1, at(10), false));

    take("ask", "ann", 20);
    take("pay", "ann", 20);
    take("browse", "ben", 30);
    watermark(40);
    assertThat(progress())
        .containsExactlyInAnyOrder("shop ann 1", "shop ann 2", "shop ben 1", "tour ben 1");
    assertThat(changes())
        .filteredOn(change -> change.after().funnel().equals("tour"))
        .extracting(change -> change.after().version())
        .containsExactly(FunnelVersion.of(funnel(TOUR), funnel(TOUR).version(1), at(10)));
    watermark(500);
    assertNothingIsKept();
  }

  @Test
  void whatIsKeptForASupersededVersionGoesWithItsTimersAndSaysNothing() throws Exception {
    start(declaration(0, SHOP), Units.USERS);
    take("browse", "ann", 5);
    watermark(10);
    declare(declaration(1, SHOP_CHANGED));
    assertThat(notes())
        .containsExactlyInAnyOrder(
            note(SHOP, 1, UNKNOWN, true), note(SHOP_CHANGED, 1, at(10), false));
    harness.getOutput().clear();

    take("pay", "ann", 20);
    watermark(200);
    assertThat(changes()).isEmpty();
    assertNothingIsKept();
  }

  @Test
  void theSameDeclarationHeardAgainOnlySaysSinceWhen() throws Exception {
    start(declaration(0, CARTS), Units.OTHERS);
    watermark(10);
    Declaration changed = declaration(1, CARTS, CARTS.replace("carts", "more"));
    declare(changed.since(at(15)));
    String more = CARTS.replace("carts", "more");
    assertThat(notes()).containsExactly(note(more, 1, at(15), false));

    declare(changed.since(at(17)));
    assertThat(notes()).containsExactly(note(more, 1, at(17), false));
    declare(changed.since(at(12)));
    assertThat(notes()).isEmpty();
  }

  @Test
  void otherUnitsAreFollowedFromTheDeclarationOn() throws Exception {
    start(declaration(0, SHOP), Units.OTHERS);
    take("browse", "basket", "b1", 5);
    watermark(10);
    declare(declaration(1, SHOP, CARTS).since(at(10)));
    take("browse", "basket", "b1", 20);
    take("pay", "basket", "b1", 30);
    watermark(40);
    assertThat(progress()).containsExactly("carts b1 1", "carts b1 2");
    watermark(500);
    assertNothingIsKept();
  }

  @Test
  void afterARestartWhatWasDeclaredLastGoesOn() throws Exception {
    start(declaration(0, SHOP), Units.USERS);
    watermark(10);
    declare(declaration(1, SHOP, TOUR));
    take("browse", "ann", 20);
    watermark(30);

    // The job is put together for something else by now; that is yet to be declared.
    restart(declaration(0, SHOP_CHANGED), Units.USERS);
    take("pay", "ann", 40);
    take("ask", "ann", 40);
    watermark(50);
    assertThat(progress()).containsExactlyInAnyOrder("shop ann 2", "tour ann 2");
    assertThat(notes()).isEmpty();
    assertThat(changes())
        .filteredOn(change -> change.after().funnel().equals("tour"))
        .allMatch(change -> change.after().version().since() == at(10));

    declare(declaration(2, SHOP_CHANGED));
    assertThat(notes())
        .containsExactlyInAnyOrder(
            note(SHOP, 1, UNKNOWN, true),
            note(TOUR, 1, at(10), true),
            note(SHOP_CHANGED, 1, at(50), false));
    watermark(500);
    assertNothingIsKept();
  }

  @Test
  void aDeclarationBeforeTheFirstWatermarkAfterARestartHoldsSinceTheLastBefore() throws Exception {
    start(declaration(0, SHOP), Units.USERS);
    watermark(30);
    restart(declaration(0, SHOP), Units.USERS);
    declare(declaration(1, SHOP, TOUR));
    assertThat(notes()).containsExactly(note(TOUR, 1, at(30), false));
  }

  @Test
  void aFunnelThatGoesOverToFlinkCepIsSupersededHere() throws Exception {
    String pattern = PATTERN.replace("pattern", "shop");
    start(declaration(0, SHOP), Units.USERS);
    restart(declaration(0, pattern), Units.USERS);
    declare(declaration(1, pattern));
    assertThat(notes()).containsExactly(note(SHOP, 1, UNKNOWN, true));
    assertThat(funnel(pattern).version(1)).isNotEqualTo(funnel(SHOP).version(1));
  }

  @Test
  void eventsAreAddressedToTheUnitsThatAreDeclaredAlsoAfterARestart() throws Exception {
    Event event = event("browse", "ann", 20);
    UnitEvent toBasket = new UnitEvent("basket", "b1", event);
    try (OneInputStreamOperatorTestHarness<Intake, Intake> addressing =
        new OneInputStreamOperatorTestHarness<>(
            new ProcessOperator<>(
                new AddressUnits(declaration(0, SHOP), TrackerEngine::unitsOf)))) {
      addressing.open();
      addressing.processElement(new StreamRecord<>(event));
      assertThat(addressing.extractOutputValues()).isEmpty();

      addressing.processWatermark(at(10));
      addressing.processElement(new StreamRecord<>(declaration(1, SHOP, CARTS)));
      addressing.processElement(new StreamRecord<>(event));
      assertThat(addressing.extractOutputValues()).containsExactly(toBasket);
      assertThat(sideOutput(addressing, AddressUnits.DECLARATIONS))
          .containsExactly(declaration(1, SHOP, CARTS).since(at(10)));

      OperatorSubtaskState state = addressing.snapshot(1, 1);
      try (OneInputStreamOperatorTestHarness<Intake, Intake> restored =
          new OneInputStreamOperatorTestHarness<>(
              new ProcessOperator<>(
                  new AddressUnits(declaration(0, SHOP), TrackerEngine::unitsOf)))) {
        restored.initializeState(state);
        restored.open();
        restored.processElement(new StreamRecord<>(event));
        assertThat(restored.extractOutputValues()).containsExactly(toBasket);
      }
    }
  }

  // --- what goes in

  private void start(Declaration initial, Units units) throws Exception {
    harness = harness(initial, units);
    harness.open();
  }

  private void restart(Declaration initial, Units units) throws Exception {
    OperatorSubtaskState state = harness.snapshot(1, 1);
    harness.close();
    harness = harness(initial, units);
    harness.initializeState(state);
    harness.open();
    notesRead = 0;
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Intake, Progress.Change> harness(
      Declaration initial, Units units) throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new TrackJourneys(initial, units), UnitOf.INTAKE, Types.STRING);
  }

  private void take(String what, String user, int minute) throws Exception {
    harness.processElement(new StreamRecord<>(event(what, user, minute), at(minute)));
  }

  private void take(String what, String property, String unit, int minute) throws Exception {
    Event event = event(what, "somebody", minute);
    harness.processElement(new StreamRecord<>(new UnitEvent(property, unit, event), at(minute)));
  }

  private void declare(Declaration declaration) throws Exception {
    harness.processElement(new StreamRecord<>(declaration));
  }

  private void watermark(int minute) throws Exception {
    harness.processWatermark(at(minute));
  }

  private static Event event(String what, String user, int minute) {
    return new Event(null, what, user, at(minute), Map.of("basket", "b1"));
  }

  private static long at(int minute) {
    return NOON + Duration.ofMinutes(minute).toMillis();
  }

  private static Declaration declaration(long number, String... funnels) {
    return new Declaration(
        number,
        UNKNOWN,
        List.of(new Declaration.Text("f", "funnels: [" + String.join(", ", funnels) + "]")),
        Map.of());
  }

  private static Funnel funnel(String definition) {
    return FunnelFile.parse("f", "funnels: [" + definition + "]", Use.CONTINUOUS).get(0);
  }

  // --- what comes out

  private List<Progress.Change> changes() {
    return harness.extractOutputValues();
  }

  /** How far each unit got, a line for each change that is not only one of its outcome. */
  private List<String> progress() {
    return changes().stream()
        .map(Progress.Change::after)
        .map(after -> after.funnel() + " " + after.unit() + " " + after.furthest())
        .distinct()
        .toList();
  }

  /** What was said of versions since it was asked last. */
  private List<VersionNote> notes() {
    List<VersionNote> all = sideOutput(harness, TrackJourneys.NOTES);
    List<VersionNote> fresh = all.subList(notesRead, all.size());
    notesRead = all.size();
    return fresh;
  }

  private static <T> List<T> sideOutput(
      OneInputStreamOperatorTestHarness<?, ?> harness, OutputTag<T> tag) {
    var records = harness.getSideOutput(tag);
    return records == null ? List.of() : records.stream().map(StreamRecord::getValue).toList();
  }

  private static VersionNote note(String definition, int time, long since, boolean superseded) {
    Funnel funnel = funnel(definition);
    return new VersionNote(funnel.id(), funnel.version(time), since, superseded);
  }

  private void assertNothingIsKept() {
    assertThat(harness.numKeyedStateEntries()).isZero();
    assertThat(harness.numEventTimeTimers()).isZero();
  }
}
