package dev.footfall.metric;

/**
 * How many of the units exposed to a variant reached a step: a row of {@code experiment_steps}.
 *
 * @param experiment the experiment's id
 * @param version the version of its definition
 * @param funnel the funnel's id
 * @param variant the variant's name
 * @param step the step's position, from 1
 * @param stepName its name
 * @param exposed units of the variant
 * @param matured of them, those who have had their time
 * @param reached of {@code exposed}, how many have reached the step so far
 * @param maturedReached of {@code matured}, how many reached it: this can change no more
 * @param multiExposed units that were seen in two variants, and count in none
 * @param isFinal whether the row can never change again
 * @param since the event time after which the version has seen every event
 * @param watermark everything up to this event time is known, and nothing after it
 */
public record ExperimentStepRow(
    String experiment,
    String version,
    String funnel,
    String variant,
    int step,
    String stepName,
    long exposed,
    long matured,
    long reached,
    long maturedReached,
    long multiExposed,
    boolean isFinal,
    long since,
    long watermark) {}
