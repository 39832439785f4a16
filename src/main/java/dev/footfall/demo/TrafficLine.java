package dev.footfall.demo;

import org.jspecify.annotations.Nullable;

/**
 * One line of the traffic, as it arrives.
 *
 * @param index its place in the traffic, from 0
 * @param arrival the moment of simulated time at which it arrives, in milliseconds since the epoch
 * @param user who sent it, or null where the line does not say
 * @param bytes the line without its end
 * @param flaw what is amiss with it
 */
public record TrafficLine(
    long index, long arrival, @Nullable String user, byte[] bytes, Flaw flaw) {}
