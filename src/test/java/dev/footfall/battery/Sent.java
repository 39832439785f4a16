package dev.footfall.battery;

/**
 * A message that the broker has confirmed.
 *
 * @param message what
 * @param place where the job reads it: {@code topic/partition@offset}
 */
record Sent(Message message, String place) {}
