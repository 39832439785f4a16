package dev.footfall.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Declaration;
import dev.footfall.event.Event;
import dev.footfall.funnel.FunnelFile;
import dev.footfall.funnel.Report;
import dev.footfall.yaml.Problems;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Reports and events for tests. */
final class Declared {

  static final long MONDAY = Instant.parse("2026-11-16T00:00:00Z").toEpochMilli();
  static final long HOUR = 3_600_000;

  private Declared() {}

  /**
   * A valid report.
   *
   * @param kind the list it stands in
   * @param keys what is written of it
   */
  static Report report(String kind, String keys) {
    return report("", kind, keys);
  }

  /**
   * The same.
   *
   * @param before what else is declared
   */
  static Report report(String before, String kind, String keys) {
    return reports(before + "\n" + kind + ": [{" + keys + "}]").get(0);
  }

  /** The reports of a valid file of definitions. */
  static List<Report> reports(String definitions) {
    Problems problems = new Problems();
    FunnelFile.Content content =
        FunnelFile.parseAll(
            List.of(new Declaration.Text("reports.yaml", definitions)),
            FunnelFile.Use.CONTINUOUS,
            problems);
    assertThat(problems.all()).isEmpty();
    return content.reports();
  }

  /** What three users do in some twenty hours, several things at one moment now and then. */
  static List<Event> events(Random random) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      events.add(
          event(
              List.of("ann", "bob", "eve").get(random.nextInt(3)),
              List.of("buy", "look", "leave").get(random.nextInt(3)),
              MONDAY + random.nextInt(60) * HOUR / 3,
              List.of("", "a", "b", "c", "d").get(random.nextInt(5)),
              "e" + i));
    }
    return events;
  }

  static Event event(String user, String name, long time, String channel) {
    return event(user, name, time, channel, null);
  }

  private static Event event(
      String user, String name, long time, String channel, @Nullable String id) {
    Map<String, String> properties = new HashMap<>();
    if (!channel.isEmpty()) {
      properties.put("channel", channel);
    }
    return new Event(id, name, user, time, properties);
  }
}
