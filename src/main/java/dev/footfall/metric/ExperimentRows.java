package dev.footfall.metric;

import dev.footfall.experiment.Arm;
import dev.footfall.experiment.Counts;
import dev.footfall.experiment.Difference;
import dev.footfall.experiment.Evidence;
import dev.footfall.experiment.Finding;
import dev.footfall.experiment.Interval;
import dev.footfall.experiment.Judge;
import dev.footfall.experiment.Plan;
import dev.footfall.experiment.Triangle;
import dev.footfall.journey.ExperimentVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one look at an experiment.
 *
 * @param version whose
 * @param watermark the look
 * @param isFinal whether it is the last
 */
record ExperimentRows(ExperimentVersion version, long watermark, boolean isFinal) {

  private static final String METRIC = "metric";
  private static final String GUARDRAIL = "guardrail";

  private Plan plan() {
    return version.plan();
  }

  /** How many units of each variant reached each step. */
  List<ExperimentStepRow> steps(Counts counts) {
    List<ExperimentStepRow> rows = new ArrayList<>();
    for (int variant = 0; variant < counts.variants().size(); variant++) {
      Counts.OfVariant its = counts.variants().get(variant);
      for (int step = 1; step <= version.steps().size(); step++) {
        rows.add(
            new ExperimentStepRow(
                version.id(),
                version.version(),
                version.funnel(),
                plan().variants().get(variant),
                step,
                version.steps().get(step - 1),
                its.exposed(),
                its.matured(),
                its.reached().get(step - 1),
                its.maturedReached().get(step - 1),
                counts.multiExposed(),
                isFinal,
                version.since(),
                watermark));
      }
    }
    return rows;
  }

  /**
   * The cells of the triangles in which something has been counted.
   *
   * @param which where another tally has counted something since the rows before
   * @param all what all have counted
   */
  List<ExperimentTimesRow> times(ExperimentTally which, ExperimentTally all) {
    Triangle.Shape shape = version.shape();
    List<ExperimentTimesRow> rows = new ArrayList<>();
    for (int variant = 0; variant < all.triangles.size(); variant++) {
      String name = plan().variants().get(variant);
      Triangle whole = all.triangles.get(variant);
      which
          .triangles
          .get(variant)
          .cohorts()
          .forEach(
              (bucket, ages) -> {
                for (int age = 0; age < ages.length; age++) {
                  if (ages[age] != 0) {
                    rows.add(row(name, shape, bucket, age, whole.at(bucket, age)));
                  }
                }
              });
    }
    return rows;
  }

  private ExperimentTimesRow row(
      String variant, Triangle.Shape shape, long bucket, int age, long units) {
    return new ExperimentTimesRow(
        version.id(),
        version.version(),
        variant,
        bucket,
        Math.max(0, age - 1) * shape.widthMillis(),
        age * shape.widthMillis(),
        units,
        isFinal,
        version.since(),
        watermark);
  }

  /** What is said of each variant, and of each guardrail of each. */
  List<VerdictRow> verdicts(Judge judge, Judge.Look look, Counts counts, long firstExposure) {
    List<VerdictRow> rows = new ArrayList<>();
    for (Finding finding : look.findings()) {
      long needed = judge.unitsNeeded(finding, counts);
      rows.add(metricRow(finding, look.evidence(), counts, needed, firstExposure));
      finding.guards().forEach(guard -> rows.add(guardRow(finding, guard, look, counts)));
    }
    return rows;
  }

  private VerdictRow metricRow(
      Finding finding, Evidence evidence, Counts counts, long needed, long firstExposure) {
    Finding.Compared compared = finding.compared().orElse(null);
    Interval lift = compared == null ? null : compared.liftInterval().orElse(null);
    long elapsed = Math.max(1, watermark + 1 - firstExposure);
    long exposed = Math.max(1, counts.allExposed());
    return row(
        finding.variant(),
        plan().metric(),
        METRIC,
        finding.verdict().name(),
        counts,
        evidence,
        new Figures(
            compared == null ? null : compared.difference(),
            finite(finding.difference().lower()),
            finite(finding.difference().upper()),
            finding.p(),
            finding.adjustedP(),
            compared == null ? null : compared.lift().map(known -> known.value()).orElse(null),
            lift == null ? null : lift.lower(),
            lift == null ? null : lift.upper(),
            compared == null ? null : compared.bet().chanceToWin(),
            compared == null ? null : compared.bet().lossOfTreatment(),
            compared == null ? null : compared.bet().lossOfControl(),
            null,
            needed,
            Math.round((double) needed / exposed * elapsed)));
  }

  private VerdictRow guardRow(
      Finding finding, Finding.OfGuard guard, Judge.Look look, Counts counts) {
    int step = guard.guard().step();
    Arm control = counts.variants().get(plan().control()).matured(step);
    Arm treatment = counts.variants().get(finding.variant()).matured(step);
    Interval interval = guard.difference().orElse(null);
    return row(
        finding.variant(),
        step,
        GUARDRAIL,
        guard.state().name(),
        counts,
        look.evidence(),
        new Figures(
            control.isEmpty() || treatment.isEmpty() ? null : new Difference(control, treatment),
            interval == null ? null : interval.lower(),
            interval == null ? null : interval.upper(),
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            guard.guard().margin(),
            null,
            null));
  }

  /** What a metric has and a guardrail may not. */
  private record Figures(
      @Nullable Difference difference,
      @Nullable Double lower,
      @Nullable Double upper,
      @Nullable Double p,
      @Nullable Double adjustedP,
      @Nullable Double lift,
      @Nullable Double liftLower,
      @Nullable Double liftUpper,
      @Nullable Double chanceToWin,
      @Nullable Double loss,
      @Nullable Double lossOfControl,
      @Nullable Double margin,
      @Nullable Long needsUnits,
      @Nullable Long needsMs) {}

  private VerdictRow row(
      int variant,
      int step,
      String role,
      String verdict,
      Counts counts,
      Evidence evidence,
      Figures figures) {
    Counts.OfVariant control = counts.variants().get(plan().control());
    Counts.OfVariant its = counts.variants().get(variant);
    Arm controlArm = control.matured(step);
    Arm arm = its.matured(step);
    Interval controlWilson = controlArm.isEmpty() ? null : controlArm.wilson(plan().alpha());
    Interval wilson = arm.isEmpty() ? null : arm.wilson(plan().alpha());
    Difference difference = figures.difference();
    return new VerdictRow(
        version.id(),
        version.version(),
        version.funnel(),
        plan().variants().get(variant),
        version.steps().get(step - 1),
        role,
        watermark,
        verdict.toLowerCase(Locale.ROOT),
        isFinal,
        plan().variants().get(plan().control()),
        control.exposed(),
        its.exposed(),
        control.matured(),
        its.matured(),
        controlArm.conversions(),
        arm.conversions(),
        counts.multiExposed(),
        controlArm.isEmpty() ? null : controlArm.rate(),
        controlWilson == null ? null : controlWilson.lower(),
        controlWilson == null ? null : controlWilson.upper(),
        arm.isEmpty() ? null : arm.rate(),
        wilson == null ? null : wilson.lower(),
        wilson == null ? null : wilson.upper(),
        difference == null ? null : difference.value(),
        difference == null ? null : difference.standardError(),
        figures.lower(),
        figures.upper(),
        figures.p(),
        figures.adjustedP(),
        figures.lift(),
        figures.liftLower(),
        figures.liftUpper(),
        figures.chanceToWin(),
        figures.loss(),
        figures.lossOfControl(),
        figures.margin(),
        evidence.exposedRatioP(),
        evidence.maturedRatioP(),
        figures.needsUnits(),
        figures.needsMs(),
        plan().alpha(),
        (long) plan().planned(),
        plan().leastEffect(),
        Judge.METHOD,
        version.since());
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
