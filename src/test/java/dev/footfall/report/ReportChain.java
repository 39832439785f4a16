package dev.footfall.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.event.Event;
import dev.footfall.event.Intake;
import dev.footfall.funnel.Report;
import dev.footfall.ingest.EventTypes;
import dev.footfall.metric.Emit;
import dev.footfall.report.CountedPlainly.Place;
import dev.footfall.testing.OperatorChain;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import org.apache.flink.api.common.typeinfo.Types;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.streaming.api.datastream.DataStream;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;

/**
 * The operators of one report: given the same events in any order, with watermarks and restarts
 * where the dice say, they must give what the plain words give.
 */
final class ReportChain {

  /** Events of one moment come in this order, as they leave {@code Admit}. */
  static final Comparator<Event> TAKEN =
      Comparator.comparingLong(Event::time)
          .thenComparing(event -> event.id() == null ? "" : event.id());

  private ReportChain() {}

  /** The final rows; live rows must not say more than them. */
  static Map<Place, Amounts> finalRows(Report report, List<Event> events, Random random)
      throws Exception {
    return finalRows(told(report, events, random).rows());
  }

  /**
   * What a report tells.
   *
   * @param rows in the order in which they are written
   * @param next of each unit, likewise
   */
  record Told(List<FigureRow> rows, List<NextOfUnit> next) {}

  /** The final ones among these. */
  static Map<Place, Amounts> finalRows(List<FigureRow> written) {
    Map<Place, Amounts> live = new HashMap<>();
    Map<Place, Amounts> rows = new HashMap<>();
    for (FigureRow row : written) {
      Place place = new Place(row.windowStart(), row.cell());
      assertThat(rows).as("rows after the final one").doesNotContainKey(place);
      (row.isFinal() ? rows : live).put(place, row.amounts());
    }
    assertThat(rows.keySet()).containsAll(live.keySet());
    live.forEach(
        (place, amounts) ->
            assertThat(amounts.count())
                .isLessThanOrEqualTo(rows.getOrDefault(place, Amounts.NOTHING).count()));
    return rows;
  }

  /** All rows, in the order in which they are written. */
  static List<FigureRow> rows(Report report, List<Event> events, Random random) throws Exception {
    return told(report, events, random).rows();
  }

  /** Everything it tells. Nothing is kept in the end. */
  static Told told(Report report, List<Event> events, Random random) throws Exception {
    List<Event> waiting = new ArrayList<>(events);
    long last = events.stream().mapToLong(Event::time).max().orElse(1);
    TreeSet<Long> watermarks = new TreeSet<>();
    for (int i = random.nextInt(8); i > 0; i--) {
      watermarks.add(1 + (long) (random.nextDouble() * last));
    }
    // Most are long before the first event: some fall among them, and some on one.
    for (int i = events.isEmpty() ? 0 : random.nextInt(8); i > 0; i--) {
      watermarks.add(events.get(random.nextInt(events.size())).time() + random.nextInt(2));
    }
    watermarks.add(Long.MAX_VALUE);
    try (OperatorChain<Event, FigureRow> chain = of(report)) {
      List<NextOfUnit> next = chain.keepAside(FollowReports.NEXT_OF_UNITS);
      long clock = 1;
      for (long watermark : watermarks) {
        for (Event event : due(waiting, watermark, random)) {
          chain.send(event, event.time());
          if (random.nextInt(50) == 0) {
            chain.clock(clock += 100);
          }
        }
        if (random.nextInt(3) == 0) {
          chain.restart(watermark);
        }
        chain.watermark(watermark);
        chain.clock(clock += 100);
      }
      assertThat(chain.held()).as("state that is left").isZero();
      return new Told(List.copyOf(chain.output()), List.copyOf(next));
    }
  }

  /** One user's after the other's, each in order, as they leave {@code Admit}. */
  private static List<Event> due(List<Event> waiting, long watermark, Random random) {
    Map<String, List<Event>> byUser = new HashMap<>();
    for (Event event : List.copyOf(waiting)) {
      if (event.time() <= watermark) {
        byUser.computeIfAbsent(event.user(), user -> new ArrayList<>()).add(event);
        waiting.remove(event);
      }
    }
    List<String> users = new ArrayList<>(byUser.keySet());
    Collections.shuffle(users, random);
    List<Event> due = new ArrayList<>();
    for (String user : users) {
      due.addAll(byUser.getOrDefault(user, List.of()).stream().sorted(TAKEN).toList());
    }
    return due;
  }

  private static OperatorChain<Event, FigureRow> of(Report report) throws Exception {
    Configuration strict = new Configuration();
    strict.setString("pipeline.generic-types", "false");
    DataStream<Intake> events =
        StreamExecutionEnvironment.createLocalEnvironment(1, strict)
            .fromData(EventTypes.INTAKE, new Event(null, "a", "ann", 1, Map.of()))
            .keyBy(intake -> ((Event) intake).user(), Types.STRING);
    return OperatorChain.endingWith(Reports.of(events, List.of(report), Emit.live(100)).figures());
  }
}
