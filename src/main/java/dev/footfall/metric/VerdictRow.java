package dev.footfall.metric;

import org.jspecify.annotations.Nullable;

/**
 * What one look says of one variant against the control: a row of {@code experiment_verdicts}.
 * Rates, differences and losses are shares, 0.01 a point; what has no value is null.
 *
 * @param experiment the experiment's id
 * @param version the version of its definition
 * @param funnel the funnel's id
 * @param variant which is compared with the control
 * @param metric the name of the step that is asked about
 * @param role {@code metric}, or {@code guardrail} for a step that must not fall
 * @param watermark the look: everything up to this event time is known, and nothing after it
 * @param verdict of the metric one of {@code Verdict}, of a guardrail one of {@code
 *     Guardrail.State}, in small letters
 * @param isFinal whether it is the last look: all have had their time
 * @param control the control's name
 * @param exposedControl units of the control
 * @param exposed units of the variant
 * @param maturedControl units of the control that have had their time
 * @param matured units of the variant that have had their time
 * @param conversionsControl of {@code maturedControl}, how many reached the step
 * @param conversions of {@code matured}, how many reached the step
 * @param multiExposed units that were seen in two variants, and count in none
 * @param rateControl conversions of the control, as a share of those who have had their time
 * @param rateControlLower Wilson's interval of it
 * @param rateControlUpper likewise
 * @param rate conversions of the variant
 * @param rateLower Wilson's interval of it
 * @param rateUpper likewise
 * @param difference of the rates
 * @param standardError of the difference
 * @param differenceLower the interval that holds at every look; of a guardrail each end for itself
 * @param differenceUpper likewise
 * @param p the smallest p-value of all looks; null for a guardrail
 * @param adjustedP the same after Holm over all variants: to be compared with alpha
 * @param lift the rate relative to the control's, less one
 * @param liftLower the interval that holds at every look
 * @param liftUpper likewise
 * @param chanceToWin a help for decisions, no proof
 * @param loss what is lost on average by choosing the variant
 * @param lossOfControl what is lost on average by choosing the control
 * @param margin of a guardrail; else null
 * @param exposedRatioP the smallest p-value of the split of all units
 * @param maturedRatioP likewise of those who have had their time
 * @param needsUnits about so many units more, of all variants, are needed; null for a guardrail
 * @param needsMs how long that takes at the rate so far, in milliseconds
 * @param alpha as declared
 * @param planned as declared
 * @param leastEffect as declared; 0 if none
 * @param method the version of the judgement's method
 * @param since the event time after which the version has seen every event; {@link Long#MIN_VALUE}
 *     unless it was declared while the job ran
 */
public record VerdictRow(
    String experiment,
    String version,
    String funnel,
    String variant,
    String metric,
    String role,
    long watermark,
    String verdict,
    boolean isFinal,
    String control,
    long exposedControl,
    long exposed,
    long maturedControl,
    long matured,
    long conversionsControl,
    long conversions,
    long multiExposed,
    @Nullable Double rateControl,
    @Nullable Double rateControlLower,
    @Nullable Double rateControlUpper,
    @Nullable Double rate,
    @Nullable Double rateLower,
    @Nullable Double rateUpper,
    @Nullable Double difference,
    @Nullable Double standardError,
    @Nullable Double differenceLower,
    @Nullable Double differenceUpper,
    @Nullable Double p,
    @Nullable Double adjustedP,
    @Nullable Double lift,
    @Nullable Double liftLower,
    @Nullable Double liftUpper,
    @Nullable Double chanceToWin,
    @Nullable Double loss,
    @Nullable Double lossOfControl,
    @Nullable Double margin,
    double exposedRatioP,
    double maturedRatioP,
    @Nullable Long needsUnits,
    @Nullable Long needsMs,
    double alpha,
    long planned,
    double leastEffect,
    int method,
    long since) {}
