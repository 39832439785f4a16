package dev.footfall.metric;

import dev.footfall.experiment.Counts;
import dev.footfall.experiment.Triangle;
import dev.footfall.journey.ExperimentVersion;
import dev.footfall.journey.ExposureNews.Change;
import dev.footfall.journey.ExposureNews.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Counts of an experiment's units that can be added up and taken back. Changes. */
final class ExperimentTally {

  /** Of one variant: all, those who have had their time, then each step of both. */
  private static final int EXPOSED = 0;

  private static final int MATURED = 1;
  private static final int FIRST_STEP = 2;

  final int steps;
  final Triangle.Shape shape;

  /** By variant, then as above. */
  final long[][] counts;

  /** By variant. */
  final List<Triangle> triangles;

  long multiExposed;

  ExperimentTally(int variants, int steps, Triangle.Shape shape) {
    this.steps = steps;
    this.shape = shape;
    this.counts = new long[variants][FIRST_STEP + 2 * steps];
    this.triangles = new ArrayList<>();
    for (int variant = 0; variant < variants; variant++) {
      triangles.add(new Triangle(shape));
    }
  }

  /** Nobody yet. */
  static ExperimentTally of(ExperimentVersion version) {
    return new ExperimentTally(
        version.plan().variants().size(), version.steps().size(), version.shape());
  }

  /** Counts what became of a unit. */
  void add(Change change) {
    if (change.before() != null) {
      add(change.before(), -1);
    }
    add(change.after(), 1);
  }

  private void add(Standing standing, int sign) {
    if (standing.variant() == Standing.IN_SEVERAL) {
      multiExposed += sign;
      return;
    }
    long[] its = counts[standing.variant()];
    its[EXPOSED] += sign;
    its[MATURED] += standing.matured() ? sign : 0;
    for (int step = 1; step <= steps; step++) {
      if ((standing.steps() & 1L << step) != 0) {
        its[FIRST_STEP + step - 1] += sign;
        its[FIRST_STEP + steps + step - 1] += standing.matured() ? sign : 0;
      }
    }
    Triangle triangle = triangles.get(standing.variant());
    long bucket = shape.bucketOf(standing.exposedAt());
    triangle.add(bucket, 0, sign);
    if (standing.convertedAfter() != Standing.NOT_YET) {
      triangle.add(bucket, shape.ageOf(standing.convertedAfter()), sign);
    }
  }

  /** Adds what another has counted. */
  void add(ExperimentTally other) {
    multiExposed += other.multiExposed;
    for (int variant = 0; variant < counts.length; variant++) {
      for (int i = 0; i < counts[variant].length; i++) {
        counts[variant][i] += other.counts[variant][i];
      }
      Triangle triangle = triangles.get(variant);
      other
          .triangles
          .get(variant)
          .cohorts()
          .forEach(
              (bucket, ages) -> {
                for (int age = 0; age < ages.length; age++) {
                  if (ages[age] != 0) {
                    triangle.add(bucket, age, ages[age]);
                  }
                }
              });
    }
  }

  /** As they are judged. */
  Counts counts() {
    List<Counts.OfVariant> variants = new ArrayList<>();
    for (long[] its : counts) {
      List<Long> reached = new ArrayList<>();
      List<Long> maturedReached = new ArrayList<>();
      for (int step = 0; step < steps; step++) {
        reached.add(its[FIRST_STEP + step]);
        maturedReached.add(its[FIRST_STEP + steps + step]);
      }
      variants.add(new Counts.OfVariant(its[EXPOSED], its[MATURED], reached, maturedReached));
    }
    return new Counts(variants, multiExposed);
  }

  /**
   * The start of the first bucket in which anybody who counts was exposed; the given time if none.
   * A bucket that all have left again is not looked at: whether it is still there depends on what a
   * checkpoint has copied.
   */
  long firstExposure(long otherwise) {
    long first = otherwise;
    for (Triangle triangle : triangles) {
      for (Map.Entry<Long, long[]> cohort : triangle.cohorts().entrySet()) {
        if (cohort.getValue()[0] != 0) {
          first = Math.min(first, cohort.getKey());
          break;
        }
      }
    }
    return first;
  }
}
