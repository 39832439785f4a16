package dev.footfall.board;

import dev.footfall.funnel.FunnelFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Gathers what needs somebody to look at it: alerts of the last day of event time, and experiments
 * of which something is to be decided or mended.
 */
final class AttentionReader {

  private static final int ALERTS = 100;

  /** Verdicts after which somebody decides, or mends; with the others one waits. */
  private static final Set<String> DECIDED =
      Set.of("sample_ratio_mismatch", "winner", "loser", "no_difference_of_interest");

  private static final String BREACH = "guardrail_breach";

  private final Snapshots snapshots;
  private final HealthReader health;
  private final ExperimentsReader experiments;

  AttentionReader(Snapshots snapshots, HealthReader health, ExperimentsReader experiments) {
    this.snapshots = snapshots;
    this.health = health;
    this.experiments = experiments;
  }

  /**
   * Answers.
   *
   * @param declared whose experiments are told; on others nothing is to be decided any more
   */
  AttentionAnswers.All answer(FunnelFile.Content declared) throws SQLException {
    Optional<Instant> watermark =
        Optional.ofNullable(health.pulse().watermark()).map(Instant::parse);
    return new AttentionAnswers.All(
        watermark.map(Instant::toString).orElse(null),
        snapshots.read(connection -> alerts(connection, watermark)),
        experiments(declared));
  }

  private static List<AttentionAnswers.Alert> alerts(
      Connection connection, Optional<Instant> watermark) throws SQLException {
    List<AttentionAnswers.Alert> alerts = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.ALERTS_OF_LATE.text())) {
      statement.setObject(
          1, watermark.map(at -> LocalDateTime.ofInstant(at, ZoneOffset.UTC)).orElse(null));
      statement.setInt(2, ALERTS);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          alerts.add(
              new AttentionAnswers.Alert(
                  row.getString("alert"),
                  row.getString("title"),
                  row.getLong("times"),
                  time(row, "at"),
                  time(row, "began"),
                  time(row, "ended"),
                  AlertsReader.cohort(row)));
        }
      }
    }
    return alerts;
  }

  private static @Nullable String time(ResultSet row, String column) throws SQLException {
    return CohortRange.iso(row.getObject(column, LocalDateTime.class));
  }

  private List<AttentionAnswers.Experiment> experiments(FunnelFile.Content declared)
      throws SQLException {
    Map<String, ExperimentsReader.LastLook> looks = experiments.lastLooks();
    List<AttentionAnswers.Experiment> needy = new ArrayList<>();
    declared
        .experiments()
        .forEach(
            experiment -> {
              ExperimentsReader.LastLook look = looks.get(experiment.id());
              List<AttentionAnswers.Reason> reasons = look == null ? List.of() : reasons(look);
              if (!reasons.isEmpty()) {
                needy.add(
                    new AttentionAnswers.Experiment(
                        experiment.id(), experiment.title(), experiment.funnel().id(), reasons));
              }
            });
    return needy;
  }

  private static List<AttentionAnswers.Reason> reasons(ExperimentsReader.LastLook look) {
    // A breach is told of the guardrail that was, if its row is there.
    Map<String, AttentionAnswers.Reason> reasons = new LinkedHashMap<>();
    long matured = look.control().matured();
    for (ExperimentAnswers.Verdict verdict : look.verdicts()) {
      matured += isOfMetric(verdict) ? verdict.arm().matured() : 0;
    }
    for (ExperimentAnswers.Verdict verdict : look.verdicts()) {
      reasonOf(verdict, matured >= look.planned(), look.isFinal())
          .ifPresent(
              reason ->
                  reasons.put(
                      (reason.equals("breached") ? BREACH : reason) + " " + verdict.arm().variant(),
                      new AttentionAnswers.Reason(
                          reason,
                          verdict.metric(),
                          verdict.arm().variant(),
                          look.control().variant())));
    }
    return List.copyOf(reasons.values());
  }

  private static boolean isOfMetric(ExperimentAnswers.Verdict verdict) {
    return verdict.role().equals("metric");
  }

  private static Optional<String> reasonOf(
      ExperimentAnswers.Verdict verdict, boolean plannedIsReached, boolean isOver) {
    if (!isOfMetric(verdict)) {
      return Optional.of(verdict.verdict()).filter("breached"::equals);
    }
    if (DECIDED.contains(verdict.verdict()) || verdict.verdict().equals(BREACH)) {
      return Optional.of(verdict.verdict());
    }
    if (isOver) {
      return Optional.of("over");
    }
    return plannedIsReached ? Optional.of("planned_reached") : Optional.empty();
  }
}
