package dev.footfall.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.footfall.demo.DemoFunnels;
import dev.footfall.demo.Flaw;
import dev.footfall.demo.Noise;
import dev.footfall.demo.Traffic;
import dev.footfall.demo.TrafficLine;
import dev.footfall.demo.TrafficSettings;
import dev.footfall.demo.TruthRow;
import dev.footfall.event.Arrival;
import dev.footfall.event.Event;
import dev.footfall.event.EventMapping;
import dev.footfall.event.EventReader;
import dev.footfall.funnel.Funnel;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The demo's truth against the meaning of the demo's own definitions. */
final class SimulatedTruthTest {

  @Test
  void theReferenceFindsTheTruthInTheLinesOfTheDemo() {
    Noise noise = new Noise(0.5, 30_000, 0.05, 0.05, 0.05, 0.1);
    Traffic traffic =
        new Traffic(
            TrafficSettings.usual(4, Instant.parse("2026-09-01T00:00:00Z")).times(0.2).with(noise));
    EventReader reader = EventReader.json(EventMapping.OWN);
    List<Event> events = new ArrayList<>();
    while (traffic.index() < 150_000) {
      TrafficLine line = traffic.next();
      Arrival arrival = reader.read(line.bytes(), 0, line.bytes().length, "", line.index());
      // Nothing marks the year 2099 as wrong but a clock beside it.
      boolean expected = line.flaw().rejection().isEmpty() || line.flaw() == Flaw.YEAR_2099;
      assertThat(arrival.event() != null).as("%s", line.flaw()).isEqualTo(expected);
      if (arrival.rejected() != null) {
        assertThat(line.flaw().rejection()).contains(arrival.rejected().reason());
      } else if (arrival.event() != null && line.flaw() != Flaw.DUPLICATE) {
        events.add(arrival.event());
      }
    }
    List<TruthRow> found = new ArrayList<>();
    for (Funnel funnel : DemoFunnels.all()) {
      found.addAll(rows(funnel, ReferenceFunnel.atTheEnd(funnel, events)));
    }
    found.sort(TruthRow.ORDER);
    assertThat(found).isEqualTo(traffic.truth());
  }

  private static List<TruthRow> rows(Funnel funnel, List<Progress> units) {
    Map<TruthRow, Long> reached = new HashMap<>();
    for (Progress unit : units) {
      for (int step = 1; step <= funnel.steps().size(); step++) {
        long one = step <= unit.furthest() ? 1 : 0;
        reached.merge(row(funnel, unit, null, null, step, 0), one, Long::sum);
        for (int i = 0; i < unit.values().length; i++) {
          String breakdown = funnel.breakdowns().get(i);
          reached.merge(row(funnel, unit, breakdown, unit.values()[i], step, 0), one, Long::sum);
        }
      }
    }
    List<TruthRow> rows = new ArrayList<>();
    reached.forEach(
        (row, count) ->
            rows.add(
                new TruthRow(
                    row.funnel(),
                    row.cohortStart(),
                    row.breakdown(),
                    row.value(),
                    row.step(),
                    count)));
    return rows;
  }

  private static TruthRow row(
      Funnel funnel,
      Progress unit,
      @Nullable String breakdown,
      @Nullable String value,
      int step,
      long count) {
    return new TruthRow(funnel.id(), unit.cohortStart(), breakdown, value, step, count);
  }
}
