package dev.footfall.journey;

/** Where a unit stands in a cohort at a watermark (rule 6 of the semantics). */
public enum Outcome {
  /** It reached the last required step. */
  CONVERTED,
  /** Some run of the cohort may still take a step. */
  IN_PROGRESS,
  /** No run is alive, and the last at the furthest step to end was ended by an exclusion. */
  EXCLUDED,
  /** No run is alive; it left at its furthest step. */
  DROPPED
}
