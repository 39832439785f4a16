package dev.footfall.metric;

/** Where rows go. */
interface RowsOut {

  /** A row of {@code funnel_steps}. */
  void steps(StepRow row);

  /** A row of {@code funnel_times}. */
  void times(TimesRow row);
}
