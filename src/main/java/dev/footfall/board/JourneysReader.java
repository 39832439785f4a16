package dev.footfall.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.footfall.funnel.Funnel;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the journeys behind a number, page by page, newest cohort first. */
final class JourneysReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Snapshots snapshots;

  JourneysReader(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  /** One value of a breakdown. */
  record Value(String breakdown, String value) {}

  /**
   * What is asked; what is empty asks nothing.
   *
   * @param step the furthest step
   * @param after where the page before ended
   */
  record Question(
      Funnel funnel,
      CohortRange range,
      Optional<Integer> step,
      Optional<String> outcome,
      Optional<Value> value,
      Optional<Place> after,
      int limit) {}

  /**
   * A journey's place in the order of pages. It names the journey, so a page starts right after it
   * whatever was added or changed meanwhile.
   */
  record Place(LocalDateTime cohortStart, String unit) {

    /**
     * @throws Refusal if no answer ever said this
     */
    static Place read(String text) {
      try {
        String place = new String(Base64.getUrlDecoder().decode(text), StandardCharsets.UTF_8);
        int space = place.indexOf(' ');
        return new Place(
            LocalDateTime.parse(place.substring(0, Math.max(space, 0))),
            place.substring(space + 1));
      } catch (IllegalArgumentException | DateTimeParseException unknown) {
        throw Refusal.badRequest(
            "after= is no place in a list; give what the page before had under \"next\"");
      }
    }

    String write() {
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString((cohortStart + " " + unit).getBytes(StandardCharsets.UTF_8));
    }
  }

  Answers.Journeys answer(Question question) throws SQLException {
    return snapshots.read(
        connection -> {
          try (PreparedStatement statement = connection.prepareStatement(Sql.JOURNEYS.text())) {
            ask(statement, question);
            try (ResultSet rows = statement.executeQuery()) {
              return page(rows, question);
            }
          }
        });
  }

  private static void ask(PreparedStatement statement, Question question) throws SQLException {
    @Nullable Integer step = question.step().orElse(null);
    @Nullable String outcome = question.outcome().orElse(null);
    @Nullable String breakdown = question.value().map(Value::breakdown).orElse(null);
    @Nullable String value = question.value().map(Value::value).orElse(null);
    @Nullable LocalDateTime cohort = question.after().map(Place::cohortStart).orElse(null);
    @Nullable String unit = question.after().map(Place::unit).orElse(null);
    @Nullable Object[] parameters = {
      question.funnel().id(),
      question.range().fromInTables(),
      question.range().toInTables(),
      step,
      step,
      outcome,
      outcome,
      breakdown,
      breakdown,
      value,
      cohort,
      cohort,
      unit,
      // One more than is shown tells whether there is another page.
      question.limit() + 1
    };
    for (int i = 0; i < parameters.length; i++) {
      statement.setObject(i + 1, parameters[i]);
    }
  }

  private static Answers.Journeys page(ResultSet rows, Question question) throws SQLException {
    List<Answers.Journey> journeys = new ArrayList<>();
    @Nullable Place last = null;
    while (rows.next()) {
      if (journeys.size() == question.limit()) {
        return new Answers.Journeys(journeys, Objects.requireNonNull(last).write());
      }
      journeys.add(journey(rows, question.funnel()));
      last = new Place(rows.getObject("cohort_start", LocalDateTime.class), rows.getString("unit"));
    }
    return new Answers.Journeys(journeys, null);
  }

  private static Answers.Journey journey(ResultSet row, Funnel funnel) throws SQLException {
    boolean hasCohorts = !funnel.cohort().isAll();
    return new Answers.Journey(
        row.getString("unit"),
        hasCohorts ? time(row, "cohort_start") : null,
        hasCohorts ? time(row, "cohort_end") : null,
        time(row, "entry"),
        row.getInt("furthest"),
        row.getString("outcome"),
        json(row.getString("step_times")),
        json(row.getString("breakdown_values")));
  }

  private static String time(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(CohortRange.iso(row.getObject(column, LocalDateTime.class)));
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      return TextNode.valueOf(text);
    }
  }
}
