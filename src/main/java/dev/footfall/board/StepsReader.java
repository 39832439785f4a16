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

  /** Of more values than these no trend is kept: each has as many points as there are cohorts. */
  private static final int TRENDS_KEPT = 500;

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
   * @param without values of the breakdown that are to be in no total
   * @param rows how many rows to list at most
   * @param breakdownRows whether to list those of the breakdown too, or only the totals
   * @param top how many values to show on their own
   * @param before whether to add up the period before too
   * @param histogram whose times to lay out
   * @param trends of how many values to tell the trend too
   */
  record Question(
      Funnel funnel,
      Period period,
      Optional<String> breakdown,
      Set<String> without,
      int rows,
      boolean breakdownRows,
      int top,
      boolean before,
      Optional<TimesOf> histogram,
      int trends) {}

  /**
   * One of the times that are measured.
   *
   * @param step to which
   * @param measure from where, as the table names it: {@code entry} or {@code previous}
   */
  record TimesOf(int step, String measure) {}

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

    private final Connection connection;
    private final Question question;
    private final Funnel funnel;
    private final Extent extent;
    private final CohortRange range;
    private final Optional<CohortRange> before;
    private final List<StepRow> rows = new ArrayList<>();
    private final Set<StepSet.Torn> torn = new HashSet<>();
    private final Map<LocalDateTime, Integer> cohorts = new HashMap<>();
    private final Tallies totals;
    private final Tallies totalsBefore;
    private final Trend trend;
    private Map<String, Tallies> values = new LinkedHashMap<>();
    private final Map<String, Trend> trends = new HashMap<>();
    private boolean hasTooManyTrends;
    private int valuesTogether;
    private long rowsLeftOff;

    Reading(Connection connection, Question question) throws SQLException {
      this.connection = connection;
      this.question = question;
      funnel = question.funnel();
      totals = new Tallies(funnel);
      totalsBefore = new Tallies(funnel);
      trend = new Trend(funnel);
      extent = Extent.read(connection, funnel);
      range = question.period().of(funnel, extent);
      before = question.before() ? question.period().before(funnel, extent) : Optional.empty();
      if (question.without().isEmpty()) {
        readTotals();
        readValues();
      } else {
        readValues();
        readTotalsOfShownValues();
      }
    }

    private void readTotals() throws SQLException {
      readSets("", range, this::addToTotals);
      readTimes("", range, Map.of("", totals));
      if (before.isPresent()) {
        readSets("", before.get(), set -> totalsBefore.add(cohortOf(set), set));
        readTimes("", before.get(), Map.of("", totalsBefore));
      }
    }

    private void readValues() throws SQLException {
      if (question.breakdown().isPresent()) {
        String breakdown = question.breakdown().get();
        readSets(breakdown, range, this::addToValues);
        keepTopValues();
        readTimes(breakdown, range, values);
      }
    }

    /** Values that are not shown leave the totals: these are then the sum of the others. */
    private void readTotalsOfShownValues() throws SQLException {
      String breakdown = question.breakdown().orElseThrow();
      Map<String, Tallies> shownBefore = new HashMap<>();
      for (Map.Entry<String, Tallies> value : values.entrySet()) {
        boolean isShown = !question.without().contains(value.getKey());
        if (isShown) {
          totals.addAll(value.getValue());
        }
        shownBefore.put(value.getKey(), isShown ? totalsBefore : new Tallies(funnel));
      }
      readSets(breakdown, range, this::addShownToTrend);
      if (before.isPresent()) {
        readSets(breakdown, before.get(), this::addShownToBefore);
        readTimes(breakdown, before.get(), shownBefore);
      }
    }

    private boolean isShown(StepSet set) {
      String value = set.first().value();
      return !question.without().contains(values.containsKey(value) ? value : OTHER);
    }

    private void addShownToTrend(StepSet set) {
      if (isShown(set)) {
        trend.add(set);
        if (question.breakdownRows()) {
          list(set);
        }
      }
    }

    private void addShownToBefore(StepSet set) {
      if (isShown(set)) {
        totalsBefore.add(cohortOf(set), set);
      }
    }

    private void readSets(String breakdown, CohortRange range, Consumer<StepSet> taker)
        throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(Sql.STEPS.text())) {
        statement.setFetchSize(ROWS_AT_A_TIME);
        statement.setString(1, funnel.id());
        statement.setString(2, extent.version());
        statement.setString(3, breakdown);
        statement.setObject(4, range.fromInTables());
        statement.setObject(5, range.toInTables());
        StepSets sets = new StepSets(funnel, torn, taker);
        try (ResultSet found = statement.executeQuery()) {
          while (found.next()) {
            sets.add(StepRow.read(found, breakdown));
          }
        }
        sets.end();
      }
    }

    private void addToTotals(StepSet set) {
      totals.add(cohortOf(set), set);
      trend.add(set);
      list(set);
    }

    private void addToValues(StepSet set) {
      values
          .computeIfAbsent(set.first().value(), value -> new Tallies(funnel))
          .add(cohortOf(set), set);
      addToTrends(set);
      if (values.size() > VALUES_AT_MOST) {
        throw Refusal.badRequest(
            "There are more than "
                + VALUES_AT_MOST
                + " values of "
                + set.first().breakdown()
                + " in this range; ask for fewer cohorts with from= and to=");
      }
      if (question.breakdownRows() && question.without().isEmpty()) {
        list(set);
      }
    }

    private void addToTrends(StepSet set) {
      if (question.trends() == 0 || hasTooManyTrends) {
        return;
      }
      trends.computeIfAbsent(set.first().value(), value -> new Trend(funnel)).add(set);
      if (trends.size() > TRENDS_KEPT) {
        hasTooManyTrends = true;
        trends.clear();
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
      Tallies other = new Tallies(funnel);
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

    private void readTimes(String breakdown, CohortRange range, Map<String, Tallies> shown)
        throws SQLException {
      try (PreparedStatement statement = connection.prepareStatement(Sql.TIMES.text())) {
        statement.setFetchSize(ROWS_AT_A_TIME);
        statement.setArray(1, connection.createArrayOf("text", shown.keySet().toArray()));
        statement.setString(2, OTHER);
        statement.setString(3, funnel.id());
        statement.setString(4, extent.version());
        statement.setString(5, breakdown);
        statement.setObject(6, range.fromInTables());
        statement.setObject(7, range.toInTables());
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            addTimes(row, shown.get(row.getString("shown")));
          }
        }
      }
    }

    private void addTimes(ResultSet row, @Nullable Tallies tallies) throws SQLException {
      int step = row.getInt("step");
      if (tallies == null || step > funnel.steps().size()) {
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
      List<StepRow> sorted = new ArrayList<>(rows);
      sorted.sort(
          Comparator.comparing(StepRow::cohortStart)
              .thenComparing(StepRow::breakdown)
              .thenComparing(StepRow::value)
              .thenComparing(StepRow::step));
      return new Answers.Steps(
          funnel.id(),
          range.fromInAnswers(),
          range.toInAnswers(),
          question.breakdown().orElse(null),
          extent.answer(funnel),
          sorted.stream().map(row -> answerRow(funnel, row)).toList(),
          rowsLeftOff,
          torn.size(),
          totals.totals(),
          before
              .map(
                  range ->
                      new Answers.Before(
                          range.fromInAnswers(), range.toInAnswers(), totalsBefore.totals()))
              .orElse(null),
          trend.answer(),
          question.histogram().map(this::histogram).orElse(null),
          question.breakdown().isPresent()
              ? values.entrySet().stream()
                  .map(value -> value.getValue().totalsOf(value.getKey()))
                  .toList()
              : null,
          valuesTogether,
          question.trends() > 0 && !hasTooManyTrends ? valueTrends() : null);
    }

    /** Those of the greatest values that are shown, and of all others that are shown together. */
    private List<Answers.ValueTrend> valueTrends() {
      List<Answers.ValueTrend> told = new ArrayList<>();
      Trend other = new Trend(funnel);
      Map<String, Trend> rest = new HashMap<>(trends);
      for (String value : values.keySet()) {
        boolean isOwn = !value.equals(OTHER) && !question.without().contains(value);
        Trend own = rest.get(value);
        if (isOwn && own != null && told.size() < question.trends()) {
          told.add(new Answers.ValueTrend(value, own.answer()));
          rest.remove(value);
        }
      }
      rest.forEach(
          (value, trend) -> {
            if (!question.without().contains(values.containsKey(value) ? value : OTHER)) {
              other.addAll(trend);
            }
          });
      if (!other.isEmpty()) {
        told.add(new Answers.ValueTrend(OTHER, other.answer()));
      }
      return told;
    }

    private Answers.Histogram histogram(TimesOf asked) {
      return totals.histogram(asked.step(), asked.measure());
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
