package dev.footfall.experiment;

import dev.footfall.experiment.LifeTable.AtAge;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * The share of units that have converted by each age, as it will be once all have had the time:
 * what is still open takes part up to its age (Kaplan and Meier, JASA 53, 1958, 457).
 *
 * @param points one for each age of the life table
 */
public record KaplanMeier(List<Point> points) {

  /**
   * The estimate at one age.
   *
   * @param age as in the life table
   * @param open the share that has not converted by then
   * @param standardError Greenwood's, of either share; NaN once nobody is open
   */
  public record Point(long age, double open, double standardError) {

    /** The share that has converted by then. */
    public double converted() {
      return 1 - open;
    }

    /**
     * The log-log interval of the share that has converted, open^exp(±z se / (open ln open)); all
     * that is possible if nobody or everybody has.
     */
    public Interval converted(double alpha) {
      if (open == 0 || open == 1) {
        return new Interval(0, 1);
      }
      double exponent = Math.exp(Gauss.above(alpha / 2) * standardError / (open * Math.log(open)));
      return new Interval(1 - Math.pow(open, exponent), 1 - Math.pow(open, 1 / exponent));
    }
  }

  public KaplanMeier {
    points = List.copyOf(points);
  }

  /** The estimate by a life table. */
  public static KaplanMeier of(LifeTable table) {
    List<Point> points = new ArrayList<>();
    double open = 1;
    double greenwood = 0;
    for (AtAge at : table.ages()) {
      if (at.conversions() > 0) {
        double stayed = at.atRisk() - at.conversions();
        open *= stayed / at.atRisk();
        greenwood += at.conversions() / (at.atRisk() * stayed);
      }
      points.add(new Point(at.age(), open, open * Math.sqrt(greenwood)));
    }
    return new KaplanMeier(points);
  }

  /** The estimate at the last age that is not above this; nobody has converted before the first. */
  public Point at(long age) {
    Point last = new Point(0, 1, 0);
    for (Point point : points) {
      if (point.age() > age) {
        break;
      }
      last = point;
    }
    return last;
  }

  /**
   * The first age by which this share has converted; empty if it was not reached.
   *
   * @param share above 0, at most 1
   */
  public OptionalLong ageOf(double share) {
    // Products of fractions miss a round share by the last digits.
    double tolerance = 1e-12;
    return points.stream()
        .filter(point -> point.open() <= 1 - share + tolerance)
        .mapToLong(Point::age)
        .findFirst();
  }
}
