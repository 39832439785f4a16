package dev.footfall.board;

import dev.footfall.funnel.Funnel;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** Reads every funnel at a glance, as of one moment: two questions, however many funnels. */
final class OverviewReader {

  private static final int ROWS_AT_A_TIME = 5_000;

  private final Snapshots snapshots;
  private final CostlyAnswers<Question, Answers.Overview> overviews = new CostlyAnswers<>();

  OverviewReader(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  /**
   * What is asked.
   *
   * @param last how far to go back
   * @param closed from the newest closed cohort, or the newest
   */
  record Question(List<Funnel> funnels, Duration last, boolean closed) {}

  Answers.Overview answer(Question question) throws SQLException {
    return overviews.answer(
        question, () -> snapshots.read(connection -> read(connection, question)));
  }

  private static Answers.Overview read(Connection connection, Question question)
      throws SQLException {
    Map<String, Extent> extents = Extent.read(connection, question.funnels());
    Map<String, Card> cards = new LinkedHashMap<>();
    for (Funnel funnel : question.funnels()) {
      Extent extent = extents.getOrDefault(funnel.id(), Extent.NOTHING);
      Period period =
          new Period(
              new CohortRange(Optional.empty(), Optional.empty()),
              Optional.of(question.last()),
              question.closed());
      cards.put(funnel.id(), new Card(funnel, extent, period));
    }
    fill(connection, cards);
    return new Answers.Overview(cards.values().stream().map(Card::answer).toList());
  }

  private static void fill(Connection connection, Map<String, Card> cards) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(Sql.OVERVIEW.text())) {
      List<Card> asked = List.copyOf(cards.values());
      statement.setFetchSize(ROWS_AT_A_TIME);
      statement.setArray(
          1, connection.createArrayOf("text", asked.stream().map(c -> c.funnel.id()).toArray()));
      statement.setArray(
          2,
          connection.createArrayOf("text", asked.stream().map(c -> c.extent.version()).toArray()));
      statement.setArray(
          3, connection.createArrayOf("timestamp", asked.stream().map(Card::since).toArray()));
      statement.setArray(
          4, connection.createArrayOf("timestamp", asked.stream().map(Card::until).toArray()));
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          Card card = Objects.requireNonNull(cards.get(rows.getString("funnel")));
          card.sets.add(StepRow.read(rows, ""));
        }
      }
      asked.forEach(card -> card.sets.end());
    }
  }

  /** One funnel, being added up. */
  private static final class Card {

    private static final String EVER_SINCE = "-infinity";
    private static final String EVER_AFTER = "infinity";

    private final Funnel funnel;
    private final Extent extent;
    private final CohortRange range;
    private final Optional<CohortRange> before;
    private final Tallies totals;
    private final Tallies totalsBefore;
    private final Trend trend;
    private final Set<StepSet.Torn> torn = new HashSet<>();
    private final StepSets sets;
    private final Map<LocalDateTime, Integer> cohorts = new HashMap<>();

    Card(Funnel funnel, Extent extent, Period period) {
      this.funnel = funnel;
      this.extent = extent;
      range = period.of(funnel, extent);
      before = period.before(funnel, extent);
      totals = new Tallies(funnel);
      totalsBefore = new Tallies(funnel);
      trend = new Trend(funnel);
      sets = new StepSets(funnel, torn, this::add);
    }

    String since() {
      CohortRange first = before.orElse(range);
      return first.from().isPresent() ? first.fromInTables().toString() : EVER_SINCE;
    }

    String until() {
      return range.to().isPresent() ? range.toInTables().toString() : EVER_AFTER;
    }

    private void add(StepSet set) {
      int cohort = cohorts.computeIfAbsent(set.first().cohortStart(), start -> cohorts.size());
      if (set.first().cohortStart().isBefore(range.fromInTables())) {
        totalsBefore.add(cohort, set);
      } else {
        totals.add(cohort, set);
        trend.add(set);
      }
    }

    Answers.Card answer() {
      Optional<LocalDate> today = today();
      return new Answers.Card(
          funnel.id(),
          extent.answer(funnel),
          range.fromInAnswers(),
          totals.totals(),
          before
              .map(
                  range ->
                      new Answers.Before(
                          range.fromInAnswers(), range.toInAnswers(), totalsBefore.totals()))
              .orElse(null),
          trend.answerByDay(),
          today.map(LocalDate::toString).orElse(null),
          today.map(this::enteredSince).orElse(null),
          torn.size());
    }

    /** The day that goes on, by event time: the clock may be ahead of it. */
    private Optional<LocalDate> today() {
      boolean daysCanBeTold =
          !funnel.cohort().isAll() && funnel.cohort().length().compareTo(Duration.ofDays(1)) <= 0;
      return daysCanBeTold
          ? extent.watermark().map(time -> LocalDate.ofInstant(time, funnel.zone()))
          : Optional.empty();
    }

    private Long enteredSince(LocalDate day) {
      return trend.enteredSince(
          LocalDateTime.ofInstant(day.atStartOfDay(funnel.zone()).toInstant(), ZoneOffset.UTC));
    }
  }
}
