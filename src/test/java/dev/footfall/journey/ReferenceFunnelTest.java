package dev.footfall.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.funnel.Cohort;
import dev.footfall.funnel.Exclusion;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.Funnel.Engine;
import dev.footfall.funnel.Funnel.Order;
import dev.footfall.funnel.Selector;
import dev.footfall.funnel.Step;
import dev.footfall.funnel.Within;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The rules of the semantics, one story each; an hour is a unit of time, the cohort is all. */
class ReferenceFunnelTest {

  private static final long HOUR = Duration.ofHours(1).toMillis();

  private Order order = Order.IN_ORDER;
  private List<String> hold = List.of();
  private Set<String> ignore = Set.of();
  private final List<Exclusion> exclusions = new ArrayList<>();
  private long within = 10;

  @Test
  void aStepExactlyAtTheEndOfTheWindowIsInTime() {
    assertThat(at(20, "a b", "a@1", "b@11")).isEqualTo("2 CONVERTED [1, 11]");
  }

  @Test
  void aStepOneHourLaterIsTooLate() {
    assertThat(at(20, "a b", "a@1", "b@12")).isEqualTo("1 DROPPED [1, 0]");
  }

  @Test
  void aRepeatedFirstStepIsAnotherChance() {
    assertThat(at(20, "a b", "a@1", "a@6", "b@12")).isEqualTo("2 CONVERTED [6, 12]");
  }

  @Test
  void theLatestOfTheRunsThatConvertTogetherIsCounted() {
    assertThat(at(20, "a b", "a@1", "a@6", "b@8")).isEqualTo("2 CONVERTED [6, 8]");
  }

  @Test
  void theRunThatFirstReachedTheFurthestStepIsCounted() {
    assertThat(at(20, "a b", "a@1", "b@2", "a@6", "b@8")).isEqualTo("2 CONVERTED [1, 2]");
  }

  @Test
  void twoEqualStepsNeedTwoEvents() {
    assertThat(at(20, "a a", "a@1")).isEqualTo("1 DROPPED [1, 0]");
    assertThat(at(20, "a a", "a@1", "a@2")).isEqualTo("2 CONVERTED [1, 2]");
  }

  @Test
  void eventsOfOneInstantFillTheStepsInTheirOrder() {
    assertThat(at(20, "a b", "b@1", "a@1")).isEqualTo("2 CONVERTED [1, 1]");
  }

  @Test
  void aRunIsInProgressUntilTheMillisecondOfItsEnd() {
    assertThat(atMillis(11 * HOUR - 1, "a b", "a@1")).isEqualTo("1 IN_PROGRESS [1, 0]");
    assertThat(atMillis(11 * HOUR, "a b", "a@1")).isEqualTo("1 DROPPED [1, 0]");
  }

  @Test
  void anExclusionEndsTheRunAndALaterEntryStartsAfresh() {
    exclusions.add(new Exclusion(Selector.named("x"), 1, 2));
    assertThat(at(20, "a b", "a@1", "x@2", "b@3")).isEqualTo("1 EXCLUDED [1, 0]");
    assertThat(at(20, "a b", "a@1", "x@2", "a@3", "b@4")).isEqualTo("2 CONVERTED [3, 4]");
    assertThat(at(20, "a b", "a@1", "x@2", "a@3")).isEqualTo("1 DROPPED [1, 0]");
  }

  @Test
  void anExclusionAtTheInstantOfAStepComesTooLate() {
    exclusions.add(new Exclusion(Selector.named("x"), 1, 3));
    assertThat(at(20, "a b c", "a@1", "x@2", "b@2", "c@3")).isEqualTo("3 CONVERTED [1, 2, 3]");
  }

  @Test
  void anExclusionAtTheEndOfTheWindowStillExcludes() {
    exclusions.add(new Exclusion(Selector.named("x"), 1, 2));
    assertThat(at(20, "a b", "a@1", "x@11")).isEqualTo("1 EXCLUDED [1, 0]");
  }

  @Test
  void aStrictRunEndsAtAnyOtherEventButNotAtARepeat() {
    order = Order.STRICT;
    ignore = Set.of("heartbeat");
    assertThat(at(20, "a b", "a@1", "z@2", "b@3")).isEqualTo("1 DROPPED [1, 0]");
    assertThat(at(20, "a b", "a@1", "a@2", "b@3")).isEqualTo("2 CONVERTED [2, 3]");
    assertThat(at(20, "a b", "a@1", "heartbeat@2", "b@3")).isEqualTo("2 CONVERTED [1, 3]");
    assertThat(at(20, "a b", "a@1", "z@1", "z@3", "b@3")).isEqualTo("2 CONVERTED [1, 3]");
  }

  @Test
  void inAnyOrderEveryEventThatFillsAStepMayBeTheEntry() {
    order = Order.ANY;
    assertThat(at(20, "a b c", "c@1", "a@2", "b@4")).isEqualTo("3 CONVERTED [1, 2, 4]");
    assertThat(at(20, "a b c", "c@1", "a@8", "c@9", "b@12")).isEqualTo("3 CONVERTED [8, 9, 12]");
  }

  @Test
  void anOptionalStepIsTakenOrPassedOver() {
    assertThat(at(20, "a b? c", "a@1", "b@2", "c@3")).isEqualTo("3 CONVERTED [1, 2, 3]");
    assertThat(at(20, "a b? c", "a@1", "c@3")).isEqualTo("3 CONVERTED [1, 0, 3]");
    assertThat(at(20, "a b? c", "a@1", "b@3")).isEqualTo("1 DROPPED [1, 3, 0]");
    assertThat(at(20, "a b? b", "a@1", "b@3")).isEqualTo("3 CONVERTED [1, 0, 3]");
    assertThat(at(20, "a b c?", "a@1", "b@3", "c@5")).isEqualTo("2 CONVERTED [1, 3, 5]");
  }

  @Test
  void aHeldPropertyIsEqualThroughAllSteps() {
    hold = List.of("item");
    assertThat(at(20, "a b", "a@1 item=1", "b@2 item=2")).isEqualTo("1 DROPPED [1, 0]");
    assertThat(at(20, "a b", "a@1 item=1", "a@2 item=2", "b@3 item=1"))
        .isEqualTo("2 CONVERTED [1, 3]");
    assertThat(at(20, "a b", "a@1 item=1", "b@2")).isEqualTo("1 DROPPED [1, 0]");
  }

  /** The furthest step, the outcome and the hours of the counted run of the only unit. */
  private String at(long hour, String steps, String... events) {
    return atMillis(hour * HOUR, steps, events);
  }

  private String atMillis(long watermark, String steps, String... events) {
    List<Progress> progress = ReferenceFunnel.at(watermark, funnel(steps), events(events));
    assertThat(progress).hasSize(1);
    long[] hours = progress.get(0).times().clone();
    for (int i = 0; i < hours.length; i++) {
      hours[i] /= HOUR;
    }
    return progress.get(0).furthest()
        + " "
        + progress.get(0).outcome()
        + " "
        + java.util.Arrays.toString(hours);
  }

  private Funnel funnel(String names) {
    List<Step> steps = new ArrayList<>();
    for (String name : names.split(" ", -1)) {
      String event = name.replace("?", "");
      steps.add(new Step(event + steps.size(), Selector.named(event), name.endsWith("?")));
    }
    return new Funnel(
        "funnel",
        "",
        steps,
        new Within(within * HOUR),
        Cohort.ALL,
        List.of(),
        Funnel.DEFAULT_MAX_VALUES,
        Funnel.USER,
        hold,
        order,
        ignore,
        exclusions,
        Engine.AUTO,
        ZoneId.of("UTC"));
  }

  /** {@code name@hour} or {@code name@hour property=value}. */
  private static List<Event> events(String... texts) {
    List<Event> events = new ArrayList<>();
    for (String text : texts) {
      String[] parts = text.split("[@ =]", -1);
      Map<String, String> properties = parts.length > 2 ? Map.of(parts[2], parts[3]) : Map.of();
      events.add(new Event(null, parts[0], "ann", Long.parseLong(parts[1]) * HOUR, properties));
    }
    return events;
  }
}
