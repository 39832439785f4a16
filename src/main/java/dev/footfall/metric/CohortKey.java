package dev.footfall.metric;

/**
 * Names one cohort of one version of a funnel.
 *
 * @param funnel the funnel's id
 * @param version the version that was followed
 * @param cohortStart the cohort's first millisecond
 */
public record CohortKey(String funnel, String version, long cohortStart) {}
