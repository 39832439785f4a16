package dev.footfall.journey.tracker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Cohort;
import dev.footfall.funnel.Exclusion;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Order;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Step;
import dev.footfall.funnel.Within;
import dev.footfall.journey.Difference;
import dev.footfall.journey.Progress;
import dev.footfall.journey.ReferenceFunnel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.streaming.util.KeyedOneInputStreamOperatorTestHarness;
import org.apache.flink.streaming.util.OperatorSnapshotUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * What an earlier version kept must be understood for ever. The fixtures are snapshots of the
 * operator in the middle of the story below; a new way of writing journeys brings a new fixture,
 * and the old ones stay.
 */
class SavepointTest {

  private static final Path FIXTURES =
      Path.of("src", "test", "resources", "dev", "footfall", "journey", "tracker");

  private static final long HOUR = Duration.ofHours(1).toMillis();
  private static final long MIDDLE = 6 * HOUR;

  /** Of one item, with a detour that may be left out and an event that ends it. */
  private static final Funnel SHOP =
      funnel(
          "shop",
          List.of(step("browse"), new Step("look", Selector.named("look"), true), step("pay")),
          Cohort.of(Duration.ofDays(1)),
          List.of("item"),
          Order.IN_ORDER,
          List.of(new Exclusion(Selector.named("leave"), 1, 3)));

  private static final Funnel TOUR =
      funnel(
          "tour",
          List.of(step("browse"), step("look"), step("pay")),
          Cohort.ALL,
          List.of(),
          Order.ANY,
          List.of());

  private static final List<Event> STORY =
      List.of(
          event(1, "ann", "browse", "1", "social"),
          event(2, "ann", "browse", "2", "web"),
          event(3, "ann", "look", "1", "web"),
          event(4, "ann", "leave", "2", "web"),
          event(5, "bob", "look", "1", "web"),
          event(5, "bob", "browse", "1", "web"),
          event(6, "bob", "browse", "1", "social"),
          event(6, "cid", "browse", "1", ""),
          event(7, "cid", "look", "1", "web"),
          event(8, "ann", "pay", "1", "web"),
          event(8, "bob", "pay", "1", "web"),
          event(9, "cid", "leave", "1", "web"));

  @Test
  void journeysWrittenInVersion1GoOn() throws Exception {
    assertThat(lastSaid(goOnFrom(FIXTURES.resolve("journeys-version-1.snapshot"))))
        .isEqualTo(expected());
  }

  @Test
  @EnabledIfSystemProperty(named = "footfall.write-fixtures", matches = "true")
  void writesTheFixtureOfThisVersion() throws Exception {
    try (KeyedOneInputStreamOperatorTestHarness<String, Intake, Progress.Change> harness =
        harness()) {
      harness.open();
      feed(harness, Long.MIN_VALUE, MIDDLE);
      OperatorSnapshotUtil.writeStateHandle(
          harness.snapshot(1, 1), FIXTURES.resolve("journeys-version-1.snapshot").toString());
    }
  }

  private static List<Progress.Change> goOnFrom(Path fixture) throws Exception {
    List<Progress.Change> changes = new ArrayList<>();
    try (KeyedOneInputStreamOperatorTestHarness<String, Intake, Progress.Change> before =
        harness()) {
      before.open();
      feed(before, Long.MIN_VALUE, MIDDLE);
      changes.addAll(before.extractOutputValues());
    }
    try (KeyedOneInputStreamOperatorTestHarness<String, Intake, Progress.Change> after =
        harness()) {
      after.setup();
      after.initializeState(OperatorSnapshotUtil.readStateHandle(fixture.toString()));
      after.open();
      feed(after, MIDDLE, Long.MAX_VALUE);
      changes.addAll(after.extractOutputValues());
      assertThat(after.numKeyedStateEntries()).isZero();
      assertThat(after.numEventTimeTimers()).isZero();
    }
    return changes;
  }

  private static TreeSet<String> lastSaid(List<Progress.Change> changes) {
    TreeMap<String, String> last = new TreeMap<>();
    for (Progress.Change change : changes) {
      Progress after = change.after();
      String key = after.funnel() + after.unit() + after.cohortStart();
      Progress before = change.before();
      assertThat(before == null ? null : Difference.show(before)).isEqualTo(last.get(key));
      last.put(key, Difference.show(after));
    }
    return new TreeSet<>(last.values());
  }

  private static TreeSet<String> expected() {
    TreeSet<String> expected = new TreeSet<>();
    for (Funnel funnel : List.of(SHOP, TOUR)) {
      ReferenceFunnel.atTheEnd(funnel, STORY).forEach(p -> expected.add(Difference.show(p)));
    }
    return expected;
  }

  private static KeyedOneInputStreamOperatorTestHarness<String, Intake, Progress.Change> harness()
      throws Exception {
    return new KeyedOneInputStreamOperatorTestHarness<>(
        new TrackJourneys(List.of(SHOP, TOUR), TrackJourneys.Units.USERS),
        UnitOf.INTAKE,
        Types.STRING);
  }

  private static void feed(
      KeyedOneInputStreamOperatorTestHarness<String, Intake, Progress.Change> harness,
      long after,
      long upTo)
      throws Exception {
    for (Event event : STORY) {
      if (event.time() > after && event.time() <= upTo) {
        harness.processElement(event, event.time());
      }
    }
    harness.processWatermark(upTo);
  }

  private static Funnel funnel(
      String id,
      List<Step> steps,
      Cohort cohort,
      List<String> hold,
      Order order,
      List<Exclusion> exclusions) {
    return new Funnel(
        id,
        id,
        steps,
        Within.of(Duration.ofHours(12)),
        cohort,
        List.of("channel"),
        Funnel.DEFAULT_MAX_VALUES,
        Funnel.USER,
        hold,
        order,
        Set.of(),
        exclusions,
        Funnel.Engine.AUTO,
        ZoneId.of("UTC"));
  }

  private static Step step(String name) {
    return new Step(name, Selector.named(name), false);
  }

  private static Event event(long hour, String user, String name, String item, String channel) {
    return new Event(
        Arrays.asList(user, name, item, "" + hour).toString(),
        name,
        user,
        hour * HOUR,
        Map.of("item", item, "channel", channel));
  }
}
