package dev.footfall.journey;

import dev.footfall.wire.OwnTypeFactory;
import org.apache.flink.api.common.typeinfo.TypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * What there is to say of an experiment: what it is, before anything is said of its units; what
 * became of a unit; or that it is no more.
 *
 * @param experiment the number under which its units are kept
 * @param version what it is, or null if that is not what is said
 * @param change what became of a unit, or null; without either the experiment is no more
 */
@TypeInfo(ExposureNews.OwnType.class)
public record ExposureNews(
    long experiment, @Nullable ExperimentVersion version, @Nullable Change change) {

  /** Says what an experiment is. */
  public static ExposureNews of(long experiment, ExperimentVersion version) {
    return new ExposureNews(experiment, version, null);
  }

  /** Says what became of a unit. */
  public static ExposureNews of(long experiment, Change change) {
    return new ExposureNews(experiment, null, change);
  }

  /** Says that an experiment is no more. */
  public static ExposureNews ofNoMore(long experiment) {
    return new ExposureNews(experiment, null, null);
  }

  /**
   * A unit's step from one standing to the next.
   *
   * @param time when, in event time
   * @param before null at its exposure
   */
  public record Change(long time, @Nullable Standing before, Standing after) {}

  /**
   * Where a unit stands in an experiment.
   *
   * @param variant the position of its variant, or {@link #IN_SEVERAL}
   * @param exposedAt the time of its first exposure
   * @param matured whether it has had its time
   * @param steps those it took within its time, bit {@code n} for step {@code n}
   * @param convertedAfter how many milliseconds after its exposure it reached the metric's step, or
   *     {@link #NOT_YET}
   */
  public record Standing(
      int variant, long exposedAt, boolean matured, long steps, long convertedAfter) {

    /** Stands for the variant of a unit that was seen in two, and counts in none. */
    public static final int IN_SEVERAL = -1;

    /** Stands for the time of a conversion that has not been. */
    public static final long NOT_YET = -1;
  }

  /** Tells Flink how it is written. */
  public static final class OwnType extends OwnTypeFactory<ExposureNews> {
    public OwnType() {
      super(ExposureNews.class, new ExposureNewsSerializer());
    }
  }
}
