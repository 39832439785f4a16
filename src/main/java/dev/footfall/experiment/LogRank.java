package dev.footfall.experiment;

import dev.footfall.experiment.LifeTable.AtAge;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;

/**
 * Whether groups convert at the same pace: the log-rank test of Mantel (Cancer Chemotherapy Reports
 * 50, 1966, 163) and Peto and Peto, with the hypergeometric variance. For one look at the end: it
 * is not valid if somebody watches.
 *
 * @param observed conversions of each group
 * @param expected what they would be if all groups were one
 * @param variance the covariance of each two groups' conversions
 */
public record LogRank(List<Long> observed, List<Double> expected, List<List<Double>> variance) {

  /** Compares two groups or more. */
  public static LogRank of(List<LifeTable> groups) {
    int count = groups.size();
    long[] observed = new long[count];
    double[] expected = new double[count];
    double[][] variance = new double[count][count];
    TreeSet<Long> ages = new TreeSet<>();
    groups.forEach(group -> group.ages().forEach(at -> ages.add(at.age())));
    for (long age : ages) {
      long[] atRisk = new long[count];
      long allAtRisk = 0;
      long conversions = 0;
      for (int i = 0; i < count; i++) {
        AtAge at = at(groups.get(i), age);
        atRisk[i] = at.atRisk();
        allAtRisk += at.atRisk();
        conversions += at.conversions();
        observed[i] += at.conversions();
      }
      if (conversions == 0) {
        continue;
      }
      double factor =
          allAtRisk > 1 ? (double) conversions * (allAtRisk - conversions) / (allAtRisk - 1) : 0;
      for (int i = 0; i < count; i++) {
        double share = (double) atRisk[i] / allAtRisk;
        expected[i] += conversions * share;
        for (int j = 0; j < count; j++) {
          double other = (double) atRisk[j] / allAtRisk;
          variance[i][j] += factor * (i == j ? share * (1 - share) : -share * other);
        }
      }
    }
    return new LogRank(listOf(observed), listOf(expected), rowsOf(variance));
  }

  /** Who is at risk at an age that the table leaves out is who is at risk at the next. */
  private static AtAge at(LifeTable group, long age) {
    for (AtAge at : group.ages()) {
      if (at.age() == age) {
        return at;
      }
      if (at.age() > age) {
        return new AtAge(age, at.atRisk(), 0);
      }
    }
    return new AtAge(age, 0, 0);
  }

  /** (O - E)' V⁻¹ (O - E) over all groups but the last, which the others tell. */
  public double chiSquare() {
    int size = observed.size() - 1;
    double[][] rows = new double[size][size + 1];
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        rows[i][j] = variance.get(i).get(j);
      }
      rows[i][size] = observed.get(i) - expected.get(i);
    }
    double[] solved = solve(rows);
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += solved[i] * (observed.get(i) - expected.get(i));
    }
    return sum;
  }

  /** The p-value of {@link #chiSquare}. */
  public double p() {
    return ChiSquaredDistribution.of(observed.size() - 1).survivalProbability(chiSquare());
  }

  /** Gauss-Jordan; a group without any variance takes no part. */
  private static double[] solve(double[][] rows) {
    int size = rows.length;
    for (int pivot = 0; pivot < size; pivot++) {
      if (rows[pivot][pivot] == 0) {
        continue;
      }
      for (int row = 0; row < size; row++) {
        double factor = row == pivot ? 0 : rows[row][pivot] / rows[pivot][pivot];
        for (int column = pivot; column <= size; column++) {
          rows[row][column] -= factor * rows[pivot][column];
        }
      }
    }
    double[] solved = new double[size];
    for (int i = 0; i < size; i++) {
      solved[i] = rows[i][i] == 0 ? 0 : rows[i][size] / rows[i][i];
    }
    return solved;
  }

  private static List<Long> listOf(long[] values) {
    List<Long> list = new ArrayList<>();
    for (long value : values) {
      list.add(value);
    }
    return list;
  }

  private static List<Double> listOf(double[] values) {
    List<Double> list = new ArrayList<>();
    for (double value : values) {
      list.add(value);
    }
    return list;
  }

  private static List<List<Double>> rowsOf(double[][] values) {
    List<List<Double>> rows = new ArrayList<>();
    for (double[] row : values) {
      rows.add(listOf(row));
    }
    return rows;
  }
}
