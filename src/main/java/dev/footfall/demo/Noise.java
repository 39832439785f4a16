package dev.footfall.demo;

import java.io.Serializable;

/**
 * How badly the events travel. What users do never depends on it: the same seed tells the same
 * stories with every noise, and none of it changes the truth.
 *
 * @param disorder the share of events that arrive after their time; the others arrive at once
 * @param maxDisorder how long after its time an event may arrive, in milliseconds
 * @param duplicates repeated lines per event; a repeated line has the same id and arrives within
 *     the disorder
 * @param late additional events per event that arrive ten minutes to three hours beyond the
 *     disorder
 * @param broken additional lines per event that are no events; every broken {@link Flaw} is as
 *     likely
 * @param odd the share of people and campaigns with names in other scripts, quotes or emoji, and of
 *     times not written in the usual way; all of it valid
 */
public record Noise(
    double disorder, long maxDisorder, double duplicates, double late, double broken, double odd)
    implements Serializable {

  /** Events arrive at once and in the order of their times, each once, all well. */
  public static final Noise NONE = new Noise(0, 0, 0, 0, 0, 0);

  /** What a busy site has on a usual day; the disorder stays within 30 s. */
  public static final Noise USUAL = new Noise(0.3, 30_000, 0.01, 0.002, 0.002, 0.01);

  /**
   * @throws IllegalArgumentException if a share is not from 0 to 1, or the disorder is negative
   */
  public Noise {
    requireShare("disorder", disorder);
    requireShare("duplicates", duplicates);
    requireShare("late", late);
    requireShare("broken", broken);
    requireShare("odd", odd);
    if (maxDisorder < 0) {
      throw new IllegalArgumentException(
          "max_disorder is " + maxDisorder + " ms; it must not be negative");
    }
  }

  private static void requireShare(String name, double share) {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException(
          "the share of " + name + " is " + share + "; write a number from 0 to 1");
    }
  }
}
