package dev.footfall.metric;

/**
 * How many units took how long to one step: a row of {@code funnel_times}. Rows of several cohorts
 * or values can be added up.
 *
 * @param funnel the funnel's id
 * @param version the version of its definition that was counted
 * @param cohortStart the cohort's first millisecond; {@link Long#MIN_VALUE} for {@code cohort: all}
 * @param breakdown the property by which counts are split; empty on the total rows
 * @param value its value; empty on the total rows
 * @param step the step's position, from 2
 * @param measure {@code previous}: from the required step before; {@code entry}: from the entry
 * @param aboveMs every time counted here is greater, in milliseconds
 * @param upToMs no time counted here is greater, in milliseconds
 * @param units how many units
 * @param sumMs their times, added up, in milliseconds
 * @param isFinal whether the row can never change again
 * @param since the event time after which the version has seen every event; a cohort that began
 *     before it lacks some. {@link Long#MIN_VALUE} unless it was declared while the job ran
 * @param watermark the watermark at which the row was true
 * @param writtenAt the moment of the clock at which it was written, in milliseconds since the
 *     epoch; one for all rows of a cohort that were written together
 */
public record TimesRow(
    String funnel,
    String version,
    long cohortStart,
    String breakdown,
    String value,
    int step,
    String measure,
    long aboveMs,
    long upToMs,
    long units,
    long sumMs,
    boolean isFinal,
    long since,
    long watermark,
    long writtenAt) {

  /** This with the units of another row of the same bucket. */
  TimesRow plus(TimesRow other) {
    return new TimesRow(
        funnel,
        version,
        cohortStart,
        breakdown,
        value,
        step,
        measure,
        aboveMs,
        upToMs,
        units + other.units,
        sumMs + other.sumMs,
        isFinal && other.isFinal,
        Math.max(since, other.since),
        watermark,
        writtenAt);
  }
}
