package dev.footfall.board;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.footfall.funnel.Funnel;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads the journeys behind a number, page by page, newest cohort first. */
final class JourneysReader {

  private static final ObjectMapper JSON = new ObjectMapper();

  /** Journeys behind a number are counted up to here. */
  static final int COUNTED = 10_000;

  private final Snapshots snapshots;

  JourneysReader(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  /**
   * Which values of a breakdown.
   *
   * @param any only these; empty for all
   * @param none but not these
   */
  record Values(String breakdown, List<String> any, List<String> none) {}

  /**
   * What is asked; what is empty asks nothing.
   *
   * @param step the furthest step
   * @param reached a step that was reached, or gone beyond
   * @param closed whether only closed cohorts are meant
   * @param after where the page before ended
   * @param next the report that tells what units did next
   */
  record Question(
      Funnel funnel,
      CohortRange range,
      Optional<Integer> step,
      Optional<Integer> reached,
      Optional<String> outcome,
      Optional<Values> values,
      boolean closed,
      Optional<Place> after,
      int limit,
      Optional<String> next) {

    /** The same, from another place on and with another limit. */
    Question from(Optional<Place> place, int most) {
      return new Question(funnel, range, step, reached, outcome, values, closed, place, most, next);
    }
  }

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
          List<@Nullable Object> chosen = chosen(connection, question);
          @Nullable Long count =
              question.after().isPresent() ? null : count(connection, new ArrayList<>(chosen));
          return page(connection, chosen, question, count);
        });
  }

  /** How many there are, or null if they are more than are counted. */
  private static @Nullable Long count(Connection connection, List<@Nullable Object> parameters)
      throws SQLException {
    parameters.add(COUNTED + 1);
    String sql = Sql.JOURNEYS_CHOSEN.text() + Sql.JOURNEYS_COUNT.text();
    try (PreparedStatement statement = ask(connection, sql, parameters);
        ResultSet row = statement.executeQuery()) {
      row.next();
      long count = row.getLong(1);
      return count > COUNTED ? null : Long.valueOf(count);
    }
  }

  private static List<@Nullable Object> chosen(Connection connection, Question question)
      throws SQLException {
    Funnel funnel = question.funnel();
    @Nullable Integer step = question.step().orElse(null);
    // Who took an optional step may have gone beyond it or not, and so may those who did not.
    boolean isOptional =
        question.reached().isPresent()
            && funnel.steps().get(question.reached().get() - 1).optional();
    @Nullable Integer reached = isOptional ? null : question.reached().orElse(null);
    @Nullable Integer took = isOptional ? question.reached().orElse(null) : null;
    @Nullable String outcome = question.outcome().orElse(null);
    @Nullable String breakdown = question.values().map(Values::breakdown).orElse(null);
    @Nullable Array any = texts(connection, question.values().map(Values::any));
    @Nullable Array none = texts(connection, question.values().map(Values::none));
    Extent extent = Extent.read(connection, funnel);
    CohortRange range = question.closed() ? closed(extent, question.range()) : question.range();
    List<LocalDateTime> open =
        question.closed() ? stillOpen(connection, funnel, extent.version(), range) : List.of();
    List<@Nullable Object> parameters = new ArrayList<>();
    parameters.add(funnel.id());
    parameters.add(extent.version());
    parameters.add(range.fromInTables());
    parameters.add(range.toInTables());
    Collections.addAll(parameters, step, step, reached, reached, took, took, outcome, outcome);
    Collections.addAll(parameters, any, breakdown, any, none, breakdown, none);
    parameters.add(connection.createArrayOf("timestamp", open.toArray()));
    return parameters;
  }

  /** What of a range lies before the end of the last closed cohort. */
  private static CohortRange closed(Extent extent, CohortRange range) {
    Instant end = extent.closedUntil().orElse(Instant.EPOCH);
    return new CohortRange(
        range.from(), Optional.of(range.to().filter(to -> to.isBefore(end)).orElse(end)));
  }

  private static List<LocalDateTime> stillOpen(
      Connection connection, Funnel funnel, String version, CohortRange range) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.STILL_OPEN.text())) {
      statement.setString(1, funnel.id());
      statement.setString(2, version);
      statement.setObject(3, range.fromInTables());
      statement.setObject(4, range.toInTables());
      List<LocalDateTime> open = new ArrayList<>();
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          open.add(row.getObject("cohort_start", LocalDateTime.class));
        }
      }
      return open;
    }
  }

  private static @Nullable Array texts(Connection connection, Optional<List<String>> texts)
      throws SQLException {
    return texts.isEmpty() || texts.get().isEmpty()
        ? null
        : connection.createArrayOf("text", texts.get().toArray());
  }

  private static PreparedStatement ask(
      Connection connection, String sql, List<@Nullable Object> parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < parameters.size(); i++) {
      statement.setObject(i + 1, parameters.get(i));
    }
    return statement;
  }

  private static Answers.Journeys page(
      Connection connection,
      List<@Nullable Object> parameters,
      Question question,
      @Nullable Long count)
      throws SQLException {
    @Nullable LocalDateTime cohort = question.after().map(Place::cohortStart).orElse(null);
    @Nullable String unit = question.after().map(Place::unit).orElse(null);
    Collections.addAll(parameters, cohort, cohort, unit);
    // One more than is shown tells whether there is another page.
    parameters.add(question.limit() + 1);
    parameters.add(question.next().orElse(null));
    String sql = Sql.JOURNEYS_CHOSEN.text() + Sql.JOURNEYS_PAGE.text();
    try (PreparedStatement statement = ask(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      return page(rows, question, count);
    }
  }

  private static Answers.Journeys page(ResultSet rows, Question question, @Nullable Long count)
      throws SQLException {
    List<Answers.Journey> journeys = new ArrayList<>();
    @Nullable Place last = null;
    while (rows.next()) {
      if (journeys.size() == question.limit()) {
        return new Answers.Journeys(journeys, Objects.requireNonNull(last).write(), count);
      }
      journeys.add(journey(rows, question.funnel()));
      last = new Place(rows.getObject("cohort_start", LocalDateTime.class), rows.getString("unit"));
    }
    return new Answers.Journeys(journeys, null, count);
  }

  /** The journey of a row of either question. */
  static Answers.Journey journey(ResultSet row, Funnel funnel) throws SQLException {
    boolean hasCohorts = !funnel.cohort().isAll();
    return new Answers.Journey(
        row.getString("unit"),
        hasCohorts ? time(row, "cohort_start") : null,
        hasCohorts ? time(row, "cohort_end") : null,
        time(row, "entry"),
        row.getInt("furthest"),
        row.getString("outcome"),
        json(row.getString("step_times")),
        json(row.getString("breakdown_values")),
        row.getString("next_event"),
        CohortRange.iso(row.getObject("next_time", LocalDateTime.class)),
        jsonOrNull(row.getString("last_values")));
  }

  private static String time(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(CohortRange.iso(row.getObject(column, LocalDateTime.class)));
  }

  private static @Nullable JsonNode jsonOrNull(@Nullable String text) {
    return text == null ? null : json(text);
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException notJson) {
      return TextNode.valueOf(text);
    }
  }
}
