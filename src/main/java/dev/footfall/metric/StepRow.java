package dev.footfall.metric;

import org.jspecify.annotations.Nullable;

/**
 * How many units of one cohort and breakdown value came to one step: a row of {@code funnel_steps}.
 *
 * @param funnel the funnel's id
 * @param version the version of its definition that was counted
 * @param cohortStart the cohort's first millisecond; {@link Long#MIN_VALUE} for {@code cohort: all}
 * @param cohortEnd the first millisecond after it; {@link Long#MAX_VALUE} for {@code cohort: all}
 * @param breakdown the property by which counts are split; empty on the total rows
 * @param value its value; empty on the total rows
 * @param step the step's position, from 1
 * @param stepName its name
 * @param reached units that came to it
 * @param dropped units whose furthest step it is and who left; 0 at the last step
 * @param inProgress units whose furthest step it is and who may still go on; 0 at the last step
 * @param excluded units whose furthest step it is and whose last run an exclusion ended; 0 at the
 *     last step
 * @param medianMs median time from the required step before, in milliseconds; null where nobody
 *     came
 * @param p90Ms 90 % of the units took no longer from the required step before
 * @param medianFromEntryMs median time from the entry
 * @param p90FromEntryMs 90 % of the units took no longer from the entry
 * @param isFinal whether the row can never change again
 * @param truncated whether the breakdown has more values than rows are written for
 * @param since the event time after which the version has seen every event; a cohort that began
 *     before it lacks some. {@link Long#MIN_VALUE} unless it was declared while the job ran
 * @param watermark the watermark at which the row was true
 * @param writtenAt the moment of the clock at which it was written, in milliseconds since the
 *     epoch; one for all rows of a cohort that were written together
 */
public record StepRow(
    String funnel,
    String version,
    long cohortStart,
    long cohortEnd,
    String breakdown,
    String value,
    int step,
    String stepName,
    long reached,
    long dropped,
    long inProgress,
    long excluded,
    @Nullable Long medianMs,
    @Nullable Long p90Ms,
    @Nullable Long medianFromEntryMs,
    @Nullable Long p90FromEntryMs,
    boolean isFinal,
    boolean truncated,
    long since,
    long watermark,
    long writtenAt) {}
