package dev.footfall.metric;

/**
 * Units that were exposed to a variant in one bucket of time, and of them those who converted at
 * one age: a row of {@code experiment_times}. These counts can be added up, and are all that an
 * estimate of conversion by age needs.
 *
 * @param experiment the experiment's id
 * @param version the version of its definition
 * @param variant the variant's name
 * @param exposedFrom the first millisecond of the bucket of exposures
 * @param fromMs the least age at which these converted, in milliseconds
 * @param toMs the age at which the bucket of ages ends; 0 for the exposures themselves
 * @param units how many
 * @param isFinal whether the row can never change again
 * @param since the event time after which the version has seen every event
 * @param watermark everything up to this event time is known, and nothing after it
 */
public record ExperimentTimesRow(
    String experiment,
    String version,
    String variant,
    long exposedFrom,
    long fromMs,
    long toMs,
    long units,
    boolean isFinal,
    long since,
    long watermark) {}
