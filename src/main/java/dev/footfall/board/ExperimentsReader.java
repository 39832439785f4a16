package dev.footfall.board;

import dev.footfall.experiment.Arm;
import dev.footfall.experiment.Interval;
import dev.footfall.experiment.KaplanMeier;
import dev.footfall.experiment.LifeTable;
import dev.footfall.experiment.LogRank;
import dev.footfall.experiment.Triangle;
import dev.footfall.funnel.Experiment;
import dev.footfall.funnel.Funnel;
import dev.footfall.funnel.FunnelFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The last look at each experiment, how it came to be, and the curves behind it. */
final class ExperimentsReader {

  private static final int VERDICTS = 2_000;
  private static final int LOOKS = 200;
  private static final int CELLS = 500_000;

  private final Snapshots snapshots;

  ExperimentsReader(Snapshots snapshots) {
    this.snapshots = snapshots;
  }

  /**
   * Answers.
   *
   * @param declared says how long a unit has, and what experiments are called
   */
  ExperimentAnswers.All answer(FunnelFile.Content declared) throws SQLException {
    return snapshots.read(
        connection -> {
          List<ExperimentAnswers.Experiment> experiments = new ArrayList<>();
          for (LastLook look : lastLooks(connection).values()) {
            experiments.add(look.answer(connection, declared));
          }
          return new ExperimentAnswers.All(experiments);
        });
  }

  /**
   * Answers of one.
   *
   * @throws Refusal if nothing is known of it
   */
  ExperimentAnswers.Experiment answer(String experiment, FunnelFile.Content declared)
      throws SQLException {
    return snapshots.read(
        connection -> {
          LastLook look = lastLooks(connection).get(experiment);
          if (look == null) {
            throw Refusal.notFound("There is no look at an experiment \"" + experiment + "\" yet");
          }
          return look.answer(connection, declared);
        });
  }

  /** The last look at each experiment, by its id, with what it says and nothing besides. */
  Map<String, LastLook> lastLooks() throws SQLException {
    return snapshots.read(ExperimentsReader::lastLooks);
  }

  private static Map<String, LastLook> lastLooks(Connection connection) throws SQLException {
    Map<String, LastLook> looks = new LinkedHashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(Sql.EXPERIMENTS.text())) {
      statement.setInt(1, VERDICTS);
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          String experiment = row.getString("experiment");
          LastLook look = looks.get(experiment);
          if (look == null) {
            look = LastLook.of(row);
            looks.put(experiment, look);
          }
          look.verdicts().add(verdict(row));
        }
      }
    }
    return looks;
  }

  private static ExperimentAnswers.Verdict verdict(ResultSet row) throws SQLException {
    return new ExperimentAnswers.Verdict(
        row.getString("metric"),
        row.getString("role"),
        row.getString("verdict"),
        arm(row, row.getString("variant"), ""),
        share(row, "difference"),
        share(row, "difference_lower"),
        share(row, "difference_upper"),
        share(row, "adjusted_p"),
        share(row, "lift"),
        share(row, "lift_lower"),
        share(row, "lift_upper"),
        share(row, "chance_to_win"),
        share(row, "loss"),
        share(row, "loss_of_control"),
        share(row, "margin"),
        row.getObject("needs_units", Long.class),
        row.getObject("needs_ms", Long.class));
  }

  private static ExperimentAnswers.Arm arm(ResultSet row, String variant, String suffix)
      throws SQLException {
    Arm matured = new Arm(row.getLong("conversions" + suffix), row.getLong("matured" + suffix));
    // Tuned to an even part of two: whatever it is tuned to holds, if only it stays the same.
    Interval interval =
        matured.isEmpty()
            ? null
            : matured.alwaysValid(row.getLong("planned") / 2.0, row.getDouble("alpha"));
    return new ExperimentAnswers.Arm(
        variant,
        row.getLong("exposed" + suffix),
        matured.units(),
        matured.conversions(),
        share(row, "rate" + suffix),
        interval == null ? null : interval.lower(),
        interval == null ? null : interval.upper());
  }

  private static @Nullable Double share(ResultSet row, String column) throws SQLException {
    return row.getObject(column, Double.class);
  }

  private static String time(ResultSet row, String column) throws SQLException {
    return Objects.requireNonNull(CohortRange.iso(row.getObject(column, LocalDateTime.class)));
  }

  /** What all rows of one look share, and the rows. */
  record LastLook(
      String experiment,
      String version,
      String funnel,
      LocalDateTime watermark,
      String since,
      boolean isFinal,
      double splitP,
      long multiExposed,
      double alpha,
      long planned,
      double leastEffect,
      int method,
      ExperimentAnswers.Arm control,
      List<ExperimentAnswers.Verdict> verdicts) {

    static LastLook of(ResultSet row) throws SQLException {
      return new LastLook(
          row.getString("experiment"),
          row.getString("version"),
          row.getString("funnel"),
          row.getObject("watermark", LocalDateTime.class),
          time(row, "since"),
          row.getBoolean("final"),
          Math.min(row.getDouble("exposed_ratio_p"), row.getDouble("matured_ratio_p")),
          row.getLong("multi_exposed"),
          row.getDouble("alpha"),
          row.getLong("planned"),
          row.getDouble("least_effect"),
          row.getInt("method"),
          arm(row, row.getString("control"), "_control"),
          new ArrayList<>());
    }

    ExperimentAnswers.Experiment answer(Connection connection, FunnelFile.Content declared)
        throws SQLException {
      Map<String, LifeTable> tables = lifeTables(connection, declared.funnels());
      return new ExperimentAnswers.Experiment(
          experiment,
          titleIn(declared),
          version,
          funnel,
          Objects.requireNonNull(CohortRange.iso(watermark)),
          since,
          isFinal,
          splitP,
          multiExposed,
          alpha,
          planned,
          leastEffect,
          method,
          control,
          verdicts,
          steps(connection),
          looks(connection),
          curves(tables),
          logRankP(tables));
    }

    private String titleIn(FunnelFile.Content declared) {
      return declared.experiments().stream()
          .filter(one -> one.id().equals(experiment))
          .map(Experiment::title)
          .findFirst()
          .orElse(experiment);
    }

    private List<ExperimentAnswers.Step> steps(Connection connection) throws SQLException {
      List<ExperimentAnswers.Step> steps = new ArrayList<>();
      try (PreparedStatement statement = connection.prepareStatement(Sql.EXPERIMENT_STEPS.text())) {
        statement.setString(1, experiment);
        statement.setString(2, version);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            steps.add(
                new ExperimentAnswers.Step(
                    row.getString("variant"),
                    row.getInt("step"),
                    row.getString("step_name"),
                    row.getLong("exposed"),
                    row.getLong("matured"),
                    row.getLong("reached"),
                    row.getLong("matured_reached")));
          }
        }
      }
      return steps;
    }

    private List<ExperimentAnswers.Look> looks(Connection connection) throws SQLException {
      List<ExperimentAnswers.Look> looks = new ArrayList<>();
      try (PreparedStatement statement = connection.prepareStatement(Sql.EXPERIMENT_LOOKS.text())) {
        statement.setString(1, experiment);
        statement.setString(2, version);
        statement.setInt(3, LOOKS);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            looks.add(
                new ExperimentAnswers.Look(
                    row.getString("variant"),
                    time(row, "watermark"),
                    share(row, "difference"),
                    share(row, "difference_lower"),
                    share(row, "difference_upper")));
          }
        }
      }
      return looks;
    }

    /** By variant, what is known at the watermark. */
    private Map<String, LifeTable> lifeTables(Connection connection, List<Funnel> funnels)
        throws SQLException {
      Optional<Funnel> its = funnels.stream().filter(one -> one.id().equals(funnel)).findFirst();
      if (its.isEmpty() || its.get().within().isNone()) {
        return Map.of();
      }
      Triangle.Shape shape = Triangle.Shape.of(its.get().within().millis());
      Map<String, Triangle> triangles = new TreeMap<>();
      try (PreparedStatement statement = connection.prepareStatement(Sql.EXPERIMENT_TIMES.text())) {
        statement.setString(1, experiment);
        statement.setString(2, version);
        statement.setInt(3, CELLS);
        try (ResultSet row = statement.executeQuery()) {
          while (row.next()) {
            if (row.getLong("to_ms") > shape.ages() * shape.widthMillis()) {
              // Of a funnel whose time was another.
              return Map.of();
            }
            triangles
                .computeIfAbsent(row.getString("variant"), name -> new Triangle(shape))
                .add(
                    millis(row.getObject("exposed_from", LocalDateTime.class)),
                    (int) (row.getLong("to_ms") / shape.widthMillis()),
                    row.getLong("units"));
          }
        }
      }
      Map<String, LifeTable> tables = new TreeMap<>();
      triangles.forEach((variant, triangle) -> tables.put(variant, triangle.at(millis(watermark))));
      return tables;
    }

    private List<ExperimentAnswers.Curve> curves(Map<String, LifeTable> tables) {
      List<ExperimentAnswers.Curve> curves = new ArrayList<>();
      tables.forEach(
          (variant, table) ->
              curves.add(new ExperimentAnswers.Curve(variant, points(KaplanMeier.of(table)))));
      return curves;
    }

    private static @Nullable Double logRankP(Map<String, LifeTable> tables) {
      if (tables.size() < 2) {
        return null;
      }
      LogRank test = LogRank.of(List.copyOf(tables.values()));
      boolean hasAny = test.observed().stream().anyMatch(conversions -> conversions > 0);
      return hasAny ? test.p() : null;
    }

    private List<ExperimentAnswers.Point> points(KaplanMeier curve) {
      return curve.points().stream()
          .map(
              point -> {
                Interval interval = point.converted(alpha);
                return new ExperimentAnswers.Point(
                    point.age(), point.converted(), interval.lower(), interval.upper());
              })
          .toList();
    }

    private static long millis(LocalDateTime utc) {
      return utc.toInstant(ZoneOffset.UTC).toEpochMilli();
    }
  }
}
