package dev.footfall.alert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.PatternAlert;
import dev.footfall.ingest.EventTypes;
import dev.footfall.testing.OperatorChain;
import dev.footfall.yaml.Problems;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Cases worked out by hand: events of one user by minute, and the alerts as {@code
 * when:first-last}. {@code 5m1} is a millisecond after the fifth minute.
 */
class GoldenAlertsTest {

  private static final long START = 1_700_000_000_000L;
  private static final long MINUTE = 60_000;

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        // An absence: certain when it is over, its last millisecond included.
        "[cart, {not: pay}], within: 30m | cart@0 | 30:0-0",
        "[cart, {not: pay}], within: 30m | cart@0 pay@30 | ",
        "[cart, {not: pay}], within: 30m | cart@0 pay@30m1 | 30:0-0",
        // At one instant what completes comes first, and what is forbidden last.
        "[cart, {not: pay}], within: 30m | pay@0 cart@0 | ",
        "[cart, {not: pay}], within: 30m | pay@0 cart@0m1 | 30m1:0m1-0m1",
        // With an alert all runs end: what happened up to its moment is used up.
        "[cart, {not: pay}], within: 30m | cart@0 cart@10 cart@30 | 30:0-0",
        "[cart, {not: pay}], within: 30m | cart@0 cart@30m1 | 30:0-0 60m1:30m1-30m1",
        // A broken run leaves the others as they are: the second cart is after the payment.
        "[cart, {not: pay}], within: 30m | cart@0 pay@20 cart@25 | 55:25-25",
        // Some times within: any three in a row, and none counts twice.
        "[{event: error, times: 3}], within: 5m | error@0 error@4 error@5 | 5:0-5",
        "[{event: error, times: 3}], within: 5m | error@0 error@4 error@5m1 error@6 | 6:4-6",
        "[{event: error, times: 3}], within: 5m | error@0 error@1 error@2 error@3 error@4 error@5 | 2:0-2 5:3-5",
        "[{event: error, times: 3}], within: 5m | error@0 error@1 error@2 error@3 error@4 | 2:0-2",
        // Elements with a time each: twice in 7, then nothing for 7 after the second.
        "[{event: bad, times: 2, within: 7m}, {not: login, within: 7m}] | bad@0 login@3 bad@7 | 14:0-7",
        "[{event: bad, times: 2, within: 7m}, {not: login, within: 7m}] | bad@0 bad@7m1 | ",
        "[{event: bad, times: 2, within: 7m}, {not: login, within: 7m}] | bad@0 bad@5 login@6 bad@9 | 16:5-9",
        // Between two events: what must not come ends the run.
        "[a, {not: b}, c], within: 9m | a@0 c@5 | 5:0-5",
        "[a, {not: b}, c], within: 9m | a@0 b@3 c@5 | ",
        "[a, {not: b}, c], within: 9m | a@0 b@3 a@4 c@5 | 5:4-5",
        "[a, {not: b}, c], within: 9m | a@0 b@5 c@5 | 5:0-5",
        // The same event may end one run and begin another.
        "[a, {not: a}], within: 9m | a@0 a@9 | 18:9-9",
        // After an alert no other for the cool-down; its end does not count.
        "[a], cooldown: 10m | a@0 a@5 a@9 a@10 a@19 | 0:0-0 10:10-10",
        "[a] | a@0 a@0 a@1 | 0:0-0 1:1-1",
        // What the cool-down keeps silent is used up all the same.
        "[{event: a, times: 2}], within: 9m, cooldown: 4m | a@0 a@1 a@2 a@3 a@5 | 1:0-1",
      })
  void isAsWorkedOut(String definition, String events, String alerts) throws Exception {
    List<Event> ordered = new ArrayList<>();
    for (String event : events.split(" ", -1)) {
      String[] parts = event.split("@", -1);
      ordered.add(new Event(null, parts[0], "ann", momentOf(parts[1]), Map.of()));
    }
    List<Event> shuffled = new ArrayList<>(ordered);
    Collections.shuffle(shuffled, new Random(1));
    String expected = alerts == null ? "" : alerts;
    assertThat(told(definition, ordered, false)).isEqualTo(expected);
    assertThat(told(definition, ordered, true)).isEqualTo(expected);
    assertThat(told(definition, shuffled, false)).isEqualTo(expected);
  }

  private static String told(String definition, List<Event> events, boolean stepByStep)
      throws Exception {
    DataStream<Intake> source =
        StreamExecutionEnvironment.createLocalEnvironment(1)
            .fromData(EventTypes.INTAKE, events.get(0));
    try (OperatorChain<Event, AlertRow> chain =
        OperatorChain.endingWith(Alerts.ofPattern(source, alert(definition)))) {
      for (Event event : events) {
        if (stepByStep) {
          chain.watermark(event.time() - 1);
        }
        chain.send(event, event.time());
      }
      // Far behind everything, but no end of the input.
      chain.watermark(START + 1000 * MINUTE);
      assertThat(chain.output()).allMatch(AlertRow::certain);
      return String.join(" ", chain.output().stream().map(GoldenAlertsTest::say).toList());
    }
  }

  private static String say(AlertRow row) {
    return text(row.at()) + ":" + text(row.began()) + "-" + text(row.ended());
  }

  private static String text(long moment) {
    long rest = (moment - START) % MINUTE;
    return (moment - START) / MINUTE + (rest == 0 ? "" : "m" + rest);
  }

  private static long momentOf(String text) {
    String[] parts = text.split("m", -1);
    return START
        + Long.parseLong(parts[0]) * MINUTE
        + (parts.length > 1 && !parts[1].isEmpty() ? Long.parseLong(parts[1]) : 0);
  }

  private static PatternAlert alert(String definition) {
    Problems problems = new Problems();
    FunnelFile.Content content =
        FunnelFile.parseAll(
            List.of(
                new Declaration.Text(
                    "golden.yaml", "alerts: [{id: golden, pattern: " + definition + "}]")),
            FunnelFile.Use.CONTINUOUS,
            problems);
    problems.throwIfAny();
    return (PatternAlert) content.alerts().get(0);
  }
}
