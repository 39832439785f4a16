package dev.footfall.report;

/**
 * Names one window of one version of a report.
 *
 * @param report the report's id
 * @param version the version that was followed
 * @param start the window's first millisecond
 */
public record WindowKey(String report, String version, long start) {}
