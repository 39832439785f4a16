package dev.footfall.funnel;

/**
 * What people who read a funnel's trend should know: a release, a campaign. It changes nothing that
 * is counted, so it is no part of the funnel.
 *
 * @param at in milliseconds since the epoch
 * @param text for people
 */
public record Note(long at, String text) {}
