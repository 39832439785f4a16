package dev.footfall.metric;

/**
 * Names one cohort of one funnel.
 *
 * @param funnel the funnel's id
 * @param cohortStart the cohort's first millisecond
 */
public record CohortKey(String funnel, long cohortStart) {}
