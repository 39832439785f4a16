package dev.footfall.demo;

/**
 * When people come: so much an hour of the day and a day of the week, in UTC. The average over a
 * week is 1.
 */
final class Rhythm {

  private static final long MINUTE = 60_000;
  private static final long HOUR = 60 * MINUTE;
  private static final long DAY = 24 * HOUR;

  /** Work hours, quiet weekends. */
  static final Rhythm OFFICE =
      new Rhythm(
          new double[] {
            3, 2, 2, 2, 3, 5, 8, 14, 22, 30, 32, 30, 24, 27, 31, 30, 26, 20, 15, 13, 12, 10, 7, 5
          },
          new double[] {11, 12, 12, 11, 10, 6, 6});

  /** Lunch breaks, evenings and weekends. */
  static final Rhythm LEISURE =
      new Rhythm(
          new double[] {
            6, 4, 3, 2, 2, 3, 6, 10, 14, 16, 18, 24, 28, 22, 18, 18, 20, 24, 30, 36, 38, 32, 20, 11
          },
          new double[] {9, 9, 9, 10, 11, 14, 13});

  private final double[] hours;
  private final double[] weekdays;

  /** Weights of the hours from midnight and of the days from Monday; only their ratios matter. */
  private Rhythm(double[] hours, double[] weekdays) {
    this.hours = averagingOne(hours);
    this.weekdays = averagingOne(weekdays);
  }

  private static double[] averagingOne(double[] weights) {
    double sum = 0;
    for (double weight : weights) {
      sum += weight;
    }
    double[] averaging = new double[weights.length];
    for (int i = 0; i < weights.length; i++) {
      averaging[i] = weights[i] * weights.length / sum;
    }
    return averaging;
  }

  /** How many are expected in the minute from this moment if so many come on an average day. */
  double expectedInMinute(long minuteStart, double perDay) {
    int hour = (int) (minuteStart % DAY / HOUR);
    // 1970-01-01 was a Thursday, the fourth day of a week that begins on Monday.
    int weekday = (int) ((minuteStart / DAY + 3) % 7);
    return perDay / (24 * 60) * hours[hour] * weekdays[weekday];
  }
}
