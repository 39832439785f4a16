/**
 * What users do beside funnels: events → counts per window → rows.
 *
 * <p>A {@code Follower} is one report, compiled: it follows one user after the other and counts, in
 * plain Java. {@code FollowReports} lets it, in a job that goes on; {@code FollowWhole} in one that
 * ends. {@code CountFigures} adds up and writes.
 */
@NullMarked
package dev.footfall.report;

import org.jspecify.annotations.NullMarked;
