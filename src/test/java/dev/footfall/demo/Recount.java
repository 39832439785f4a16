package dev.footfall.demo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Counts funnels from the lines alone, in the plainest way: every entry of a unit, and from each
 * the first event that fills the next step. Knows nothing of how the lines came to be.
 */
final class Recount {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final long YEAR_2090 = Instant.parse("2090-01-01T00:00:00Z").toEpochMilli();

  /** One of the demo's funnels; {@code hold} and {@code breakdowns} may be empty. */
  record Funnel(
      String id,
      List<String> steps,
      long within,
      long cohort,
      Optional<String> hold,
      List<String> breakdowns) {}

  record Click(String id, String event, String user, long time, JsonNode properties) {}

  private final Set<String> seen = new HashSet<>();
  private final List<Click> clicks = new ArrayList<>();

  List<Click> clicks() {
    return clicks;
  }

  /** Takes a line if it is an event not seen before. */
  void add(byte[] line) {
    Optional<Click> click = read(line);
    if (click.isPresent() && seen.add(click.get().id())) {
      clicks.add(click.get());
    }
  }

  static Optional<Click> read(byte[] line) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(line));
      JsonNode object = JSON.readTree(line);
      String event = object.path("event").asText();
      String user = object.path("user").asText();
      Optional<Long> time = timeOf(object.path("time"));
      if (event.isEmpty() || user.isEmpty() || time.isEmpty()) {
        return Optional.empty();
      }
      return Optional.of(
          new Click(
              object.path("id").asText(), event, user, time.get(), object.path("properties")));
    } catch (CharacterCodingException | JsonProcessingException broken) {
      return Optional.empty();
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static Optional<Long> timeOf(JsonNode written) {
    if (written.isNumber()) {
      return Optional.of(written.asLong()).filter(time -> time > 0);
    }
    try {
      return Optional.of(OffsetDateTime.parse(written.asText()).toInstant().toEpochMilli())
          .filter(time -> time < YEAR_2090);
    } catch (java.time.format.DateTimeParseException noTime) {
      return Optional.empty();
    }
  }

  /** Who reached what, as the rows of the truth and in their order. */
  List<TruthRow> rows(List<Funnel> funnels) {
    Map<String, List<Click>> byUser = new HashMap<>();
    for (Click click : clicks) {
      byUser.computeIfAbsent(click.user(), first -> new ArrayList<>()).add(click);
    }
    List<TruthRow> rows = new ArrayList<>();
    for (Funnel funnel : funnels) {
      Map<TruthRow, Long> counts = new HashMap<>();
      for (List<Click> journey : byUser.values()) {
        countUnit(funnel, journey, counts);
      }
      counts.forEach(
          (row, reached) ->
              rows.add(
                  new TruthRow(
                      row.funnel(),
                      row.cohortStart(),
                      row.breakdown(),
                      row.value(),
                      row.step(),
                      reached)));
    }
    rows.sort(TruthRow.ORDER);
    return rows;
  }

  /** The furthest run of one cohort and the value of each breakdown at its entry. */
  private record Furthest(int steps, Click entry) {}

  private static void countUnit(Funnel funnel, List<Click> unit, Map<TruthRow, Long> counts) {
    List<Click> ordered =
        unit.stream()
            .filter(click -> funnel.steps().contains(click.event()))
            .sorted(
                Comparator.comparingLong(Click::time)
                    .thenComparingInt(click -> funnel.steps().indexOf(click.event())))
            .toList();
    Map<Long, Furthest> byCohort = new TreeMap<>();
    for (int entry = 0; entry < ordered.size(); entry++) {
      Click first = ordered.get(entry);
      if (first.event().equals(funnel.steps().get(0))) {
        int steps = stepsFrom(entry, ordered, funnel);
        long cohort = first.time() / funnel.cohort() * funnel.cohort();
        Furthest before = byCohort.get(cohort);
        if (before == null || steps > before.steps()) {
          byCohort.put(cohort, new Furthest(steps, first));
        }
      }
    }
    byCohort.forEach((cohort, furthest) -> countFurthest(funnel, cohort, furthest, counts));
  }

  private static int stepsFrom(int entry, List<Click> ordered, Funnel funnel) {
    Click first = ordered.get(entry);
    int reached = 1;
    for (int i = entry + 1; i < ordered.size() && reached < funnel.steps().size(); i++) {
      Click click = ordered.get(i);
      boolean inTime = click.time() - first.time() <= funnel.within();
      boolean same =
          funnel.hold().isEmpty()
              || click
                  .properties()
                  .path(funnel.hold().get())
                  .equals(first.properties().path(funnel.hold().get()));
      if (inTime && same && click.event().equals(funnel.steps().get(reached))) {
        reached++;
      }
    }
    return reached;
  }

  private static void countFurthest(
      Funnel funnel, long cohort, Furthest furthest, Map<TruthRow, Long> counts) {
    for (int step = 1; step <= funnel.steps().size(); step++) {
      long one = step <= furthest.steps() ? 1 : 0;
      counts.merge(new TruthRow(funnel.id(), cohort, null, null, step, 0), one, Long::sum);
      for (String breakdown : funnel.breakdowns()) {
        String value = furthest.entry().properties().path(breakdown).asText();
        counts.merge(new TruthRow(funnel.id(), cohort, breakdown, value, step, 0), one, Long::sum);
      }
    }
  }
}
