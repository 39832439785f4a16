package dev.footfall.board;

import dev.footfall.funnel.Funnel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a range of a funnel's cohorts as of one moment, and adds them up.
 *
 * <p>The job writes the steps of a set with one stamp, but the database may show them halfway. Such
 * a set would not add up, so it is read again a few times, and left out and told of if it stays so.
 */
final class StepsReader {

  /** Under this name the values that are not shown on their own stand together. */
  static final String OTHER = "(other)";

  /** Long enough for the job's next flush, which comes every second, to bring the rest of a set. */
  private static final int READINGS = 8;

  private static final Duration BETWEEN_READINGS = Duration.ofMillis(200);

  private static final int ROWS_AT_A_TIME = 5_000;
  private static final int VALUES_AT_MOST = 100_000;

  private final Snapshots snapshots;
  private final CostlyAnswers<Question, Reading> readings = new CostlyAnswers<>();

  /** Sets that did not become whole while we waited: not worth waiting for again. */
  private volatile Set<StepSet.Torn> stuck = Set.of();

  StepsReader(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  /**
   * What is asked.
   *
   * @param rows how many rows to list at most
   * @param breakdownRows whether to list those of the breakdown too, or only the totals
   * @param top how many values to show on their own
   */
  record Question(
      Funnel funnel,
      CohortRange range,
      Optional<String> breakdown,
      int rows,
      boolean breakdownRows,
      int top) {}

  Answers.Steps answer(Question question) throws SQLException {
    Reading reading = read(question);
    for (int again = 1; again < READINGS && !stuck.containsAll(reading.torn); again++) {
      rest();
      reading = read(question);
    }
    stuck = Set.copyOf(reading.torn);
    return reading.answer();
  }

  private Reading read(Question question) throws SQLException {
    return readings.answer(
        question, () -> snapshots.read(connection -> new Reading(connection, question)));
  }

  private static void rest() {
    try {
      Thread.sleep(BETWEEN_READINGS.toMillis());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** One reading of everything, as of one moment. */
  private static final class Reading {

    private final Question question;
    private final Answers.Extent extent;
    private final List<StepRow> rows = new ArrayList<>();
    private final Set<StepSet.Torn> torn = new HashSet<>();
    private final Map<LocalDateTime, Integer> cohorts = new HashMap<>();
    private final Tallies totals;
    private Map<String, Tallies> values = new LinkedHashMap<>();
    private int valuesTogether;
    private long rowsLeftOff;

    Reading(Connection connection, Question question) throws SQLException {
      this.question = question;
      totals = new Tallies(question.funnel());
      extent = readExtent(connection, question.funnel());
      readSets(connection, "", this::addToTotals);
      readTimes(connection, "", Map.of("", totals));
      if (question.breakdown().isPresent()) {
        String breakdown = question.breakdown().get();
        readSets(connection, breakdown, this::addToValues);
        keepTopValues();
        readTimes(connection, breakdown, values);
      }
    }

    private static Answers.Extent readExtent(Connection connection, Funnel funnel)
        throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(Sql.EXTENT.text())) {
        statement.setString(1, funnel.id());
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          return new Answers.Extent(
              cohortTime(funnel, row.getObject("first_cohort", LocalDateTime.class)),
              cohortTime(funnel, row.getObject("last_end", LocalDateTime.class)),
              cohortTime(funnel, row.getObject("closed_until", LocalDateTime.class)),
              CohortRange.iso(row.getObject("watermark", LocalDateTime.class)),
              CohortRange.iso(row.getObject("last_write", LocalDateTime.class)));
        }
      }
    }

    private void readSets(Connection connection, String breakdown, Consumer<StepSet> taker)
        throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(Sql.STEPS.text())) {
        statement.setFetchSize(ROWS_AT_A_TIME);
        statement.setString(1, question.funnel().id());
        statement.setString(2, breakdown);
        statement.setObject(3, question.range().fromInTables());
        statement.setObject(4, question.range().toInTables());
        try (ResultSet found = statement.executeQuery()) {
          List<StepRow> set = new ArrayList<>();
          while (found.next()) {
            StepRow row = StepRow.read(found, breakdown);
            if (!set.isEmpty() && !row.isOfOneSetWith(set.get(0))) {
              take(set, taker);
              set = new ArrayList<>();
            }
            set.add(row);
          }
          take(set, taker);
        }
      }
    }

    private void take(List<StepRow> rowsOfSet, Consumer<StepSet> taker) {
      if (rowsOfSet.isEmpty()) {
        return;
      }
      StepSet set = new StepSet(rowsOfSet);
      if (!set.isWhole(question.funnel().steps().size())) {
        torn.add(set.torn());
      } else if (!set.isEmpty()) {
        taker.accept(set);
      }
    }

    private void addToTotals(StepSet set) {
      totals.add(cohortOf(set), set);
      list(set);
    }

    private void addToValues(StepSet set) {
      values
          .computeIfAbsent(set.first().value(), value -> new Tallies(question.funnel()))
          .add(cohortOf(set), set);
      if (values.size() > VALUES_AT_MOST) {
        throw Refusal.badRequest(
            "There are more than "
                + VALUES_AT_MOST
                + " values of "
                + set.first().breakdown()
                + " in this range; ask for fewer cohorts with from= and to=");
      }
      if (question.breakdownRows()) {
        list(set);
      }
    }

    private int cohortOf(StepSet set) {
      return cohorts.computeIfAbsent(set.first().cohortStart(), start -> cohorts.size());
    }

    private void list(StepSet set) {
      if (rows.size() + set.rows().size() <= question.rows()) {
        rows.addAll(set.rows());
      } else {
        rowsLeftOff += set.rows().size();
      }
    }

    /** Keeps the values that most units entered with, and puts the others together. */
    private void keepTopValues() {
      List<Map.Entry<String, Tallies>> greatestFirst = new ArrayList<>(values.entrySet());
      greatestFirst.sort(
          Comparator.comparingLong(
                  (Map.Entry<String, Tallies> entry) -> -entry.getValue().entered())
              .thenComparing(Map.Entry::getKey));
      Map<String, Tallies> kept = new LinkedHashMap<>();
      Tallies other = new Tallies(question.funnel());
      int together = 0;
      boolean anyOther = false;
      for (Map.Entry<String, Tallies> entry : greatestFirst) {
        if (entry.getKey().equals(OTHER)) {
          other.addAll(entry.getValue());
          anyOther = true;
        } else if (kept.size() < question.top()) {
          kept.put(entry.getKey(), entry.getValue());
        } else {
          other.addAll(entry.getValue());
          anyOther = true;
          together++;
        }
      }
      if (anyOther) {
        kept.put(OTHER, other);
      }
      values = kept;
      valuesTogether = together;
    }

    private void readTimes(Connection connection, String breakdown, Map<String, Tallies> shown)
        throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(Sql.TIMES.text())) {
        statement.setFetchSize(ROWS_AT_A_TIME);
        statement.setArray(1, connection.createArrayOf("text", shown.keySet().toArray()));
        statement.setString(2, OTHER);
        statement.setString(3, question.funnel().id());
        statement.setString(4, breakdown);
        statement.setObject(5, question.range().fromInTables());
        statement.setObject(6, question.range().toInTables());
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            addTimes(row, shown.get(row.getString("shown")));
          }
        }
      }
    }

    private void addTimes(ResultSet row, @Nullable Tallies tallies) throws SQLException {
      int step = row.getInt("step");
      if (tallies == null || step > question.funnel().steps().size()) {
        return;
      }
      tallies.addTimes(
          step,
          row.getString("measure"),
          row.getLong("from_ms"),
          row.getLong("to_ms"),
          row.getBoolean("final"),
          row.getLong("units"),
          row.getDouble("sum_ms"));
    }

    Answers.Steps answer() {
      Funnel funnel = question.funnel();
      List<StepRow> sorted = new ArrayList<>(rows);
      sorted.sort(
          Comparator.comparing(StepRow::cohortStart)
              .thenComparing(StepRow::breakdown)
              .thenComparing(StepRow::value)
              .thenComparing(StepRow::step));
      return new Answers.Steps(
          funnel.id(),
          question.range().from().map(Object::toString).orElse(null),
          question.range().to().map(Object::toString).orElse(null),
          question.breakdown().orElse(null),
          extent,
          sorted.stream().map(row -> answerRow(funnel, row)).toList(),
          rowsLeftOff,
          torn.size(),
          totals.totals(),
          question.breakdown().isPresent()
              ? values.entrySet().stream()
                  .map(value -> value.getValue().totalsOf(value.getKey()))
                  .toList()
              : null,
          valuesTogether);
    }

    private static Answers.Row answerRow(Funnel funnel, StepRow row) {
      boolean isTotal = row.breakdown().isEmpty();
      return new Answers.Row(
          funnel.id(),
          cohortTime(funnel, row.cohortStart()),
          cohortTime(funnel, row.cohortEnd()),
          isTotal ? null : row.breakdown(),
          isTotal ? null : row.value(),
          row.step(),
          row.stepName(),
          row.reached(),
          row.dropped(),
          row.inProgress(),
          row.excluded(),
          row.medianMs(),
          row.p90Ms(),
          row.medianFromEntryMs(),
          row.p90FromEntryMs(),
          row.isFinal());
    }

    /** One window over everything has no start and no end, whatever the table had to put there. */
    private static @Nullable String cohortTime(Funnel funnel, @Nullable LocalDateTime time) {
      return funnel.cohort().isAll() ? null : CohortRange.iso(time);
    }
  }
}
