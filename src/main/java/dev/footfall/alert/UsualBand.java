package dev.footfall.alert;

import java.util.List;
import org.apache.commons.numbers.gamma.LogGamma;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * What is usual of a rate, by the closed cohorts before. A cohort is out of the ordinary if both
 * say so:
 *
 * <ol>
 *   <li>The exact test of two rates (Fisher 1935): were the rate the same as in all cohorts before,
 *       taken together, so few (or so many) would convert with a probability of {@code alpha/2} at
 *       most. Turned round it is the prediction interval of Thatcher (J. R. Stat. Soc. B 26, 1964,
 *       176). It needs no minimum of units, and zeros are as good as any count.
 *   <li>The difference is large against how much the cohorts before differ among themselves: the
 *       score statistic, divided by the root of Pearson's dispersion of those cohorts (1 at least),
 *       is beyond {@code alpha} of Student's distribution with one degree of freedom less than
 *       there are cohorts (McCullagh and Nelder, Generalized Linear Models, 1989, 4.5). So days of
 *       the week that differ widen the band, as in Laney's p'-chart (Quality Engineering 14, 2002,
 *       531).
 * </ol>
 *
 * <p>Both must agree, so with a rate that stays the same no more than {@code alpha} of all cohorts
 * are told of: the first alone holds that, exactly.
 *
 * @param entered units of the cohorts before; more than 0
 * @param converted how many of them converted
 * @param dispersion how much more their rates differ than by chance, as a variance; 1 at least
 * @param cohorts how many cohorts they are; 2 at least
 * @param alpha how often at most a cohort is out of the band where nothing has changed
 */
record UsualBand(long entered, long converted, double dispersion, int cohorts, double alpha) {

  /** Terms smaller than this part of the sum no longer change it. */
  private static final double NEGLIGIBLE = 1e-17;

  static UsualBand of(List<Cohort> before, double alpha) {
    long entered = before.stream().mapToLong(Cohort::entered).sum();
    long converted = before.stream().mapToLong(Cohort::converted).sum();
    double rate = (double) converted / entered;
    double chance = rate * (1 - rate);
    double squares = 0;
    for (Cohort cohort : before) {
      double off = cohort.converted() - cohort.entered() * rate;
      squares += chance == 0 ? 0 : off * off / (cohort.entered() * chance);
    }
    double dispersion = Math.max(1, squares / (before.size() - 1));
    return new UsualBand(entered, converted, dispersion, before.size(), alpha);
  }

  /** Whether so many of a cohort are usual. */
  boolean isUsual(long itsConverted, long itsEntered) {
    return chanceOfSoFar(itsConverted, itsEntered) > alpha / 2
        || chanceAmongCohorts(itsConverted, itsEntered) > alpha;
  }

  /** The fewest of a cohort of this size that are usual. */
  long least(long itsEntered) {
    long unusual = -1;
    long usual = middle(itsEntered);
    while (usual - unusual > 1) {
      long between = unusual + (usual - unusual) / 2;
      if (isUsual(between, itsEntered)) {
        usual = between;
      } else {
        unusual = between;
      }
    }
    return usual;
  }

  /** The most of a cohort of this size that are usual. */
  long most(long itsEntered) {
    long usual = middle(itsEntered);
    long unusual = itsEntered + 1;
    while (unusual - usual > 1) {
      long between = usual + (unusual - usual) / 2;
      if (isUsual(between, itsEntered)) {
        usual = between;
      } else {
        unusual = between;
      }
    }
    return usual;
  }

  private long middle(long itsEntered) {
    return Math.round((double) converted / entered * itsEntered);
  }

  /**
   * The probability that so many convert, or still fewer (or more, if they are more than expected),
   * given how many did of all together: a tail of the hypergeometric distribution.
   */
  private double chanceOfSoFar(long itsConverted, long itsEntered) {
    long allConverted = converted + itsConverted;
    long allEntered = entered + itsEntered;
    boolean few = (double) itsConverted / itsEntered < (double) converted / entered;
    long least = Math.max(0, allConverted - entered);
    long most = Math.min(itsEntered, allConverted);
    double term =
        Math.exp(
            logChoices(allConverted, itsConverted)
                + logChoices(allEntered - allConverted, itsEntered - itsConverted)
                - logChoices(allEntered, itsEntered));
    double sum = term;
    for (long n = itsConverted; few ? n > least : n < most; n += few ? -1 : 1) {
      // From one term to its neighbour.
      long low = few ? n - 1 : n;
      double up =
          (double) (allConverted - low)
              / (low + 1)
              * (itsEntered - low)
              / (allEntered - allConverted - itsEntered + low + 1);
      term *= few ? 1 / up : up;
      sum += term;
      if (term < NEGLIGIBLE * sum) {
        break;
      }
    }
    return sum;
  }

  private static double logChoices(long of, long chosen) {
    return LogGamma.value(of + 1.0)
        - LogGamma.value(chosen + 1.0)
        - LogGamma.value(of - chosen + 1.0);
  }

  /** The probability of a difference as large in either direction, as the cohorts before differ. */
  private double chanceAmongCohorts(long itsConverted, long itsEntered) {
    double rate = (double) (converted + itsConverted) / (entered + itsEntered);
    double variance = rate * (1 - rate) * (1.0 / itsEntered + 1.0 / entered) * dispersion;
    if (variance == 0) {
      return 1;
    }
    double difference = (double) itsConverted / itsEntered - (double) converted / entered;
    return 2
        * TDistribution.of(cohorts - 1)
            .survivalProbability(Math.abs(difference) / Math.sqrt(variance));
  }
}
